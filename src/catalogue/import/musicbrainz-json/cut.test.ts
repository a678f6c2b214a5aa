import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutLists } from './cut.ts';
import { parseDocument } from './document.ts';

const cut = new Set(['relations', 'tags']);
const without = (text: string): string => withoutLists(Buffer.from(text), cut).toString('utf8');

test('lists that are not read are emptied, however deep they stand and whatever stands in them', () => {
  const document = {
    tags: [{ name: 'é' }],
    media: [
      { tags: [{ a: '}]"\\' }], tracks: [{ relations: [{ tags: [{ b: [{}] }], c: ']' }], title: 'T' }] },
    ],
    relations: [],
    last: 1,
  };
  assert.deepEqual(JSON.parse(without(JSON.stringify(document))), {
    tags: [],
    media: [{ tags: [], tracks: [{ relations: [], title: 'T' }] }],
    relations: [],
    last: 1,
  });
});

test('links to Discogs stay, and other lists stand as they were', () => {
  const kept =
    '{"relations":[{"url":{"resource":"https://www.discogs.com/release/1"}}],"aliases":[{"name":"A"}]}';
  assert.equal(without(kept), kept);
  assert.equal(
    without(kept.replace('{"rel', '{"tags":[{"a":1}],"rel')),
    kept.replace('{"rel', '{"tags":[],"rel'),
  );
});

test('what a text says is no list', () => {
  const told = JSON.stringify({ title: '"relations":[{"a":1}]', b: 'tags":[{' });
  assert.equal(without(told), told);
  assert.deepEqual(JSON.parse(without(told)), JSON.parse(told));
});

test('a list that does not end is left for the parser to refuse', () => {
  for (const text of ['{"tags":[{"a":1}', '{"tags":[{"a', '{"tags":[{"a\\', '{"tags":[{'])
    assert.throws(() => parseDocument(Buffer.from(text), cut), /^Error: no JSON$/, text);
});

test('fields are counted in the document itself, not in what is in it', () => {
  const parse = (text: string) => parseDocument(Buffer.from(text), cut);
  assert.deepEqual(parse('{"a":{"a":1,"b":[{"a":":"}]},"b":"\\"a\\":1"}')['b'], '"a":1');
  assert.throws(() => parse('{"a":1,"b":2,"a":3}'), /twice/);
  assert.throws(() => parse('{"a":1,"\\u0061":3}'), /twice/);
});
