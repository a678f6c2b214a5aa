/** WAVE: samples of one size, to be cut anywhere; each part gets a header of its own. */
import type { CutPoints } from './cut-points.ts';

const HEAD_BYTES = 4_096;
const POINT_SECONDS = 0.5;

export async function wavePoints(file: Blob): Promise<CutPoints | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const view = new DataView(head.buffer);
  const format = chunkOf(head, 'fmt ');
  const data = chunkOf(head, 'data');
  if (format === null || data === null) return null;
  const frameBytes = view.getUint16(format.at + 12, true);
  const rateHz = view.getUint32(format.at + 4, true);
  const lengthFrames = Math.floor(Math.min(data.sizeBytes, file.size - data.at) / frameBytes);
  if (frameBytes === 0 || rateHz === 0 || lengthFrames <= 0) return null;
  const step = Math.floor(rateHz * POINT_SECONDS);
  const points = Array.from({ length: Math.ceil(lengthFrames / step) + 1 }, (_, at) => {
    const frame = Math.min(lengthFrames, at * step);
    return { byte: data.at + frame * frameBytes, frame };
  });
  const formatBytes = head.slice(format.at - 8, format.at + format.sizeBytes);
  const header = (partBytes: number) => headerFor(formatBytes, partBytes);
  return { rateHz, lengthFrames, points, header, prerollFrames: 0, slackFrames: 0 };
}

function chunkOf(head: Uint8Array, name: string): { at: number; sizeBytes: number } | null {
  const view = new DataView(head.buffer);
  for (let at = 12; at + 8 <= head.length;) {
    const sizeBytes = view.getUint32(at + 4, true);
    if (String.fromCharCode(...head.subarray(at, at + 4)) === name) return { at: at + 8, sizeBytes };
    at += 8 + sizeBytes + (sizeBytes % 2);
  }
  return null;
}

function headerFor(format: Uint8Array, partBytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(12 + format.length + 8);
  const view = new DataView(header.buffer);
  const write = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, header.length - 8 + partBytes, true);
  write(8, 'WAVE');
  header.set(format, 12);
  write(12 + format.length, 'data');
  view.setUint32(16 + format.length, partBytes, true);
  return header;
}
