/** One test, run on each engine with an empty database of its own: SQLite always, PostgreSQL where it is installed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { type Database, openDatabase } from '#base/database/index.ts';
import {
  dropPostgresDatabase,
  makePostgresDatabase,
  type PostgresServer,
  startPostgres,
} from './postgres.ts';
import { requires } from './requires.ts';

/** Declares `title` twice: '… (sqlite)' and '… (postgres)'. `address` opens the same database once more. */
export function eachDatabase(
  title: string,
  body: (database: Database, t: TestContext, address: string) => Promise<void>,
): void {
  test(`${title} (sqlite)`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'fonoteca-db-'));
    const address = join(folder, 'state.db');
    await withDatabase(address, (database) => body(database, t, address));
    rmSync(folder, { recursive: true, force: true });
  });
  test(`${title} (postgres)`, async (t) => {
    if (!requires(t, 'postgres')) return;
    const server = await sharedServer();
    const address = await makePostgresDatabase(server);
    try {
      await withDatabase(address, (database) => body(database, t, address));
    } finally {
      await dropPostgresDatabase(server, address);
    }
  });
}

async function withDatabase(address: string, body: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(address);
  try {
    await body(database);
  } finally {
    await database.close();
  }
}

let own: Promise<PostgresServer> | undefined;

/** The URL of the server that test/run.ts started, or of one that lives as long as this test file. */
export async function sharedServer(): Promise<string> {
  const given = process.env['FONOTECA_TEST_POSTGRES'];
  if (given) return given;
  own ??= startPostgres();
  return (await own).url;
}

after(async () => {
  if (own) await (await own).stop();
});
