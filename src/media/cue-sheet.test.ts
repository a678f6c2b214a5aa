import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cueTrackEnd, parseCueFile, parseCueSheet } from './cue-sheet.ts';

const sheet = `REM GENRE "Art Song"
REM DATE 1828
REM DISCNUMBER 2
PERFORMER "Franz Schubert"
TITLE "Winterreise"
CATALOG 0028947123456
FILE "Winterreise.flac" WAVE
  TRACK 01 AUDIO
    TITLE "Gute Nacht"
    ISRC DEA000000001
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Die Wetterfahne"
    PERFORMER "Somebody Else"
    INDEX 00 05:30:70
    INDEX 01 05:32:74
`;

test('tracks have titles, starts in frames and ends', () => {
  const read = parseCueSheet(sheet);
  assert.deepEqual(
    [read.title, read.performer, read.date, read.genre, read.discNumber, read.catalog],
    ['Winterreise', 'Franz Schubert', '1828', 'Art Song', 2, '0028947123456'],
  );
  assert.deepEqual(read.files, ['Winterreise.flac']);
  assert.deepEqual(read.tracks, [
    { number: 1, file: 0, title: 'Gute Nacht', isrc: 'DEA000000001', startFrame: 0 },
    {
      number: 2,
      file: 0,
      title: 'Die Wetterfahne',
      performer: 'Somebody Else',
      pregapFrame: 24_820,
      startFrame: 24_974,
    },
  ]);
  assert.deepEqual([cueTrackEnd(read, 0), cueTrackEnd(read, 1)], [24_974, undefined]);
});

test('gaps appended to the file before and data tracks are understood', () => {
  const read = parseCueSheet(
    'FILE "1.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 00 03:00:00\nFILE "2.wav" WAVE\nINDEX 01 00:00:00\nTRACK 03 MODE1/2352\nTITLE "data"\nINDEX 01 10:00:00',
  );
  assert.deepEqual(read.tracks, [
    { number: 1, file: 0, startFrame: 0 },
    { number: 2, file: 1, startFrame: 0 },
  ]);
  assert.equal(cueTrackEnd(read, 0), undefined);
});

test('a sheet in shift_jis is read', () => {
  const bytes = Buffer.concat([
    Buffer.from('TITLE "'),
    Buffer.from('82b382ad82e782cc82a482bd', 'hex'),
    Buffer.from('"\nTRACK 01 AUDIO\nINDEX 01 00:00:00'),
  ]);
  assert.equal(parseCueFile(bytes).title, 'さくらのうた');
});

test('any text is a value', () => {
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => Array.isArray(parseCueSheet(text).tracks)));
});
