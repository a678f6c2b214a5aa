import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fixedClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { foldedWords } from '#base/fold.ts';
import { type Library, type LibrarySchema, openLibrary, type Viewer } from '#library/index.ts';
import { eachDatabase } from '../../../test/databases.ts';
import { fillSmallLibrary, smallAlbums, smallNow } from '../../../test/small-library.ts';
import { exactKey } from './index-rows.ts';
import { matchedRanges } from './ranges.ts';
import { titleShape } from './title-shape.ts';
import { wantedOf } from './words.ts';

const ada: Viewer = { accountId: 1, libraryIds: 'all' };
const all = { artists: {}, albums: {}, tracks: {}, playlists: {} };

async function open(database: Database, albums = smallAlbums): Promise<Library> {
  await fillSmallLibrary(database, albums);
  return openLibrary({
    database: withSchema<LibrarySchema>(database),
    clock: fixedClock(smallNow),
    listsLagMs: 0,
  });
}

eachDatabase('search forgives marks, case, word order, fields and unfinished words', async (database) => {
  const library = await open(database);
  const tracks = async (query: string) =>
    (await library.search.find(ada, { query, tracks: {} })).tracks.hits.map((hit) => hit.item.title);
  const artists = async (query: string) =>
    (await library.search.find(ada, { query, artists: {} })).artists.hits.map((hit) => hit.item.name);
  assert.deepEqual(await artists('Dvořák'), ['Antonín Dvořák']);
  assert.deepEqual(await artists('dvorak'), ['Antonín Dvořák']);
  assert.deepEqual(await artists('DVO'), ['Antonín Dvořák']);
  assert.deepEqual(await tracks('beatles yesterday'), ['Yesterday', 'Hidden Yesterday']);
  assert.deepEqual(await tracks('yesterday beat'), ['Yesterday', 'Hidden Yesterday']);
  assert.deepEqual(await tracks('mesicku nebi'), ['Měsíčku na nebi hlubokém']);
  assert.deepEqual(await tracks('tickettor'), ['Ticket to Ride']);
  assert.deepEqual(await tracks('六段'), ['六段の調', '乱']);
  assert.deepEqual(await tracks('段の調'), ['六段の調', '乱']);
  assert.deepEqual((await tracks('調')).toSorted(), ['乱', '六段の調'].toSorted());
  assert.deepEqual(await tracks('елка'), ['Ёлка']);
  assert.deepEqual(await tracks('чайков барк'), ['Баркарола']);
  assert.deepEqual(await tracks('gone song'), []);
});

eachDatabase('an unfinished word is found, however many words begin so', async (database) => {
  const letters = [...'abcdefghijklmnop'];
  const many = letters.flatMap((first) => letters.map((last) => ({ title: `Sonat${first}x${last}` })));
  const library = await open(database, [
    { title: 'More', artist: 'deadmau5', year: 2000, genre: 'X', tracks: [{ title: 'Blink-182' }, ...many] },
  ]);
  const find = async (query: string) =>
    (await library.search.find(ada, { query, tracks: { limit: 1 } })).tracks;
  assert.equal((await find('sonat')).cut, true);
  assert.equal((await find('sonatbxc')).hits[0]!.item.title, 'Sonatbxc');
  assert.equal((await find('sonatcx')).total, letters.length);
  assert.equal((await find('deadma blink')).hits[0]?.item.title, 'Blink-182');
  assert.equal((await find('more sonatdxa')).hits[0]?.item.title, 'Sonatdxa');
});

eachDatabase('every word may be a beginning when nothing else is found', async (database) => {
  const library = await open(database);
  const answer = await library.search.find(ada, { query: 'tick rid', tracks: {} });
  assert.deepEqual(
    [answer.corrected, answer.tracks.hits.map((hit) => hit.item.title)],
    [null, ['Ticket to Ride']],
  );
});

