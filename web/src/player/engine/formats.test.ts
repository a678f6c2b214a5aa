import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatsFor } from './formats.ts';
import { playable } from './testing/playable.ts';

/** What Chromium 156 on Linux answers. */
const chromium = (type: string) => {
  const known = [
    'audio/flac',
    'audio/mpeg',
    'audio/mp4',
    'audio/ogg',
    'audio/ogg; codecs="opus"',
    'audio/wav',
    'audio/aac',
  ];
  return known.includes(type) ? 'maybe' : '';
};
const firstFormat = (mime: string, codec: string, lossless: boolean) =>
  formatsFor(playable('x', { mime, codec, lossless }), 0, chromium)[0]?.format;

test('what the browser plays is asked for as it is, however its type is spelled', () => {
  const plain = [
    ['audio/flac', 'flac'],
    ['audio/x-flac', 'flac'],
    ['audio/mpeg', 'mp3'],
    ['audio/x-m4a', 'aac'],
    ['audio/ogg', 'vorbis'],
    ['application/ogg', 'vorbis'],
    ['audio/opus', 'opus'],
    ['audio/vnd.wave', 'pcm'],
  ] as const;
  for (const [mime, codec] of plain) assert.equal(firstFormat(mime, codec, false), 'original', mime);
});

test('what it does not play comes as FLAC when it was lossless, else as Opus', () => {
  assert.equal(firstFormat('audio/mp4', 'alac', true), 'flac');
  assert.equal(firstFormat('audio/aiff', 'pcm', true), 'flac');
  assert.equal(firstFormat('audio/x-wavpack', 'wavpack', true), 'flac');
  assert.equal(firstFormat('audio/x-dsf', 'dsd', true), 'flac');
  assert.equal(firstFormat('audio/x-ms-wma', 'wmav2', false), 'opus');
});

test('there is always a second way, and a cap is kept for what is above it only', () => {
  const flac = playable('x', { bitrateKbps: 900 });
  assert.deepEqual(
    formatsFor(flac, 0, chromium).map(({ format }) => format),
    ['original', 'flac'],
  );
  assert.deepEqual(formatsFor(flac, 128, chromium)[0], { format: 'opus', bitrateKbps: 128 });
  assert.equal(formatsFor({ ...flac, bitrateKbps: 96 }, 128, chromium)[0]?.format, 'original');
  assert.equal(
    formatsFor({ ...flac, bitrateKbps: null, sizeBytes: 500_000, durationMs: 5_000 }, 320, chromium)[0]
      ?.format,
    'opus',
  );
});
