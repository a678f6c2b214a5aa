/**
 * Opens the rooms and hands them out: the only place that knows all of them. The server and the command line work with
 * what this returns; `close` ends everything in the reverse order.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Audit, auditMigrations, openAudit } from '#audit/index.ts';
import { type Clock, systemClock } from '#base/clock.ts';
import type { Config } from '#base/config.ts';
import { type Database, instanceMigrations, migrate, openDatabase, publicIdKey, withSchema } from '#base/database/index.ts';
import { createPublicIds, type PublicIds } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import { openSecrets } from '#base/secrets.ts';
import { type Guard, guardMigrations, openGuard } from '#guard/index.ts';
import { createLibraryWork, type Library, libraryMigrations, type LibrarySchema, type LibraryWork, openLibrary } from '#library/index.ts';
import { openPlayback, type Playback } from '#playback/index.ts';

export interface Fonoteca extends LibraryWork {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly ids: PublicIds;
  readonly audit: Audit;
  readonly guard: Guard;
  readonly library: Library;
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
    const ran = await migrate(database, [...instanceMigrations, ...auditMigrations, ...guardMigrations, ...libraryMigrations]);
    if (ran.length > 0) log.debug({ migrations: ran }, 'the database was brought up to date');
    return await openRooms({ config, log, clock, database });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openRooms({ config, log, clock, database }: Pick<Fonoteca, 'config' | 'log' | 'clock' | 'database'>): Promise<Fonoteca> {
  const secrets = await openSecrets(config.secretsFile);
  for (const warning of secrets.warnings) log.warn(warning);
  const ids = createPublicIds(await publicIdKey(database));
  const audit = openAudit({ database, clock });
  const guard = await openGuard({ database, secrets, audit, clock, log });
  const library = openLibrary({ database: withSchema<LibrarySchema>(database), clock });
  const work = createLibraryWork({ database: withSchema<LibrarySchema>(database), clock, log, scan: config.scan });
  const playback = await openPlayback({ cacheFolder: join(config.dataFolder, 'cache'), media: config.media, accel: config.accel });
  return {
    ...work, config, log, clock, database, ids, audit, guard, library, playback,
    checkDatabase: async () => void (await sql`SELECT 1`.execute(database.read)),
    close: async () => {
      await work.close();
      await playback.close();
      library.close();
      await guard.close();
      await database.close();
    },
  };
}
