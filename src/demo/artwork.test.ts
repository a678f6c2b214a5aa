import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { coverPixels, drawPicture } from './artwork.ts';
import { drawings } from './drawings.ts';
import { albums } from './score/library.ts';

test('every album has a drawing of its own', () => {
  const names = albums.map((album) => album.cover.drawing);
  assert.equal(new Set(names).size, albums.length);
  for (const name of names) assert.ok(name in drawings, name);
});

test('a cover is a square of 800 pixels, the same each time, and not of one colour', async () => {
  const [jpeg, again, png] = [
    await drawPicture('low-tide', 'jpeg'),
    await drawPicture('low-tide', 'jpeg'),
    await drawPicture('birch', 'png'),
  ];
  assert.deepEqual(jpeg, again);
  for (const [picture, format] of [
    [jpeg, 'jpeg'],
    [png, 'png'],
  ] as const) {
    const facts = await sharp(picture).metadata();
    assert.deepEqual([facts.format, facts.width, facts.height], [format, coverPixels, coverPixels]);
    const { entropy } = await sharp(picture).stats();
    assert.ok(entropy > 2);
  }
});
