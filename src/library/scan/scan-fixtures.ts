/** A music folder, a database with accounts and a scanner, for the tests of the scan. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { sql } from 'kysely';
import { type Database, migrate } from '#base/database/index.ts';
import { guardMigrations } from '#guard/migrations/index.ts';
import { createLibraries, type Libraries } from '../libraries.ts';
import { libraryMigrations } from '../migrations/index.ts';
import { createScanner, type Scanner, type ScannerOptions } from './scanner.ts';
import type { ScanRequest, ScanStatus } from './types.ts';

export interface Shelf {
  readonly root: string;
  readonly scanner: Scanner;
  readonly libraries: Libraries;
  readonly libraryId: number;
  readonly accountId: number;
  /** Writes a file under the root, with an own time, so that no two files are alike by chance. */
  put(path: string, bytes: Buffer | string): void;
  move(from: string, to: string): void;
  remove(path: string): void;
  /** Scans and answers with how it ended; throws when the scan failed. */
  scan(request?: ScanRequest): Promise<ScanStatus>;
  rows<T extends object = Record<string, unknown>>(query: string): Promise<T[]>;
  /** The one track with this title. */
  track(title: string): Promise<TrackFacts>;
  star(kind: 'track' | 'album' | 'artist', id: number): Promise<void>;
}

export interface TrackFacts {
  readonly id: number;
  readonly album_id: number;
  readonly path: string;
  readonly missing_since: number | null;
  readonly library_id: number;
}

let clock = Date.UTC(2020, 0, 1) / 1000;

/** An empty database's tables, an account, a library and its scanner, all gone when the test is over. */
export async function openShelf(
  t: TestContext,
  database: Database,
  options: Partial<ScannerOptions> = {},
): Promise<Shelf> {
  await prepare(database);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fonoteca-music-')));
  const libraries = createLibraries({ database });
  const library = await libraries.add({ root });
  const account = await sql<{ id: number }>`SELECT id FROM account ORDER BY id LIMIT 1`.execute(
    database.read,
  );
  const accountId = account.rows[0]!.id;
  const scanner = createScanner({
    database,
    tagThreads: 1,
    walkThreads: 1,
    playlistOwner: async () => accountId,
    ...options,
  });
  t.after(async () => {
    await scanner.close();
    rmSync(root, { recursive: true, force: true });
  });
  const put = (path: string, bytes: Buffer | string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
    utimesSync(join(root, path), clock, clock);
    clock += 10;
  };
  const rows = async <T extends object>(query: string): Promise<T[]> =>
    (await sql.raw<T>(query).execute(database.read)).rows;
  return {
    root,
    scanner,
    libraries,
    libraryId: library.id,
    accountId,
    put,
    rows,
    move: (from, to) => {
      mkdirSync(dirname(join(root, to)), { recursive: true });
      renameSync(join(root, from), join(root, to));
    },
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    scan: async (request) => {
      await scanner.start(request);
      await scanner.idle();
      const status = await scanner.status();
      if (status.outcome !== 'done') throw new Error(`${status.outcome}: ${status.error}`);
      return status;
    },
    track: async (title) => {
      const found = await sql<TrackFacts>`
        SELECT track.id, track.album_id, folder.path || '/' || track.file_name AS path, track.missing_since, track.library_id
        FROM track JOIN folder ON folder.id = track.folder_id WHERE track.title = ${title}`.execute(
        database.read,
      );
      if (found.rows.length !== 1) throw new Error(`${found.rows.length} tracks are called "${title}"`);
      return found.rows[0]!;
    },
    star: async (kind, id) => {
      await database.write
        .insertInto('mark')
        .values({
          account_id: accountId,
          kind,
          item_id: id,
          starred_at: 1,
          rating: 5,
          play_count: 3,
          played_at: 2,
        })
        .execute();
    },
  };
}

/** Runs the migrations and makes the first account, once for each database. */
export async function prepare(database: Database): Promise<void> {
  await migrate(database, [...guardMigrations, ...libraryMigrations]);
  const known = await sql<{ id: number }>`SELECT id FROM account`.execute(database.read);
  if (known.rows.length > 0) return;
  await database.write
    .insertInto('account')
    .values({ name: 'anna', name_key: 'anna', role: 'admin', password_hash: '', created_at: 0 })
    .execute();
}
