import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { eachDatabase } from '../../../test/databases.ts';
import { fillSmallLibrary } from '../../../test/small-library.ts';
import { createSearchIndexer, exactKey, searchRow } from './index-rows.ts';

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
