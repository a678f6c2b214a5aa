/** A WAV file in memory, which is how samples are handed to ffmpeg. */

import { sampleRate } from '../synth/timing.ts';

export function wavOf(interleaved: Int16Array): Uint8Array {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + interleaved.byteLength, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(interleaved.byteLength, 40);
  return Buffer.concat([
    head,
    new Uint8Array(interleaved.buffer, interleaved.byteOffset, interleaved.byteLength),
  ]);
}
