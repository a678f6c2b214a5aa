import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browserSupport,
  extensionOfContainer,
  fileKind,
  mimeTypeOfContainer,
  mimeTypeOfName,
} from './formats.ts';

test('names tell what a file is for a library', () => {
  assert.deepEqual(
    ['a.FLAC', 'b.m4b', 'cover.JPG', 'x.m3u8', 'x.lrc', 'x.cue', 'x.txt', 'flac', '.mp3'].map(fileKind),
    ['audio', 'audio', 'artwork', 'playlist', 'lyrics', 'cue', undefined, undefined, undefined],
  );
});

test('containers have mime types and usual extensions', () => {
  assert.equal(mimeTypeOfContainer('ogg'), 'audio/ogg');
  assert.equal(mimeTypeOfName('x.opus'), 'audio/ogg');
  assert.equal(extensionOfContainer('ogg', 'opus'), 'opus');
  assert.equal(extensionOfContainer('mp4', 'alac'), 'm4a');
});

test('browsers decode MP3, FLAC and AAC everywhere, ALAC and WMA nowhere', () => {
  assert.deepEqual(
    [
      browserSupport('mp3', 'mp3'),
      browserSupport('ogg', 'opus'),
      browserSupport('mp4', 'alac'),
      browserSupport('asf', 'wma'),
    ],
    ['all', 'most', 'none', 'none'],
  );
});
