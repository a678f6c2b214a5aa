/** The same promises on both engines; PostgreSQL runs where it is installed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { eachDatabase } from '../../../test/databases.ts';
import { type Database, migrate, type Migration, objectsOf, openDatabase, type Rows } from './index.ts';
import { describeThings } from './procedure-fixtures.ts';

const things: Migration = {
  name: 'test-0001-things',
  statements: (words) => [
    `CREATE TABLE thing (id ${words.id}, name TEXT NOT NULL UNIQUE, good BOOLEAN NOT NULL, at BIGINT NOT NULL, body ${words.blob}, weight ${words.real})`,
  ],
};

eachDatabase('booleans, large integers and bytes come back as they went in', async (database) => {
  await migrate(database, [things]);
  const row = {
    id: 7,
    name: 'Dvořák',
    good: true,
    at: 1_900_000_000_123,
    body: Buffer.from([0, 255]),
    weight: 0.5,
  };
  await database.write.insertInto('thing').values(row).execute();
  const found = await database.read.selectFrom('thing').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual({ ...found, body: Buffer.from(found.body) }, row);
});

eachDatabase('bulk inserts, overwrites and deletes in one transaction', async (database) => {
  await migrate(database, [things]);
  const columns = ['id', 'name', 'good', 'at', 'body', 'weight'];
  const rows = [1, 2, 3].map((id) => [id, `n${id}`, id > 1, id * 10, new Uint8Array([id]), null]);
  await database.bulk([{ kind: 'upsert', table: 'thing', columns, rows }]);
  await database.bulk([
    {
      kind: 'upsert',
      table: 'thing',
      columns,
      rows: [[2, 'n2', false, 99, null, 1.5]],
      keys: ['id'],
      update: ['good', 'at'],
    },
    { kind: 'delete', table: 'thing', keys: ['id'], rows: [[3]] },
    { kind: 'each', sql: 'UPDATE thing SET weight = ? WHERE id = ?', rows: [[4.5, 1]] },
  ]);
  const found = await database.read
    .selectFrom('thing')
    .select(['id', 'good', 'at', 'weight'])
    .orderBy('id')
    .execute();
  assert.deepEqual(
    found.map((row) => [row.id, row.good, row.at, row.weight]),
    [
      [1, false, 10, 4.5],
      [2, false, 99, null],
    ],
  );
  assert.deepEqual(
    [...(await database.readIds('SELECT id FROM thing WHERE id > ? ORDER BY id DESC', [0]))],
    [2, 1],
  );
});

eachDatabase('a bulk that breaks a rule changes nothing', async (database) => {
  await migrate(database, [things]);
  const columns = ['id', 'name', 'good', 'at'];
  const rows = [
    [1, 'same', true, 1],
    [2, 'same', true, 1],
  ];
  await assert.rejects(database.bulk([{ kind: 'upsert', table: 'thing', columns, rows }]), {
    code: 'DATABASE_CONSTRAINT',
  });
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*) AS n FROM thing`.execute(database.read);
  assert.equal(counted[0]!.n, 0);
});

eachDatabase('a procedure asks where the rows are, and what it answers comes back', async (database) => {
  await migrate(database, [things]);
  const columns = ['id', 'name', 'good', 'at', 'weight'];
  const rows = [1, 2, 3].map((id) => [id, `n${id}`, id > 1, id, id / 2]);
  await database.bulk([{ kind: 'upsert', table: 'thing', columns, rows }]);
  const { ids, named } = (await database.run(describeThings, { above: 1 })) as { ids: unknown; named: Rows };
  assert.deepEqual(ids, [[2], [3]]);
  assert.deepEqual(objectsOf(named), [{ id: 2, good: true, weight: 1 }]);
  await assert.rejects(database.run(describeThings, { above: 1, sql: 'SELECT ? FROM nowhere' }));
});

eachDatabase('readers do not wait for an open transaction', async (database) => {
  await migrate(database, [things]);
  await database.write.transaction().execute(async (trx) => {
    await trx.insertInto('thing').values({ id: 1, name: 'x', good: true, at: 1 }).execute();
    const seen = await database.read.selectFrom('thing').select('id').execute();
    assert.equal(seen.length, 0);
  });
  assert.equal((await database.read.selectFrom('thing').select('id').execute()).length, 1);
});

eachDatabase('migrations run once, and a database of a newer version is refused', async (database) => {
  assert.deepEqual(await migrate(database, [things]), ['test-0001-things']);
  assert.deepEqual(await migrate(database, [things]), []);
  await assert.rejects(migrate(database, []), { code: 'DATABASE_NEWER' });
});

eachDatabase('a hundred writers at once all succeed', async (database) => {
  await migrate(database, [things]);
  const write = (id: number) =>
    database.write
      .insertInto('thing')
      .values({ id, name: `n${id}`, good: false, at: id })
      .execute();
  await Promise.all(Array.from({ length: 100 }, (_, id) => write(id + 1)));
  assert.equal((await database.readIds('SELECT id FROM thing')).length, 100);
});

test('an unreachable PostgreSQL is named without its password', async () => {
  const { openDatabase } = await import('./index.ts');
  await assert.rejects(openDatabase('postgres://me:secret@127.0.0.1:1/none'), (error: Error) => {
    assert.match(error.message, /127\.0\.0\.1:1/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

eachDatabase('a read that takes long does not hold up the others', async (database) => {
  const ended: string[] = [];
  const count = (to: number) =>
    sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.lit(to)}) SELECT COUNT(*) FROM n`;
  // All threads are there, so that none has to start while another answers.
  await Promise.all([count(1).execute(database.read), count(1).execute(database.read)]);
  await Promise.all([
    count(3_000_000)
      .execute(database.read)
      .then(() => ended.push('long')),
    count(1)
      .execute(database.read)
      .then(() => ended.push('short')),
  ]);
  assert.deepEqual(ended, ['short', 'long']);
});

/** A database, and a thread that writes one batch after the other into it, as a scan does. */
async function openWithScan(t: TestContext, sizeMb = 0): Promise<{ database: Database; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-turns-'));
  const file = join(folder, 'state.db');
  const database = await openDatabase(file);
  await migrate(database, [things]);
  const body = new Uint8Array(40_000);
  const rows = Array.from({ length: sizeMb * 25 }, (_, at) => [at + 10_000, `big ${at}`, true, 0, body]);
  await database.bulk([
    { kind: 'upsert', table: 'thing', columns: ['id', 'name', 'good', 'at', 'body'], rows },
  ]);
  const source = `
    import { openDatabaseHere } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
    import { parentPort, workerData } from 'node:worker_threads';
    const database = await openDatabaseHere(workerData);
    for (let batch = 0; ; batch++) {
      const rows = Array.from({ length: 4000 }, (_, at) => [at + 100, 'n' + at, true, batch]);
      await database.bulk([{ kind: 'upsert', table: 'thing', columns: ['id', 'name', 'good', 'at'], rows, keys: ['id'], update: ['at'] }]);
      if (batch === 3) parentPort.postMessage('writing');
    }`;
  const scan = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    workerData: file,
  });
  t.after(async () => {
    await scan.terminate();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await once(scan, 'message');
  return { database, folder };
}

test('whoever writes waits for one batch of a scan at most, however busy the scan is', async (t) => {
  const { database } = await openWithScan(t);
  const times: number[] = [];
  for (let at = 1; at <= 40; at++) {
    const startedAt = performance.now();
    await database.write
      .insertInto('thing')
      .values({ id: at, name: `person ${at}`, good: true, at: 0 })
      .execute();
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  assert.ok(times[20]! < 250, `half of the writes took longer than ${times[20]!.toFixed(0)} ms`);
  assert.ok(times.at(-1)! < 2000, `one write took ${times.at(-1)!.toFixed(0)} ms`);
});

test('a copy is made and whole while a scan writes without a pause', { timeout: 30_000 }, async (t) => {
  const { database, folder } = await openWithScan(t, 20);
  await database.copyTo(join(folder, 'copy.db'));
  const copy = await openDatabase(join(folder, 'copy.db'));
  const check = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(copy.read);
  const [batches] = await copy.readIds('SELECT COUNT(DISTINCT at) FROM thing WHERE body IS NULL');
  await copy.close();
  assert.equal(check.rows[0]!.integrity_check, 'ok');
  assert.equal(batches, 1, 'a batch is in it as a whole or not at all');
});

test('a reading thread that dies fails what it was asked, and another takes its place', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-db-'));
  const readers: Worker[] = [];
  const keep = (thread: Worker) => void (thread.threadName !== 'sqlite-write' && readers.push(thread));
  process.on('worker', keep);
  const database = await openDatabase(join(folder, 'state.db'));
  t.after(() => {
    process.off('worker', keep);
    rmSync(folder, { recursive: true });
  });
  const ask = () =>
    Promise.all([
      ...Array.from({ length: 6 }, () => database.readIds('SELECT 1')),
      database.readIds('SELECT 1', [], { long: true }),
    ]);
  await ask();
  assert.equal(readers.length, 3);
  await Promise.all(readers.map((thread) => thread.terminate()));
  assert.equal((await ask()).length, 7);
  assert.equal(readers.length, 6, 'one for each that died');
  await database.close();
  await assert.rejects(ask(), /closed/i);
  assert.equal(readers.length, 6);
});

test('a writing thread that dies takes its transaction with it, and another takes its place', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-db-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const database = await openDatabase(join(folder, 'state.db'));
  const { write } = database;
  await sql`CREATE TABLE word (text TEXT)`.execute(write);
  const thread = await first;
  const broken = write.transaction().execute(async (transaction) => {
    await sql`INSERT INTO word VALUES ('half')`.execute(transaction);
    await thread.terminate();
    await sql`INSERT INTO word VALUES ('other half')`.execute(transaction);
  });
  const next = sql`INSERT INTO word VALUES ('whole')`.execute(write);
  await assert.rejects(broken, { code: 'DATABASE_THREAD_ENDED' });
  await next;
  await database.bulk([{ kind: 'upsert', table: 'word', columns: ['text'], rows: [['more']] }]);
  const { rows } = await sql<{ text: string }>`SELECT text FROM word`.execute(database.read);
  assert.deepEqual(
    rows.map((row) => row.text),
    ['whole', 'more'],
  );
  await database.close();
});

test('a database closes also where nothing can be written any more', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-db-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const writer = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const database = await openDatabase(join(folder, 'state.db'));
  await (await writer).terminate();
  await database.close();
});
