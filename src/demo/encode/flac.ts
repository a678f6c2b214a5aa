/**
 * A FLAC encoder: fixed predictors, Rice coding and stereo decorrelation (RFC 9639), for 16-bit stereo at
 * 44.1 kHz. It exists because the encoders of the registry are larger than what the demo needs; linear prediction
 * would make the files a tenth smaller.
 */

import { createHash } from 'node:crypto';
import { BitWriter } from './bits.ts';

const blockSamples = 4096;
const rate = 44_100;
/** RFC 9639, section 9.1.1: the code for a block of 4096 samples, and the one for "16 bits that follow". */
const blockCode = 0b1100;
const blockCodeFollows = 0b0111;
const rateCode = 0b1001;
const sixteenBits = 0b100;
const partitionOrder = 4;

/** A whole FLAC stream. `blocks` are metadata blocks that follow STREAMINFO, without their last-block flag. */
export function encodeFlac(interleaved: Int16Array, blocks: readonly FlacBlock[]): Uint8Array {
  const samples = interleaved.length / 2;
  const writer = new BitWriter(interleaved.byteLength);
  let [smallest, largest] = [0xffffff, 0];
  for (let from = 0, frame = 0; from < samples; from += blockSamples, frame++) {
    const before = writer.lengthBytes;
    writeFrame(writer, interleaved, from, Math.min(blockSamples, samples - from), frame);
    const size = writer.lengthBytes - before;
    smallest = Math.min(smallest, size);
    largest = Math.max(largest, size);
  }
  const info = streamInfo(interleaved, samples, smallest, largest);
  const all = [{ type: 0, data: info }, ...blocks];
  const head = all.map((block, index) =>
    Buffer.concat([blockHeader(block, index === all.length - 1), block.data]),
  );
  return Buffer.concat([Buffer.from('fLaC', 'latin1'), ...head, writer.view()]);
}

export interface FlacBlock {
  /** RFC 9639, table 1: 4 is a Vorbis comment, 6 a picture, 1 padding. */
  readonly type: number;
  readonly data: Uint8Array;
}

function blockHeader(block: FlacBlock, last: boolean): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(((last ? 0x80 : 0) | block.type) * 0x1000000 + block.data.length);
  return header;
}

/** RFC 9639, section 8.2, with the MD5 of the samples by which others recognise the audio. */
function streamInfo(interleaved: Int16Array, samples: number, smallest: number, largest: number): Uint8Array {
  const writer = new BitWriter(34);
  for (const [value, bits] of [
    [blockSamples, 16],
    [blockSamples, 16],
    [smallest, 24],
    [largest, 24],
    [rate, 20],
    [1, 3],
    [15, 5],
    [Math.floor(samples / 2 ** 18), 18],
    [samples % 2 ** 18, 18],
  ] as const) {
    writer.write(value, bits);
  }
  const bytes = new Uint8Array(interleaved.buffer, interleaved.byteOffset, interleaved.byteLength);
  return Buffer.concat([writer.view(), createHash('md5').update(bytes).digest()]);
}

function writeFrame(
  writer: BitWriter,
  interleaved: Int16Array,
  from: number,
  size: number,
  frame: number,
): void {
  const start = writer.lengthBytes;
  const choice = chooseChannels(interleaved, from, size);
  writer.write(0xfff8, 16);
  writer.write(size === blockSamples ? blockCode : blockCodeFollows, 4);
  writer.write(rateCode, 4);
  writer.write(choice.code, 4);
  writer.write(sixteenBits, 3);
  writer.write(0, 1);
  writeFrameNumber(writer, frame);
  if (size !== blockSamples) writer.write(size - 1, 16);
  writer.write(checksum8(writer.view(start)), 8);
  for (const channel of choice.channels) writeChannel(writer, channel);
  writer.align();
  writer.write(checksum16(writer.view(start)), 16);
}

/** The frame number in the manner of UTF-8. */
function writeFrameNumber(writer: BitWriter, frame: number): void {
  if (frame < 0x80) return writer.write(frame, 8);
  if (frame < 0x800) {
    writer.write(0xc0 | (frame >> 6), 8);
    return writer.write(0x80 | (frame & 0x3f), 8);
  }
  writer.write(0xe0 | (frame >> 12), 8);
  writer.write(0x80 | ((frame >> 6) & 0x3f), 8);
  writer.write(0x80 | (frame & 0x3f), 8);
}

interface Channel {
  readonly samples: Int32Array;
  readonly bits: number;
  readonly order: number;
  readonly cost: number;
}

