import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLyrics, parseLyricsFile, writeLrc } from './lyrics.ts';

test('lines with times are ordered, several times on a line are several lines', () => {
  const lyrics = parseLyrics(
    '[ti:Song]\n[ar:Someone]\n[00:12.50][01:02.5]chorus\n[00:01.123]first\n\n[00:20]last',
  );
  assert.deepEqual(lyrics.synced, [
    { timeMs: 1123, text: 'first' },
    { timeMs: 12_500, text: 'chorus' },
    { timeMs: 20_000, text: 'last' },
    { timeMs: 62_500, text: 'chorus' },
  ]);
  assert.equal(lyrics.text, 'first\nchorus\nlast\nchorus');
});

test('a positive offset brings the lines forward and never before zero', () => {
  assert.deepEqual(parseLyrics('[offset:+500]\n[00:00.20]a\n[00:02.00]b').synced, [
    { timeMs: 0, text: 'a' },
    { timeMs: 1500, text: 'b' },
  ]);
});

test('word times of the enhanced form are dropped', () => {
  assert.deepEqual(parseLyrics('[00:01.00] <00:01.00> Hel <00:01.50> lo').synced, [
    { timeMs: 1000, text: 'Hel lo' },
  ]);
});

test('plain text stays as it is and is not synced', () => {
  const lyrics = parseLyrics('[Verse 1]\nla la\n\n[Chorus]\nlo');
  assert.equal(lyrics.synced, undefined);
  assert.equal(lyrics.text, '[Verse 1]\nla la\n\n[Chorus]\nlo');
});

test('files in UTF-16, windows-1251 and with a byte-order mark are read', () => {
  const text = '[00:01.00]Группа крови на рукаве';
  const expected = [{ timeMs: 1000, text: 'Группа крови на рукаве' }];
  const cyrillic = Buffer.from(
    [...text].map((c) => (c.charCodeAt(0) >= 0x410 ? c.charCodeAt(0) - 0x350 : c.charCodeAt(0))),
  );
  for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), cyrillic]) {
    assert.deepEqual(parseLyricsFile(bytes).synced, expected);
  }
});

test('written lines are read again', () => {
  const lines = [
    { timeMs: 10, text: 'a' },
    { timeMs: 61_230, text: 'ü' },
    { timeMs: 6_000_000, text: '' },
  ];
  assert.deepEqual(parseLyrics(writeLrc(lines)).synced, lines);
});
