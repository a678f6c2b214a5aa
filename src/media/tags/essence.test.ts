import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { digestEssence } from './essence.ts';
import * as fixtures from './fixtures.ts';
import { oggPages } from './fixtures/ogg.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-essence-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function digest(bytes: Buffer): string | undefined {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return digestEssence(path);
}

const before = { TITLE: 'one' };
const retagged = { TITLE: 'Something much longer than before', ARTIST: ['A', 'B'], ALBUM: 'x'.repeat(900) };
const picture = { bytes: Buffer.concat([fixtures.makePng(), Buffer.alloc(90_000, 3)]) };

type Options = {
  tags: Record<string, string | string[]>;
  artwork?: typeof picture;
  seed: number;
  seconds: number;
};
const makers: Record<string, (options: Options) => Buffer | Promise<Buffer>> = {
  flac: fixtures.makeFlac,
  'flac without MD5': (options) => fixtures.makeFlac({ ...options, md5: false }),
  mp3: fixtures.makeMp3,
  opus: fixtures.makeOpus,
  vorbis: fixtures.makeVorbis,
  'flac in ogg': fixtures.makeOggFlac,
  m4a: fixtures.makeM4a,
  wav: fixtures.makeWav,
  aiff: fixtures.makeAiff,
  ape: fixtures.makeApe,
  wavpack: fixtures.makeWavpack,
  tta: fixtures.makeTta,
  dsf: (options) => fixtures.makeDsf({ ...options, seconds: 0.05 }),
  wma: fixtures.makeWma,
  matroska: fixtures.makeMatroska,
};

describe('the essence', () => {
  for (const [name, make] of Object.entries(makers)) {
    test(`of ${name} survives new tags and a cover, and differs for another sound`, async () => {
      const first = digest(await make({ tags: before, seed: 1, seconds: 1 }));
      assert.match(first ?? '', /^(?:flac-md5|blake3):[0-9a-f]{32,64}$/);
      assert.equal(digest(await make({ tags: retagged, artwork: picture, seed: 1, seconds: 1 })), first);
      assert.notEqual(digest(await make({ tags: before, seed: 2, seconds: 1 })), first);
    });
  }

  test('is the same in FLAC and FLAC-in-Ogg', () => {
    assert.equal(digest(fixtures.makeFlac({ seconds: 1 })), digest(fixtures.makeOggFlac({ seconds: 1 })));
  });

  test('of an MP3 does not feel ID3v1 and APE come and go', () => {
    const plain = digest(fixtures.makeMp3({ id3: false }));
    assert.equal(digest(fixtures.makeMp3({ tags: before, ape: retagged, v1: { title: 'x' } })), plain);
  });

  test('of an MP4 does not feel its movie box move', () => {
    assert.equal(
      digest(fixtures.makeM4a({ moovAtEnd: true, tags: before })),
      digest(fixtures.makeM4a({ tags: retagged })),
    );
  });

  test('of Ogg does not feel packets laid on other pages', () => {
    const bytes = fixtures.makeOpus({ tags: before, seconds: 1 });
    const audioAt = bytes.indexOf('OggS', bytes.indexOf('OpusTags'));
    // The same packets, ten a page where there were forty.
    const packets = Array.from({ length: 51 }, () => Buffer.from([0xfc, 0xff, 0xfd]));
    const pages: Buffer[] = [];
    for (let from = 0; from < 51; from += 10)
      pages.push(...oggPages(77, pages.length + 2, packets.slice(from, from + 10), (from + 10) * 960, 0));
    assert.equal(digest(Buffer.concat([bytes.subarray(0, audioAt), ...pages])), digest(bytes));
  });

  test('of what is no audio is none', () => {
    assert.equal(digest(Buffer.from('nothing to hear')), undefined);
    assert.equal(digest(fixtures.makeM4a({ entry: 'drms' })), undefined);
  });
});
