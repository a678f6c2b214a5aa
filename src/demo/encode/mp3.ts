/**
 * MP3 by LAME (WebAssembly), with the Xing/LAME header that this build of it leaves out: without it a player must
 * guess the length of a file of variable bit rate, and cannot leave out the encoder's delay.
 */

import { createMp3Encoder } from 'wasm-media-encoders';
import type { Stereo } from '../synth/stereo.ts';
import { encodeWith } from './encoder.ts';

const frameSamples = 1152;
/** What LAME puts before the first sample (lame.h, ENCDELAY). */
const encoderDelay = 576;
const bitRates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const vbrQuality = 2;

/** MPEG-1 layer III at 44.1 kHz with a header frame; no tags. */
export async function encodeMp3(audio: Stereo): Promise<Uint8Array> {
  const stream = encodeWith(await createMp3Encoder(), { vbrQuality }, audio);
  const frames = frameSizes(stream);
  return Buffer.concat([headerFrame(stream, frames, audio.left.length), stream]);
}

function frameSizes(stream: Uint8Array): number[] {
  const sizes: number[] = [];
  let at = 0;
  while (at + 4 <= stream.length && stream[at] === 0xff && (stream[at + 1]! & 0xe0) === 0xe0) {
    const size =
      Math.floor((144_000 * bitRates[stream[at + 2]! >> 4]!) / 44_100) + ((stream[at + 2]! >> 1) & 1);
    sizes.push(size);
    at += size;
  }
  return sizes;
}

/** A silent frame of 64 kbit/s that carries the facts (Xing's format, with LAME's extension). */
function headerFrame(stream: Uint8Array, frames: readonly number[], samples: number): Uint8Array {
  const frame = Buffer.alloc(208);
  frame.set([0xff, 0xfb, 0x50, stream[3]!]);
  const bytes = frame.length + stream.length;
  frame.write('Xing', 36, 'latin1');
  frame.writeUInt32BE(0x0f, 40);
  frame.writeUInt32BE(frames.length, 44);
  frame.writeUInt32BE(bytes, 48);
  frame.set(seekTable(frames, frame.length), 52);
  frame.writeUInt32BE(100 - vbrQuality * 10, 152);
  frame.write('LAME3.100', 156, 'latin1');
  frame[165] = 0x04;
  frame[166] = 190;
  const padding = frames.length * frameSamples - samples - encoderDelay;
  frame.writeUIntBE((encoderDelay << 12) | Math.max(0, Math.min(4095, padding)), 177, 3);
  frame.writeUInt32BE(bytes, 184);
  frame.writeUInt16BE(checksum(stream, 0), 188);
  frame.writeUInt16BE(checksum(frame.subarray(0, 190), 0), 190);
  return frame;
}

/** For every hundredth of the time, the place in the file in 256ths. */
function seekTable(frames: readonly number[], headBytes: number): Uint8Array {
  const total = frames.reduce((sum, size) => sum + size, headBytes);
  const starts: number[] = [];
  let at = headBytes;
  for (const size of frames) {
    starts.push(at);
    at += size;
  }
  return Uint8Array.from({ length: 100 }, (_, part) =>
    Math.min(255, Math.floor((256 * starts[Math.floor((part * frames.length) / 100)]!) / total)),
  );
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let turn = 0; turn < 8; turn++) value = (value & 1) === 0 ? value >> 1 : (value >> 1) ^ 0xa001;
  return value;
});

/** CRC-16/ARC, as LAME uses it. */
function checksum(bytes: Uint8Array, start: number): number {
  let value = start;
  for (const byte of bytes) value = (value >> 8) ^ table[(value ^ byte) & 0xff]!;
  return value;
}
