import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describeArtwork, findInks, paletteOf } from './artwork-palette.ts';
import { renderPlaceholder } from './artwork-placeholder.ts';
import { readEmbeddedArtwork, renderArtwork, renderSvg } from './artwork.ts';
import { contrast } from './colour.ts';
import * as fixtures from './tags/fixtures.ts';
import { readTags } from './tags/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-artwork-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('an embedded picture is fetched byte by byte as it went in', () => {
  // With 0xFF in it, so that unsynchronisation has something to do, and longer than a page of Ogg.
  const bytes = Buffer.concat([
    fixtures.makePng(),
    Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i % 7 === 0 ? 0xff : i % 5 === 0 ? 0 : i & 255))),
  ]);
  const options = { tags: { TITLE: 'x' }, artwork: { bytes }, seconds: 0.2 };
  const files: Record<string, Buffer> = {
    flac: fixtures.makeFlac(options),
    mp3: fixtures.makeMp3(options),
    'mp3 v2.2': fixtures.makeMp3({ ...options, id3: { version: 2 } }),
    'mp3 v2.3 unsynchronised': fixtures.makeMp3({ ...options, id3: { version: 3, unsynchronised: true } }),
    'mp3 v2.4 unsynchronised': fixtures.makeMp3({ ...options, id3: { version: 4, unsynchronised: true } }),
    opus: fixtures.makeOpus(options),
    'flac in ogg': fixtures.makeOggFlac(options),
    m4a: fixtures.makeM4a(options),
    wav: fixtures.makeWav(options),
    aiff: fixtures.makeAiff(options),
    ape: fixtures.makeApe(options),
    wma: fixtures.makeWma(options),
    dsf: fixtures.makeDsf({ ...options, seconds: 0.01 }),
    matroska: fixtures.makeMatroska(options),
  };
  for (const [name, file] of Object.entries(files)) {
    test(name, () => {
      const path = join(folder, name.replace(/\W/g, ''));
      writeFileSync(path, file);
      const result = readTags(path);
      assert.ok(result.kind === 'tags' && result.artwork.length === 1, JSON.stringify(result));
      assert.ok(readEmbeddedArtwork(path, result.artwork[0]!).equals(bytes));
    });
  }

  test('vorbis', async () => {
    const path = join(folder, 'vorbis');
    writeFileSync(path, await fixtures.makeVorbis(options));
    const result = readTags(path);
    assert.ok(result.kind === 'tags');
    assert.ok(readEmbeddedArtwork(path, result.artwork[0]!).equals(bytes));
  });

  test('a file that is gone or shorter now is MEDIA_ARTWORK_MISSING', () => {
    const place = {
      offset: 5_000_000,
      length: 10,
      mime: 'image/png',
      type: 'front',
      description: '',
      storage: 'raw',
    } as const;
    writeFileSync(join(folder, 'short'), 'x');
    for (const name of ['short', 'gone'])
      assert.throws(() => readEmbeddedArtwork(join(folder, name), place), { code: 'MEDIA_ARTWORK_MISSING' });
  });
});

describe('rendering', () => {
  test('fits into the square, keeps the proportions, never enlarges', async () => {
    const picture = fixtures.makePng(300, 150);
    for (const format of ['webp', 'jpeg', 'avif'] as const) {
      const {
        width,
        height,
        format: kind,
      } = await sharp(await renderArtwork(picture, 100, format)).metadata();
      assert.deepEqual([width, height, kind], [100, 50, format === 'avif' ? 'heif' : format]);
    }
    assert.equal((await sharp(await renderArtwork(picture, 1000, 'webp')).metadata()).width, 300);
  });

  test('a bomb of 100 megapixels is refused before it is opened', async () => {
    const bomb = makeBomb(10_000, 10_000);
    assert.ok(bomb.length < 1_000_000);
    const before = process.memoryUsage().rss;
    await assert.rejects(renderArtwork(bomb, 100, 'webp'), { code: 'MEDIA_ARTWORK_TOO_LARGE' });
    await assert.rejects(describeArtwork(bomb), { code: 'MEDIA_ARTWORK_TOO_LARGE' });
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });

  test('what is no picture, or half of one, is a clear error', async () => {
    await assert.rejects(renderArtwork(Buffer.from('not a picture at all'), 100, 'webp'), {
      code: 'MEDIA_ARTWORK_DAMAGED',
    });
    await assert.rejects(
      renderArtwork(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 100, 'webp'),
      { code: 'MEDIA_ARTWORK_DAMAGED' },
    );
    const torn = fixtures.makePng(200, 200).subarray(0, 60);
    await assert.rejects(renderArtwork(torn, 100, 'webp'), { code: 'MEDIA_ARTWORK_DAMAGED' });
  });
});

