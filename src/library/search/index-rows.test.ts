import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { eachDatabase } from '../../../test/databases.ts';
import { fillSmallLibrary } from '../../../test/small-library.ts';
import { withSchema } from '#base/database/index.ts';
import type { LibrarySchema } from '../schema.ts';
import { createSearchIndexer, exactKey, searchRow } from './index-rows.ts';
import { tidySearchIndex } from './tidy.ts';

test('the words of the title and of the rest stand apart, folded, each once', () => {
  const row = searchRow({
    id: 7,
    title: 'Rusalka: Měsíčku',
    others: ['Dvořák', 'Rusalka', null, '六段の調'],
  });
  assert.deepEqual(row, {
    id: 7,
    title: 'rusalka mesicku',
    rest: 'dvorak 六段 段の の調 調',
    exact: 'rusalkamesicku',
    terms: ['rusalka', 'mesicku', 'dvorak'],
  });
});

test('a title of signs alone still has an exact key, and an overlong one is cut', () => {
  assert.equal(exactKey('!!!'), 'sign212121');
  assert.equal(exactKey('R.E.M.'), exactKey('rem'));
  assert.ok(exactKey('x'.repeat(4000)).length <= 64);
  assert.ok(exactKey(`${'x'.repeat(63)}𝒳𝒳`).isWellFormed());
});

eachDatabase('an item put twice stands in the index once, and not at all once removed', async (database) => {
  await fillSmallLibrary(database, []);
  const indexer = createSearchIndexer(database.kind);
  const find = async (word: string) => [
    ...(await database.readIds(
      database.kind === 'sqlite'
        ? `SELECT rowid FROM track_search WHERE track_search MATCH ?`
        : `SELECT rowid FROM track_search WHERE words @@ ?::tsquery`,
      [word],
    )),
  ];
  await database.bulk(indexer.put('track', [{ id: 5, title: 'Yesterday', others: ['The Beatles'] }]));
  await database.bulk(indexer.put('track', [{ id: 5, title: 'Tomorrow', others: ['The Beatles'] }]));
  assert.deepEqual(await find('tomorrow'), [5]);
  assert.deepEqual(await find('yesterday'), []);
  assert.deepEqual(await find('beatles'), [5]);
  const terms = await sql<{ term: string }>`SELECT term FROM search_term ORDER BY term`.execute(
    database.read,
  );
  assert.deepEqual(
    terms.rows.map((row) => row.term),
    ['beatles', 'the', 'tomorrow', 'yesterday'],
  );
  await database.bulk(indexer.remove('track', [5]));
  assert.deepEqual(await find('beatles'), []);
});

eachDatabase('what many transactions wrote is joined, and all of it is found', async (database) => {
  await fillSmallLibrary(database, []);
  const indexer = createSearchIndexer(database.kind);
  for (let id = 1; id <= 40; id++)
    await database.bulk(indexer.put('track', [{ id, title: `Song ${id}`, others: ['Anna'] }]));
  const pieceCount = async () =>
    database.kind === 'sqlite'
      ? (await database.readIds('SELECT COUNT(DISTINCT segid) FROM track_search_idx'))[0]!
      : 1;
  const before = await pieceCount();
  await tidySearchIndex(withSchema<LibrarySchema>(database));
  assert.ok(database.kind === 'postgres' || (before > 2 && (await pieceCount()) <= 2), `${before} pieces`);
  const found = await database.readIds(
    database.kind === 'sqlite'
      ? 'SELECT rowid FROM track_search WHERE track_search MATCH ?'
      : 'SELECT rowid FROM track_search WHERE words @@ ?::tsquery',
    ['song'],
  );
  assert.equal(found.length, 40);
});
