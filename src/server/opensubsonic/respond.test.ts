import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { toXml } from './respond.ts';

const parse = (xml: string) =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
  }).parse(xml) as Record<string, Record<string, unknown>>;

test('plain values become attributes, lists and objects become elements', () => {
  const xml = toXml({
    status: 'ok',
    album: { id: 'x', song: [{ id: '1', isrc: ['A', 'B'], replayGain: { trackGain: -3.5 } }] },
  });
  assert.match(
    xml,
    /<album id="x"><song id="1"><isrc>A<\/isrc><isrc>B<\/isrc><replayGain trackGain="-3.5"\/><\/song><\/album>/,
  );
});

test('a value is text, and the parts of artistInfo are spelled out', () => {
  assert.match(
    toXml({ genres: { genre: [{ value: 'Folk & Blues', songCount: 2 }] } }),
    /<genre songCount="2">Folk &amp; Blues<\/genre>/,
  );
  assert.match(
    toXml({ artistInfo2: { biography: 'a < b', similarArtist: [{ id: '1', name: 'x' }] } }),
    /<biography>a &lt; b<\/biography><similarArtist id="1" name="x"\/>/,
  );
});

test('any title survives XML, but for what XML has no place for', () => {
  for (const title of ['"quoted" & <tagged>', 'línea\nnueva\ttab', '🎵 曲', "d'amour"]) {
    const root = parse(toXml({ song: { title } }))['subsonic-response']!;
    assert.equal((root['song'] as { title: string }).title, title);
  }
  assert.match(toXml({ song: { title: 'a\u0000b\u0001c\ud800d' } }), /title="abc\ufffdd"/);
});
