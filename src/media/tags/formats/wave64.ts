/**
 * Sony's Wave64: RIFF/WAVE with GUIDs for names and 64-bit sizes that count their own header, on multiples of eight.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable } from '../findings.ts';
import { parseWaveFormat, waveFacts, type WaveFormat } from './riff.ts';

const chunksMax = 10_000;
const riff = '726966662e91cf11a5d628db04c10000';
const wave = '77617665f3acd3118cd100c04f8edb8a';
const format = '666d7420f3acd3118cd100c04f8edb8a';
const data = '64617461f3acd3118cd100c04f8edb8a';

export function isWave64(source: ByteSource, start: number): boolean {
  const b = source.view(start, 40);
  return (
    b !== undefined &&
    b[0] === 0x72 &&
    b.toString('hex', 0, 16) === riff &&
    b.toString('hex', 24, 40) === wave
  );
}

/** Reads the file. */
export function readWave64(source: ByteSource, found: Findings): void {
  let known: WaveFormat | undefined;
  let sound: { start: number; end: number } | undefined;
  let at = 40;
  for (let count = 0; count < chunksMax; count += 1) {
    const b = source.view(at, 24);
    if (b === undefined) break;
    const name = b.toString('hex', 0, 16);
    const size = b.readUInt32LE(20) * 2 ** 32 + b.readUInt32LE(16);
    if (size < 24) break;
    if (name === format) known = parseWaveFormat(source.viewUpTo(at + 24, Math.min(size - 24, 40)));
    else if (name === data && sound === undefined) {
      sound = { start: at + 24, end: Math.min(at + size, source.sizeBytes) };
      if (at + size > source.sizeBytes) found.warn('the file ends before its audio does: it is truncated');
    }
    at += Math.ceil(size / 8) * 8;
  }
  if (known === undefined || sound === undefined)
    throw new Unreadable('truncated', 'The Wave64 file ends before its audio data.');
  found.essenceRanges = [sound];
  found.audio = { container: 'w64', ...waveFacts(known, sound.end - sound.start, 0) };
}
