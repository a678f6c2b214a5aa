/** The volume belongs to this browser, not to the account: a phone and a desk are never equally loud. */
const KEY = 'fonoteca.volume';

export function readVolume(): { volume: number; muted: boolean } {
  try {
    const { volume, muted } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as {
      volume?: unknown;
      muted?: unknown;
    };
    const known = typeof volume === 'number' && volume >= 0 && volume <= 1;
    return { volume: known ? volume : 1, muted: muted === true };
  } catch {
    return { volume: 1, muted: false };
  }
}

export function keepVolume(volume: number, muted: boolean): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ volume, muted }));
  } catch {
    // Without storage the volume lasts as long as the page.
  }
}