eachDatabase('typos are mended and the answer says how, unless what was typed is meant', async (database) => {
  const library = await open(database);
  const find = async (query: string, exact = false) => library.search.find(ada, { query, exact, ...all });
  const both = await find('beetles yestreday');
  assert.deepEqual([both.corrected, both.tracks.hits[0]!.item.title], ['beatles yesterday', 'Yesterday']);
  for (const [query, corrected] of [
    ['dvorka', 'dvořák'],
    ['rusallka', 'rusalka'],
    ['чайковски́й времина', 'чайковский времена'],
    ['frnak', 'frank'],
    ['chrales', 'charles'],
    ['rusla', 'rusalka'],
    ['beatlse abeb', 'beatles abbey'],
  ] as const) {
    assert.equal((await find(query)).corrected, corrected, query);
  }
  const exact = await find('beetles yestreday', true);
  assert.deepEqual([exact.corrected, exact.tracks.total], [null, 0]);
  assert.equal((await find('qqqqzzzz')).corrected, null);
});

eachDatabase(
  'an exact title stands before one that starts like it, before one that holds it; plays decide among equals',
  async (database) => {
    const library = await open(database, [
      {
        title: 'Songs',
        artist: 'Abba',
        year: 1990,
        genre: 'Pop',
        tracks: [
          { title: 'My Love' },
          { title: 'Love Me Do' },
          { title: 'Love' },
          { title: 'Lovely Day' },
          { title: 'True Love' },
        ],
      },
      { title: 'Love', artist: 'Courtney Love', year: 1991, genre: 'Pop', tracks: [{ title: 'Violet' }] },
    ]);
    await library.plays.add(ada, [
      { trackId: 5, client: 'x' },
      { trackId: 5, client: 'x', playedAt: smallNow - 1 },
    ]);
    const answer = await library.search.find(ada, { query: 'love', ...all });
    assert.deepEqual(
      answer.tracks.hits.map((hit) => hit.item.title),
      ['Love', 'Love Me Do', 'Lovely Day', 'True Love', 'My Love', 'Violet'],
    );
    assert.deepEqual(answer.best && [answer.best.kind, answer.best.item.id], ['album', 2]);
    assert.deepEqual(answer.tracks.hits[1]!.matches.name, [[0, 4]]);
    assert.equal(answer.tracks.cut, false);
  },
);

eachDatabase('what a viewer may not see is not found, nor counted', async (database) => {
  const library = await open(database);
  const cy = await library.access.viewerOf({ id: 3, role: 'member' });
  const answer = await library.search.find(cy, { query: 'yesterday', ...all });
  assert.deepEqual(
    answer.tracks.hits.map((hit) => hit.item.id).toSorted((a, b) => a - b),
    [3, 13, 14],
  );
  assert.equal(answer.tracks.total, 3);
  assert.ok(!answer.tracks.hits.some((hit) => hit.item.id === 16));
  assert.deepEqual((await library.search.find(cy, { query: 'secret', ...all })).albums.total, 0);
});

eachDatabase('playlists are found by name', async (database) => {
  const library = await open(database);
  await library.playlists.create(ada, { name: 'Soirée tchèque', trackIds: [6] });
  const answer = await library.search.find(ada, { query: 'tcheque', ...all });
  assert.deepEqual(
    answer.playlists.hits.map((hit) => [hit.item.name, hit.matches.name]),
    [['Soirée tchèque', [[7, 14]]]],
  );
});

eachDatabase('an empty query pages through the whole library in a stable order', async (database) => {
  const library = await open(database);
  for (const query of ['', '""', '  ']) {
    const seen: number[] = [];
    for (let offset = 0; ; offset += 4) {
      const { tracks } = await library.search.find(ada, { query, tracks: { offset, limit: 4 } });
      assert.equal(tracks.total, 15);
      if (tracks.hits.length === 0) break;
      seen.push(...tracks.hits.map((hit) => hit.item.id));
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16]);
  }
});

