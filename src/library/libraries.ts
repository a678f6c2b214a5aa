/** The folders that Fonoteca plays from: adding, listing, changing and removing them, and who may see which. */
import { realpathSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Clock, systemClock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { messageOf } from '#base/errors.ts';
import { displayPath, pathText, systemPath } from '#base/paths.ts';
import { sql } from 'kysely';
import { LibraryError } from './errors.ts';
import { isWithin } from './scan/phase-1-walk.ts';
import type { LibrarySchema } from './schema.ts';
import { createSearchIndexer } from './search/index-rows.ts';

/** A library as the admin page shows it; times are milliseconds since 1970. */
export interface LibraryInfo {
  readonly id: number;
  readonly name: string;
  /** The folder's absolute path. */
  readonly root: string;
  readonly createdAt: number;
  readonly scannedAt: number | null;
  readonly trackCount: number;
  readonly missingCount: number;
  readonly sizeBytes: number;
  /** True when changes in the folder are looked for by themselves. */
  readonly watch: boolean;
  /** Numbers of the accounts that may see it; null: everyone. */
  readonly memberIds: readonly number[] | null;
}

export interface NewLibrary {
  readonly root: string;
  /** The folder's name when absent. */
  readonly name?: string;
}

export interface LibraryChange {
  readonly name?: string;
  readonly watch?: boolean;
  readonly memberIds?: readonly number[] | null;
}

export interface Libraries {
  /**
   * Adds a folder; one that is there already is answered as it is. Throws LIBRARY_NOT_A_FOLDER and, when one folder
   * lies in the other, LIBRARY_OVERLAPS. Does not scan.
   */
  add(library: NewLibrary): Promise<LibraryInfo>;
  list(): Promise<LibraryInfo[]>;
  get(id: number): Promise<LibraryInfo | undefined>;
  /** Throws LIBRARY_NOT_FOUND. */
  update(id: number, change: LibraryChange): Promise<LibraryInfo>;
  /** Forgets the library with its tracks, their marks and plays; no file is touched. Throws LIBRARY_NOT_FOUND. */
  remove(id: number): Promise<void>;
}

export function createLibraries(options: { readonly database: Database; readonly clock?: Clock }): Libraries {
  const database = withSchema<LibrarySchema>(options.database);
  const clock = options.clock ?? systemClock;

  const list = async (id?: number): Promise<LibraryInfo[]> => {
    const rows = await database.read
      .selectFrom('library')
      .selectAll()
      .$if(id !== undefined, (query) => query.where('id', '=', id!))
      .orderBy('id')
      .execute();
    const counts = await database.read
      .selectFrom('track')
      .select([
        'library_id',
        sql<boolean | number>`missing_since IS NOT NULL`.as('gone'),
        sql<number>`COUNT(*)`.as('count'),
        sql<number>`SUM(size_bytes)`.as('size'),
      ])
      .$if(id !== undefined, (query) => query.where('library_id', '=', id!))
      .groupBy(['library_id', 'gone'])
      .execute();
    const members = await database.read
      .selectFrom('library_member')
      .select(['library_id', 'account_id'])
      .orderBy('account_id')
      .execute();
    const countOf = (libraryId: number, gone: boolean) =>
      counts.find((row) => row.library_id === libraryId && Boolean(row.gone) === gone);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      root: row.root,
      createdAt: row.created_at,
      scannedAt: row.scanned_at,
      watch: row.watch,
      trackCount: countOf(row.id, false)?.count ?? 0,
      missingCount: countOf(row.id, true)?.count ?? 0,
      sizeBytes: countOf(row.id, false)?.size ?? 0,
      memberIds: row.members_only
        ? members.filter((member) => member.library_id === row.id).map((member) => member.account_id)
        : null,
    }));
  };

  const get = async (id: number): Promise<LibraryInfo | undefined> => (await list(id))[0];

  const mustGet = async (id: number): Promise<LibraryInfo> => {
    const found = await get(id);
    if (!found) throw new LibraryError('LIBRARY_NOT_FOUND', { id });
    return found;
  };

  const add = async ({ root: given, name }: NewLibrary): Promise<LibraryInfo> => {
    const root = realFolder(given);
    const others = await database.read.selectFrom('library').select(['id', 'name', 'root']).execute();
    const same = others.find((other) => other.root === root);
    if (same) return mustGet(same.id);
    const near = others.find(
      (other) => isWithin(root, slashless(other.root)) || isWithin(other.root, slashless(root)),
    );
    if (near)
      throw new LibraryError('LIBRARY_OVERLAPS', {
        root: displayPath(root),
        name: near.name,
        other: displayPath(near.root),
      });
    const shown = name?.trim() || displayPath(basename(root)) || 'Music';
    const row = await database.write
      .insertInto('library')
      .values({ name: shown, root, created_at: clock.now(), scanned_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return mustGet(row.id);
  };

  const update = async (id: number, change: LibraryChange): Promise<LibraryInfo> => {
    await mustGet(id);
    const { name, watch, memberIds } = change;
    const set = {
      ...(name?.trim() && { name: name.trim() }),
      ...(watch !== undefined && { watch }),
      ...(memberIds !== undefined && { members_only: memberIds !== null }),
    };
    await database.write.transaction().execute(async (trx) => {
      if (Object.keys(set).length > 0)
        await trx.updateTable('library').set(set).where('id', '=', id).execute();
      if (memberIds === undefined) return;
      await trx.deleteFrom('library_member').where('library_id', '=', id).execute();
      const rows = [...new Set(memberIds)].map((account_id) => ({ library_id: id, account_id }));
      if (rows.length > 0) await trx.insertInto('library_member').values(rows).execute();
      await trx
        .updateTable('counter')
        .set(({ eb }) => ({ value: eb('value', '+', 1) }))
        .where('name', '=', 'library_version')
        .execute();
    });
    return mustGet(id);
  };

  const remove = async (id: number): Promise<void> => {
    await mustGet(id);
    await removeLibrary(options.database, id);
  };

  return { add, list: () => list(), get, update, remove };
}

/** In steps, so that no reader or writer waits for the deletion of a million rows at once. */
async function removeLibrary(plain: Database, id: number): Promise<void> {
  const database = withSchema<LibrarySchema>(plain);
  const indexer = createSearchIndexer(plain.kind);
  for (const [kind, table] of [
    ['track', 'track'],
    ['album', 'album'],
  ] as const) {
    await plain.bulk([keepNumbers(table)]);
    for (;;) {
      const rows = await database.read
        .selectFrom(table)
        .select('id')
        .where('library_id', '=', id)
        .limit(500)
        .execute();
      if (rows.length === 0) break;
      const ids = rows.map((row) => [row.id]);
      await plain.bulk([
        ...indexer.remove(
          kind,
          rows.map((row) => row.id),
        ),
        { kind: 'each', sql: `DELETE FROM mark WHERE kind = '${kind}' AND item_id = ?`, rows: ids },
        { kind: 'delete', table, keys: ['id'], rows: ids },
      ]);
    }
  }
  await plain.bulk([
    keepNumbers('artwork'),
    keepNumbers('folder'),
    { kind: 'delete', table: 'library', keys: ['id'], rows: [[id]] },
    { kind: 'each', sql: "UPDATE counter SET value = value + 1 WHERE name = 'library_version'", rows: [[]] },
  ]);
}

/** Numbers of rows that go are never given out again; see scan/numbers.ts. */
export function keepNumbers(table: string) {
  const sqlText = `INSERT INTO counter (name, value) SELECT 'next_${table}', COALESCE(MAX(id), 0) + 1 FROM ${table} WHERE TRUE
    ON CONFLICT (name) DO UPDATE SET value = CASE WHEN excluded.value > counter.value THEN excluded.value ELSE counter.value END`;
  return { kind: 'each', sql: sqlText, rows: [[]] } as const;
}

function realFolder(given: string): string {
  try {
    const root = pathText(realpathSync(systemPath(resolve(given)), { encoding: 'buffer' }));
    if (statSync(systemPath(root)).isDirectory()) return root;
  } catch (error) {
    throw new LibraryError(
      'LIBRARY_NOT_A_FOLDER',
      { root: displayPath(given), reason: messageOf(error) },
      { cause: error },
    );
  }
  throw new LibraryError('LIBRARY_NOT_A_FOLDER', { root: displayPath(given), reason: 'it is a file' });
}

/** '/' as the folder that everything lies in, for isWithin. */
const slashless = (path: string): string => (path === '/' ? '' : path);
