import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parsePlaylist, writePlaylist } from './playlist-file.ts';
import type { Playlist, PlaylistFormat } from './playlist-file.ts';

const playlist: Playlist = {
  title: 'Přátelé 曲',
  entries: [
    { location: '../Dvořák/01 – Largo.flac', title: 'Largo', artist: 'Antonín Dvořák', durationMs: 744_000 },
    { location: '/music/100% & #1.mp3', title: '<A> "B" & C', artist: 'X' },
    { location: 'さくら.ogg' },
    { location: 'https://example.org/a%20b.mp3?x=1&y=2', title: 'stream', durationMs: 1000 },
  ],
};

describe('what is written is read again', () => {
  for (const format of ['m3u', 'm3u8', 'xspf', 'pls'] as const) {
    test(format, () => {
      const expected = format === 'pls' ? { entries: playlist.entries } : playlist;
      const written = writePlaylist(playlist, format);
      assert.deepEqual(parsePlaylist(Buffer.from(written), format), expected);
      assert.equal(writePlaylist(parsePlaylist(Buffer.from(written), format), format), written);
    });
  }

  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter(
      (text) =>
        /^[^\s#:\\\p{C}\p{Z}][^:\\\p{C}\u2028\u2029]*$/u.test(text) &&
        text.trim() === text &&
        !text.includes(' - '),
    );
  const entry = fc.record(
    { location: word.map((name) => `folder/${name}`), title: word, artist: word },
    { noNullPrototype: true },
  );
  for (const format of ['m3u8', 'xspf', 'pls'] as const satisfies PlaylistFormat[]) {
    test(`${format}: any names`, () => {
      fc.assert(
        fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
          assert.deepEqual(
            parsePlaylist(Buffer.from(writePlaylist({ entries }, format)), format).entries,
            entries,
          );
        }),
      );
    });
  }
});

test('M3U of old: no header, CRLF, backslashes, windows-1252, attributes in EXTINF', () => {
  const bytes = Buffer.from(
    '..\\Caf\xe9\\a.mp3\r\n\r\n#EXTINF:-1 tvg-name="x, y",Artist - Title\r\nhttp://example.org/s\r\n',
    'latin1',
  );
  assert.deepEqual(parsePlaylist(bytes, 'm3u'), {
    entries: [
      { location: '..\\Café\\a.mp3' },
      { location: 'http://example.org/s', artist: 'Artist', title: 'Title' },
    ],
  });
});

test('XSPF addresses become paths', () => {
  const xspf = `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList>
    <track><location>file:///C:/M%C3%BAsica/a%20b.mp3</location></track><track><location>file:///home/x/%5B1%5D.ogg</location><duration>1500</duration></track>
    </trackList></playlist>`;
  assert.deepEqual(parsePlaylist(Buffer.from(xspf), 'xspf').entries, [
    { location: 'C:/Música/a b.mp3' },
    { location: '/home/x/[1].ogg', durationMs: 1500 },
  ]);
});

test('what is no playlist says so', () => {
  assert.throws(
    () => parsePlaylist(Buffer.from('<playlist><track></playlist>'), 'xspf'),
    /XSPF cannot be read/,
  );
  assert.throws(() => parsePlaylist(Buffer.from('<html></html>'), 'xspf'), /no playlist element/);
  assert.throws(() => parsePlaylist(Buffer.from('File1=a'), 'pls'), /no \[playlist\] section/);
});

test('entities that multiply are not expanded', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]><playlist><trackList><track><location>&c;</location></track></trackList></playlist>`;
  const started = performance.now();
  try {
    const { entries } = parsePlaylist(Buffer.from(bomb), 'xspf');
    assert.ok((entries[0]?.location.length ?? 0) < 100_000);
  } catch (error) {
    assert.match(String(error), /XSPF cannot be read/);
  }
  assert.ok(performance.now() - started < 1000);
});