eachDatabase('more hits than are looked at are said to be cut', async (database) => {
  const tracks = Array.from({ length: 700 }, (_, index) => ({ title: `Prelude ${index}` }));
  const library = await open(database, [
    { title: 'Preludes', artist: 'Anna', year: 2000, genre: 'X', tracks: [...tracks, { title: 'Prelude' }] },
  ]);
  const answer = await library.search.find(ada, { query: 'prelude', tracks: { limit: 5 } });
  assert.equal(answer.tracks.cut, true);
  assert.equal(answer.tracks.hits[0]!.item.title, 'Prelude');
});

eachDatabase('a viewer who sees little of a large library still finds it', async (database) => {
  const closed = Array.from({ length: 700 }, (_, index) => ({ title: `Prelude ${index}` }));
  const library = await open(database, [
    { library: 2, title: 'Preludes', artist: 'Anna', year: 2000, genre: 'X', tracks: closed },
    { title: 'More', artist: 'Anna', year: 2000, genre: 'X', tracks: [{ title: 'Late Prelude' }] },
  ]);
  const answer = await library.search.find(
    { accountId: 3, libraryIds: [1] },
    { query: 'prelude', tracks: {} },
  );
  assert.deepEqual(
    answer.tracks.hits.map((hit) => hit.item.title),
    ['Late Prelude'],
  );
});

eachDatabase('no query is an error, whatever signs it holds', async (database) => {
  const library = await open(database);
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        '*',
        '(',
        ')',
        ':',
        '^',
        '-',
        '+',
        "'",
        '\\',
        '{',
        '}',
        ' ',
        'a',
        'AND',
        'OR',
        'NOT',
        'NEAR',
        '&',
        '|',
        '!',
        '<',
        '>',
        '%',
        '?',
        '$1',
        '六',
        '\u0000',
        '\ud800',
      ),
      maxLength: 20,
    }),
  );
  await fc.assert(
    fc.asyncProperty(nasty, async (query) => {
      const answer = await library.search.find(ada, { query, ...all });
      for (const hit of answer.tracks.hits)
        for (const [start, end] of hit.matches.name)
          assert.ok(start >= 0 && start < end && end <= hit.item.title.length);
    }),
    { numRuns: database.kind === 'sqlite' ? 300 : 100 },
  );
  for (const query of [
    '"',
    '*',
    'title:x',
    'a OR b',
    'NEAR(a b)',
    "'; DROP TABLE track; --",
    '\\',
    'x'.repeat(5000),
    '%_',
    'help!',
  ])
    await library.search.find(ada, { query, ...all });
  assert.equal(
    (await library.search.find(ada, { query: 'help!', tracks: {} })).tracks.hits[0]!.item.title,
    'Help!',
  );
});

test('the quick shape of a title is the same as that of the index', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(..."aZ9 -'’.&é六ß"), maxLength: 90 }),
  );
  fc.assert(
    fc.property(text, (title) => {
      const { key, words } = titleShape(title);
      assert.deepEqual([key, [...words]], [exactKey(title), foldedWords(title)]);
    }),
  );
});

test('the ranges are those of the shown name, whatever folding did to its length', () => {
  const ranges = (name: string, query: string) =>
    matchedRanges(name, wantedOf(query).words).map(([start, end]) => name.slice(start, end));
  assert.deepEqual(ranges('Antonín Dvořák', 'dvor'), ['Dvoř']);
  assert.deepEqual(ranges('Dvořák'.normalize('NFD'), 'dvorak'), ['Dvořák'.normalize('NFD')]);
  assert.deepEqual(ranges('Große Straße', 'strasse'), ['Straße']);
  assert.deepEqual(ranges("Don't Stop", 'dont'), ["Don't"]);
  assert.deepEqual(ranges('六段の調 live', '段の調 liv'), ['段の調', 'liv']);
  assert.deepEqual(ranges('Love Is Love', 'love'), ['Love', 'Love']);
  assert.deepEqual(ranges('ΟΔΟΣ', 'οδος'), ['ΟΔΟΣ']);
  assert.deepEqual(ranges('ﬁnal 𝓐lpha', 'final alpha'), ['ﬁnal', '𝓐lpha']);
});