describe('the palette', () => {
  const papers = { light: '#f7f4ee', dark: '#171412' } as const;

  test('accent, soft ink and spine text read on their grounds for any colours', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const pixels = Buffer.from(
        Array.from(
          { length: 300 },
          (_, i) => ((i % (seed % 9 === 0 ? 3 : 30)) * 41 + seed * 67 + (i % 3) * seed * 13) % 256,
        ),
      );
      const palette = paletteOf(findInks(pixels));
      for (const theme of ['light', 'dark'] as const) {
        const side = palette[theme];
        assert.ok(
          contrast(side.accent, papers[theme]) >= 4.5 && contrast(side.accent, side.paper) >= 4.5,
          `${seed} ${theme} ${side.accent}`,
        );
        assert.ok(contrast(side.inkSoft, side.paper) >= 4.5);
        assert.ok(contrast(side.lineStrong, side.paper) >= 3);
        const ink = theme === 'light' ? '#1c1917' : '#f0eae0';
        assert.ok(contrast(ink, side.paper) >= 7, `${seed} ${theme} paper ${side.paper}`);
      }
      assert.ok(
        contrast(palette.spine, palette.spineText) >= 4.5,
        `${seed} ${palette.spine} ${palette.spineText}`,
      );
    }
  });

  test('a red cover with a blue spot is a red spine', async () => {
    const red = fixtures.makePng(100, 100, [180, 40, 30]);
    const facts = await describeArtwork(red);
    assert.deepEqual([facts.width, facts.height, facts.mime], [100, 100, 'image/png']);
    assert.equal(facts.palette.spine, '#b4281e');
    assert.match(facts.palette.light.accent, /^#[ab]/);
  });

  test('black, white and grey covers have readable palettes too', async () => {
    for (const grey of [0, 128, 255] as const) {
      const { palette } = await describeArtwork(fixtures.makePng(20, 20, [grey, grey, grey]));
      assert.ok(contrast(palette.spine, palette.spineText) >= 4.5);
      assert.ok(contrast(palette.light.accent, papers.light) >= 4.5);
      assert.ok(contrast(palette.dark.accent, papers.dark) >= 4.5);
    }
  });
});

describe('placeholders', () => {
  test('are the same for the same seed, many for many, and real pictures', async () => {
    assert.equal(renderPlaceholder('a', 'A'), renderPlaceholder('a', 'A'));
    const drawings = new Set(Array.from({ length: 200 }, (_, i) => renderPlaceholder(`album ${i}`, 'x')));
    assert.ok(drawings.size > 190, `${drawings.size}`);
    for (const svg of [...drawings].slice(0, 30)) assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    const picture = await renderSvg(renderPlaceholder('a', 'A'), 300, 'webp');
    assert.equal((await describeArtwork(picture)).width, 300);
  });

  test('a title cannot break out of its element', () => {
    assert.ok(!renderPlaceholder('x', '</title><script>alert(1)</script>').includes('<script'));
  });
});

/** A PNG that unpacks to one byte a pixel. */
function makeBomb(width: number, height: number): Buffer {
  const small = fixtures.makePng(1, 1);
  const header = Buffer.from(small.subarray(0, 33));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header[25] = 0;
  const data = deflateSync(Buffer.alloc((width + 1) * height), { level: 9 });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([header, length, Buffer.from('IDAT'), data, Buffer.alloc(4), small.subarray(-12)]);
}