/** The cheapest of left+right, left+side, side+right and mid+side (RFC 9639, table 16). */
function chooseChannels(
  interleaved: Int16Array,
  from: number,
  size: number,
): { code: number; channels: readonly [Channel, Channel] } {
  const left = new Int32Array(size);
  const right = new Int32Array(size);
  const mid = new Int32Array(size);
  const side = new Int32Array(size);
  for (let index = 0, at = from * 2; index < size; index++, at += 2) {
    const one = interleaved[at]!;
    const other = interleaved[at + 1]!;
    left[index] = one;
    right[index] = other;
    mid[index] = (one + other) >> 1;
    side[index] = one - other;
  }
  const [l, r, m, s] = [predict(left, 16), predict(right, 16), predict(mid, 16), predict(side, 17)];
  const choices = [
    { code: 1, channels: [l, r] as const },
    { code: 8, channels: [l, s] as const },
    { code: 9, channels: [s, r] as const },
    { code: 10, channels: [m, s] as const },
  ];
  const cost = (choice: { channels: readonly [Channel, Channel] }): number =>
    choice.channels[0].cost + choice.channels[1].cost;
  return choices.reduce((best, choice) => (cost(choice) < cost(best) ? choice : best));
}

/** Which of the five fixed predictors leaves the least, in one pass over the differences. */
function predict(samples: Int32Array, bits: number): Channel {
  const size = samples.length;
  if (size < 64) return { samples, bits, order: 0, cost: Infinity };
  let [sum0, sum1, sum2, sum3, sum4] = [0, 0, 0, 0, 0];
  let last0 = samples[3]!;
  let last1 = samples[3]! - samples[2]!;
  let last2 = last1 - (samples[2]! - samples[1]!);
  let last3 = last2 - (samples[2]! - 2 * samples[1]! + samples[0]!);
  for (let index = 4; index < size; index++) {
    const error0 = samples[index]!;
    const error1 = error0 - last0;
    const error2 = error1 - last1;
    const error3 = error2 - last2;
    const error4 = error3 - last3;
    sum0 += Math.abs(error0);
    sum1 += Math.abs(error1);
    sum2 += Math.abs(error2);
    sum3 += Math.abs(error3);
    sum4 += Math.abs(error4);
    last0 = error0;
    last1 = error1;
    last2 = error2;
    last3 = error3;
  }
  const sums = [sum0, sum1, sum2, sum3, sum4];
  const least = Math.min(...sums);
  return { samples, bits, order: sums.indexOf(least), cost: size * Math.log2(1 + least / size) };
}

function writeChannel(writer: BitWriter, channel: Channel): void {
  const { samples, bits, order } = channel;
  if (samples.every((sample) => sample === samples[0])) {
    writer.write(0, 8);
    return writer.write(samples[0]!, bits);
  }
  writer.write((0b001000 | order) << 1, 8);
  for (let index = 0; index < order; index++) writer.write(samples[index]!, bits);
  writeResidual(writer, residualOf(samples, order), order);
}

/** What the fixed predictor of an order leaves (RFC 9639, section 9.2.5). */
function residualOf(samples: Int32Array, order: number): Int32Array {
  const residual = new Int32Array(samples.length);
  const [c1, c2, c3, c4] = [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [2, -1, 0, 0],
    [3, -3, 1, 0],
    [4, -6, 4, -1],
  ][order]!;
  let [one, two, three, four] = [0, 0, 0, 0];
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index]!;
    residual[index] = sample - (c1! * one + c2! * two + c3! * three + c4! * four);
    four = three;
    three = two;
    two = one;
    one = sample;
  }
  return residual;
}

/** Partitioned Rice coding (RFC 9639, section 9.2.7), with 5-bit parameters so that loud noise fits too. */
function writeResidual(writer: BitWriter, residual: Int32Array, order: number): void {
  const partitions = residual.length === blockSamples ? partitionOrder : 0;
  writer.write(1, 2);
  writer.write(partitions, 4);
  const step = residual.length >> partitions;
  for (let from = 0; from < residual.length; from += step) {
    const first = from === 0 ? order : from;
    const parameter = riceParameter(residual, first, from + step);
    writer.write(parameter, 5);
    for (let index = first; index < from + step; index++) {
      const value = residual[index]!;
      const folded = value >= 0 ? value * 2 : -value * 2 - 1;
      writer.writeRice(folded >>> parameter, folded, parameter);
    }
  }
}

function riceParameter(residual: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += Math.abs(residual[index]!);
  const mean = (2 * sum) / Math.max(1, to - from);
  return mean < 1 ? 0 : Math.min(20, Math.floor(Math.log2(mean * 0.7 + 0.5) + 0.5));
}

const table8 = table(0x07, 8);
const table16 = table(0x8005, 16);

function table(polynomial: number, bits: number): Uint16Array {
  const top = 2 ** (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let turn = 0; turn < 8; turn++) value = (value & top) === 0 ? value << 1 : (value << 1) ^ polynomial;
    return value & (2 ** bits - 1);
  });
}

function checksum8(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = table8[value ^ byte]!;
  return value;
}

function checksum16(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) & 0xffff) ^ table16[(value >> 8) ^ byte]!;
  return value;
}
