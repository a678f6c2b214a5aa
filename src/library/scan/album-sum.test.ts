import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptySum, type SummedTrack } from './album-sum.ts';

const track: SummedTrack = {
  disc: 1,
  number: 1,
  durationMs: 1000,
  sizeBytes: 1000,
  codec: 'opus',
  lossless: false,
  sampleRateHz: 48_000,
  bitDepth: null,
  bitrateKbps: 160,
  segment: 1,
  genreIds: [],
  artworkId: null,
  folderArtworkId: null,
};

function formatOf(...tracks: Partial<SummedTrack>[]): string {
  const sum = emptySum();
  for (const part of tracks) sum.add({ ...track, ...part });
  return sum.format();
}

test('one kind of file is said once, whatever the rates of its tracks', () => {
  assert.equal(formatOf({}, { bitrateKbps: 157 }, {}), 'Opus');
  assert.equal(formatOf({}, {}), 'Opus 160 kbit/s');
});

test('two kinds of file are both said, the commonest first', () => {
  const flac = { codec: 'flac', lossless: true, sampleRateHz: 44_100, bitDepth: 16 };
  assert.equal(formatOf({ bitrateKbps: 157 }, flac, flac), 'FLAC 44.1 kHz, 16 bit + Opus');
});
