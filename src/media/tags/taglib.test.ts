import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { TagLib } from 'taglib-wasm';
import * as fixtures from './fixtures.ts';
import { readTags } from './read.ts';
import { readTagsThoroughly } from './taglib.ts';
import type { TagsFound } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonoteca-taglib-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const options = {
  tags: {
    TITLE: 'Títle 曲',
    ARTIST: 'Ana Á',
    ALBUM: 'Přátelé',
    ALBUMARTIST: 'Various',
    TRACKNUMBER: '3',
    DISCNUMBER: '1',
    DATE: '2001',
    GENRE: 'Folk',
    COMPOSER: 'Clara',
    COMMENT: 'note',
  },
  artwork: { bytes: Buffer.concat([fixtures.makePng(), Buffer.alloc(2000)]) },
  seconds: 3,
};

const files: Record<string, Buffer> = {
  'a.flac': fixtures.makeFlac(options),
  'b.mp3': fixtures.makeMp3(options),
  'v23.mp3': fixtures.makeMp3({ ...options, id3: { version: 3 } }),
  'v22.mp3': fixtures.makeMp3({ ...options, id3: { version: 2 } }),
  'c.opus': fixtures.makeOpus(options),
  'd.ogg': await fixtures.makeVorbis(options),
  'e.m4a': fixtures.makeM4a(options),
  'end.m4a': fixtures.makeM4a({ ...options, moovAtEnd: true }),
  'f.wav': fixtures.makeWav(options),
  'g.aiff': fixtures.makeAiff(options),
  'h.ape': fixtures.makeApe(options),
  'i.wv': fixtures.makeWavpack(options),
  'j.wma': fixtures.makeWma(options),
  'k.dsf': fixtures.makeDsf({ ...options, seconds: 0.2 }),
  'l.tta': fixtures.makeTta(options),
};

describe('TagLib, which knows none of our code, reads the same', () => {
  for (const [name, bytes] of Object.entries(files)) {
    test(name, async () => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const ours = readTags(path) as TagsFound;
      const taglib = await TagLib.initialize();
      using theirs = await taglib.open(path);
      const properties = theirs.properties() as Record<string, string[] | undefined>;
      const { tags, audio } = ours;
      assert.deepEqual(properties['title'], [tags.title]);
      assert.deepEqual(properties['artist'], tags.artists);
      assert.deepEqual(properties['album'], [tags.album]);
      assert.deepEqual(properties['albumArtist'], tags.albumArtists);
      assert.deepEqual(
        properties['composer'],
        tags.roles.map((credit) => credit.name),
      );
      assert.equal(Number.parseInt(properties['trackNumber']?.[0] ?? '', 10), tags.track);
      assert.equal(properties['date']?.[0], tags.date);
      assert.deepEqual(properties['genre'], tags.genres);
      const facts = theirs.audioProperties()!;
      assert.equal(facts.sampleRate, audio.sampleRateHz);
      assert.equal(facts.channels, audio.channels);
      // TagLib leaves LAME's padding in.
      assert.ok(
        Math.abs((facts.durationMs ?? 0) - audio.durationMs) < 40,
        `${facts.durationMs} and ${audio.durationMs} ms`,
      );
      assert.equal(theirs.getPictures().length, ours.artwork.length);
      assert.equal(
        theirs.getPictures()[0]?.data.length,
        ours.artwork[0]?.storage === 'raw' ? ours.artwork[0].length : theirs.getPictures()[0]?.data.length,
      );
    });
  }
});

describe('the thorough reader', () => {
  test('does not turn a web page into music', async () => {
    const path = join(folder, 'page.mp3');
    writeFileSync(path, '<!DOCTYPE html><html></html>'.padEnd(5000));
    assert.equal((await readTagsThoroughly(path)).kind, 'problem');
  });
});
