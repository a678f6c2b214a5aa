import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import Fastify from 'fastify';
import { Prepared, sendPrepared, toXml } from './respond.ts';

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

test('a script holds no line ends of old JavaScript, also in what stands before a list that was made before', async (t) => {
  const app = Fastify();
  t.after(() => app.close());
  const title = 'one\u2028two';
  const prepared = new Prepared('indexes', { child: [{ title }] }, [Buffer.from('{"name":"A"}')]);
  app.get('/', (_request, reply) => sendPrepared(reply, { kind: 'jsonp', callback: 'call' }, prepared));
  const { body } = await app.inject('/');
  assert.ok(!body.includes('\u2028'));
  const { indexes } = (
    JSON.parse(body.slice('call('.length, -2)) as Record<
      string,
      { indexes: { child: unknown; index: unknown } }
    >
  )['subsonic-response']!;
  assert.deepEqual([indexes.child, indexes.index], [[{ title }], [{ name: 'A' }]]);
});
