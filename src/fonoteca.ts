/**
 * Opens the rooms and hands them out: the only place that knows all of them. The server and the command line work with
 * what this returns; `close` ends everything in the reverse order.
 */
import { mkdirSync } from 'node:fs';
import { sql } from 'kysely';
import { type Audit, auditMigrations, openAudit } from '#audit/index.ts';
import { type Clock, systemClock } from '#base/clock.ts';
import type { Config } from '#base/config.ts';
import {
  type Database,
  instanceMigrations,
  migrate,
  openDatabase,
  publicIdKey,
  withSchema,
} from '#base/database/index.ts';
import { createPublicIds, type PublicIds } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import { openSecrets } from '#base/secrets.ts';
import { type Guard, guardMigrations, openGuard } from '#guard/index.ts';
import {
  type Background,
  createBackground,
  createLibraries,
  createScanner,
  type Libraries,
  type Library,
  libraryMigrations,
  type LibrarySchema,
  openLibrary,
  type Scanner,
} from '#library/index.ts';
import { openPlayback, type Playback } from '#playback/index.ts';

export interface Fonoteca {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly ids: PublicIds;
  readonly audit: Audit;
  readonly guard: Guard;
  readonly library: Library;
  readonly libraries: Libraries;
  readonly scanner: Scanner;
  /** Digests, loudness, pictures: rests until it is started. */
  readonly background: Background;
  readonly playback: Playback;
  /** Throws when the database does not answer. */
  checkDatabase(): Promise<void>;
  close(): Promise<void>;
}

/** Opens everything over a migrated database. What fails to open closes what was opened before it. */
export async function openFonoteca({ config, log }: { config: Config; log: Log }): Promise<Fonoteca> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const clock = systemClock;
  const database = await openDatabase(config.database);
  try {
    const ran = await migrate(database, [
      ...instanceMigrations,
      ...auditMigrations,
      ...guardMigrations,
      ...libraryMigrations,
    ]);
    if (ran.length > 0) log.debug({ migrations: ran }, 'the database was brought up to date');
    return await openRooms({ config, log, clock, database });
  } catch (error) {
    await database.close();
    throw error;
  }
}

type Ground = Pick<Fonoteca, 'config' | 'log' | 'clock' | 'database'>;

async function openRooms(ground: Ground): Promise<Fonoteca> {
  const { config, log, clock, database } = ground;
  const secrets = await openSecrets(config.secretsFile);
  for (const warning of secrets.warnings) log.warn(warning);
  const ids = createPublicIds(await publicIdKey(database));
  const audit = openAudit({ database, clock });
  const guard = await openGuard({ database, secrets, audit, clock, log });
  const library = openLibrary({ database: withSchema<LibrarySchema>(database), clock });
  const libraries = createLibraries({ database, clock });
  const scanner = openScanner(ground, guard);
  const background = createBackground({
    database,
    clock,
    scanner,
    log: logTo(log),
    kinds: config.scan.analyse ? ['artwork', 'essence', 'loudness'] : ['artwork', 'essence'],
  });
  const playback = await openPlayback(config);
  return {
    ...ground,
    ids,
    audit,
    guard,
    library,
    libraries,
    scanner,
    background,
    playback,
    checkDatabase: async () => void (await sql`SELECT 1`.execute(database.read)),
    close: async () => {
      await background.close();
      await scanner.close();
      await playback.close();
      library.close();
      await guard.close();
      await database.close();
    },
  };
}

/** The library's way of saying things, as the log takes them. */
export function logTo(log: Log) {
  return (level: 'info' | 'warn' | 'error', message: string, details?: Record<string, unknown>): void =>
    log[level](details ?? {}, message);
}

function openScanner({ config, log, clock, database }: Ground, guard: Guard): Scanner {
  return createScanner({
    database,
    clock,
    ...(config.scan.tagThreads !== undefined && { tagThreads: config.scan.tagThreads }),
    leaseMs: config.scan.leaseSeconds * 1000,
    log: logTo(log),
    // Playlist files among the music belong to the first admin, who put them there.
    playlistOwner: async () => {
      const accounts = await guard.accounts.list();
      const admins = accounts.filter((account) => account.role === 'admin');
      return admins.sort((a, b) => a.createdAt - b.createdAt)[0]?.id ?? null;
    },
  });
}
