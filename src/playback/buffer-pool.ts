/**
 * Read buffers that are used again and again, and stay few however many listen.
 *
 * A fast client gets large buffers, because each read and write has a price of its own; but a thousand slow ones must
 * not hold half a gigabyte, so buffers get smaller as more of them are out.
 */

import type { HeldBytes } from './hot-blocks.ts';

/** Buffers of each size that come back are kept for reuse up to this much in all. */
const keptBytesMax = 24 * 2 ** 20;
/** Out at once: above the first figure buffers are middling, above the second small. */
const easyBytes = 48 * 2 ** 20;
const tightBytes = 96 * 2 ** 20;

const largeBytes = 512 * 1024;
const middlingBytes = 256 * 1024;
const smallBytes = 64 * 1024;

const free = new Map<number, Buffer[]>([
  [largeBytes, []],
  [middlingBytes, []],
  [smallBytes, []],
]);
let keptBytes = 0;
let outBytes = 0;

/** Takes a buffer fit for `wantedBytes` more bytes; it may be smaller. Give it back or drop it exactly once. */
export function takeBuffer(wantedBytes: number): Buffer {
  const sizeBytes = sizeFor(wantedBytes);
  outBytes += sizeBytes;
  const used = free.get(sizeBytes)!.pop();
  if (used === undefined) return Buffer.allocUnsafeSlow(sizeBytes);
  keptBytes -= sizeBytes;
  return used;
}

/** Gives a buffer back that nothing reads or writes any more. */
export function giveBackBuffer(buffer: Buffer): void {
  outBytes -= buffer.length;
  if (keptBytes + buffer.length > keptBytesMax) return;
  keptBytes += buffer.length;
  free.get(buffer.length)!.push(buffer);
}

/** Gives up a buffer that a closing socket may still hold: it is never used again, only counted. */
export function dropBuffer(buffer: Buffer): void {
  outBytes -= buffer.length;
}

/** A filled buffer on its way out: given back when the system took its bytes, dropped when that was never confirmed. */
export function pooled(buffer: Buffer, lengthBytes: number): HeldBytes {
  return {
    bytes: lengthBytes === buffer.length ? buffer : buffer.subarray(0, lengthBytes),
    release: (sent) => (sent ? giveBackBuffer(buffer) : dropBuffer(buffer)),
  };
}

/** Bytes of the buffers that are out now (metrics, tests). */
export function buffersOutBytes(): number {
  return outBytes;
}

function sizeFor(wantedBytes: number): number {
  const most = outBytes < easyBytes ? largeBytes : outBytes < tightBytes ? middlingBytes : smallBytes;
  if (wantedBytes <= smallBytes || most === smallBytes) return smallBytes;
  return wantedBytes <= middlingBytes ? middlingBytes : most;
}
