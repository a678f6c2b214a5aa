/** The shelf must stand whatever the tags say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlbumRow } from '../../api/contract.ts';
import { spineOf } from './spine.ts';

const album: AlbumRow = {
  id: 'a1',
  title: 'Winterreise',
  artists: [{ id: null, name: 'Franz Schubert' }],
  year: 1827,
  addedAt: '2026-01-01T00:00:00Z',
  trackCount: 24,
  discCount: 1,
  durationMs: 70 * 60_000,
  artwork: null,
  missing: false,
  mark: { starredAt: null, rating: null, playCount: 0, playedAt: null },
};

test('a box of discs is thicker than one, and a long one thicker than a short one', () => {
  const widths = [
    spineOf({ ...album, durationMs: 60_000 }),
    spineOf(album),
    spineOf({ ...album, discCount: 2 }),
    spineOf({ ...album, discCount: 12 }),
  ].map((spine) => spine.widthPx);
  assert.deepEqual(
    widths,
    widths.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(widths).size, 4);
});

test('without a cover a spine is still coloured, and the same each time', () => {
  assert.match(spineOf(album).color, /^#/);
  assert.deepEqual(spineOf(album), spineOf(album));
});

test('a person goes by the last name, others by the whole', () => {
  assert.equal(spineOf(album).by, 'Schubert');
  assert.equal(spineOf({ ...album, artists: [{ id: null, name: '八橋検校' }] }).by, '八橋検校');
  assert.equal(spineOf({ ...album, artists: [] }).by, '');
});
