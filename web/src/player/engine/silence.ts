/**
 * Ten seconds of silence in a media element, looped while the engine plays. Browsers give their media keys, lock
 * screen and background rights to pages with a playing media element of more than five seconds; Web Audio alone does
 * not count. Where a content policy forbids `blob:` media, only those keys are lost.
 */

const RATE_HZ = 8_000;
const SECONDS = 10;
const HEADER_BYTES = 44;

export class Silence {
  #element: HTMLAudioElement | null = null;

  play(): void {
    this.#element ??= makeElement();
    this.#element.play().catch(() => {});
  }

  pause(): void {
    this.#element?.pause();
  }

  dispose(): void {
    this.pause();
    if (this.#element === null) return;
    URL.revokeObjectURL(this.#element.src);
    this.#element.removeAttribute('src');
    this.#element = null;
  }
}

function makeElement(): HTMLAudioElement {
  const element = new Audio(URL.createObjectURL(new Blob([silentWave()], { type: 'audio/wav' })));
  element.loop = true;
  return element;
}

/** A RIFF WAVE file, 8-bit mono, whose middle is 128. */
function silentWave(): ArrayBuffer {
  const dataBytes = RATE_HZ * SECONDS;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes).fill(128, HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const words = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  words(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  words(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  words(36, 'data');
  view.setUint32(40, dataBytes, true);
  return bytes.buffer;
}
