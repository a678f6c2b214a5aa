import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GroupedList, prepareList } from './prepared.ts';

interface Artist {
  readonly id: number;
  readonly name: string;
}
type List = GroupedList<Artist, string>;

const shape = (artist: Artist, starred: string | undefined) => ({ ...artist, ...(starred && { starred }) });

function listOf(count: number, word: string): List {
  const items = Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    name: `${word} “${at}”\u2028 & Co`,
  }));
  const groups = [
    { name: '#', items: items.slice(0, 3) },
    { name: '"&', items: items.slice(3) },
  ];
  return { name: 'artists', attributes: {}, groups, shape };
}

async function textOf(owner: object, form: 'json' | 'xml', list: List, marks = new Map<number, string>()) {
  const { index } = await prepareList({ owner, key: 'all', form }, list.groups, list, marks);
  return Buffer.concat(index).toString();
}

test('a kept list says what the caller marked, and nobody else’s marks', async () => {
  const owner = {};
  const list = listOf(700, 'Ärtist');
  const expected = (marks: ReadonlyMap<number, string>) =>
    list.groups.map(({ name, items }) => ({
      name,
      artist: items.map((item) => shape(item, marks.get(item.id))),
    }));
  for (const ids of [[], [1, 3, 4, 250, 700], []]) {
    const marks = new Map(ids.map((id) => [id, '2020-01-01T00:00:00Z']));
    const json = await textOf(owner, 'json', list, marks);
    assert.deepEqual(JSON.parse(`[${json}]`), expected(marks));
    assert.ok(!json.includes('\u2028'), 'U+2028 would end a line of a script');
  }
});

test('a kept list in XML has the same items, and what must be escaped is', async () => {
  const text = await textOf({}, 'xml', listOf(700, 'A'), new Map([[2, 'now']]));
  assert.equal(text.match(/<artist /g)!.length, 700);
  assert.match(text, /^<index name="#"><artist id="1" /);
  assert.match(text, /<artist id="2" name="[^"]*" starred="now"\/>/);
  assert.match(text, /<\/index><index name="&quot;&amp;"><artist id="4" /);
});

test('a short list is new at once; of a long one the old answer does until the new one is made', async () => {
  const short = {};
  await textOf(short, 'json', listOf(10, 'old'));
  assert.match(await textOf(short, 'json', listOf(10, 'new')), /new/);
  const long = {};
  await textOf(long, 'json', listOf(3000, 'old'));
  const fresh = listOf(3001, 'new');
  assert.match(await textOf(long, 'json', fresh), /old/);
  const deadline = Date.now() + 10_000;
  while (!(await textOf(long, 'json', fresh)).includes('new')) {
    assert.ok(Date.now() < deadline, 'the new list never came');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test('a list that cannot be made fails for those who wait, and is made by the next', async () => {
  const owner = {};
  const list = listOf(10, 'A');
  const broken: List = {
    ...list,
    shape: () => {
      throw new Error('no shape');
    },
  };
  await assert.rejects(textOf(owner, 'json', broken), /no shape/);
  assert.match(await textOf(owner, 'json', list), /A/);
});

test('an old answer does for nobody who is told how new it is, and for nobody who was long away', async (t) => {
  const owner = {};
  const place = { owner, key: 'all', form: 'json' } as const;
  const old = listOf(3000, 'old');
  await textOf(owner, 'json', old);
  const newer = listOf(3000, 'newer');
  const { index } = await prepareList({ ...place, neverOld: true }, newer.groups, newer, new Map());
  assert.match(Buffer.concat(index).toString(), /newer/);
  const dayMs = 24 * 3_600_000;
  const now = performance.now.bind(performance);
  t.mock.method(performance, 'now', () => now() + dayMs);
  assert.match(await textOf(owner, 'json', listOf(3000, 'newest')), /newest/);
});
