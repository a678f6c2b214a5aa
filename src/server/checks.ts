/**
 * What Fonoteca stands on, looked at: data folder, disk, secrets, database, ffmpeg, music folders. For `fonoteca
 * doctor` and the About page: each check says what it saw and, where something is not right, what to do.
 */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { Config } from '#base/config.ts';
import { type Database, openDatabase } from '#base/database/index.ts';
import { messageOf } from '#base/errors.ts';
import { displayPath, systemPath } from '#base/paths.ts';
import { findFfmpeg, useFfmpeg } from '#media/index.ts';

export interface Check {
  readonly name: string;
  /** `optional`: Fonoteca works without it, and says what it would bring. */
  readonly state: 'good' | 'optional' | 'bad';
  readonly message: string;
  readonly advice: string | null;
}

const freeBytesMin = 1_000_000_000;

/** Looks at everything; opens and closes the database by itself unless one is given. */
export async function checkInstallation(config: Config, opened?: Database): Promise<Check[]> {
  return [
    checkRuntime(),
    checkFolder(config),
    checkDisk(config),
    checkSecrets(config),
    await checkFfmpeg(config),
    ...(await checkDatabase(config, opened)),
  ];
}

const good = (name: string, message: string): Check => ({ name, state: 'good', message, advice: null });
const bad = (name: string, message: string, advice: string): Check => ({
  name,
  state: 'bad',
  message,
  advice,
});

function checkRuntime(): Check {
  return good('Node', `${process.versions.node}, SQLite ${process.versions['sqlite'] ?? 'built in'}`);
}

/** Only looks: where the folder is not there yet, the nearest one above it tells whether it can be made. */
function checkFolder({ dataFolder }: Config): Check {
  const place = nearestFolder(dataFolder);
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!statSync(place).isDirectory()) throw new Error(`${place} is a file`);
    return good(
      'Data folder',
      place === dataFolder ? dataFolder : `will be made at the first start: ${dataFolder}`,
    );
  } catch (error) {
    return bad(
      'Data folder',
      messageOf(error),
      `Make ${dataFolder} writable for this user, or name another folder with FONOTECA_DATA.`,
    );
  }
}

function checkDisk({ dataFolder }: Config): Check {
  const { bavail, bsize } = statfsSync(nearestFolder(dataFolder));
  const free = bavail * bsize;
  const words = `${(free / 1e9).toFixed(1)} GB free`;
  return free >= freeBytesMin
    ? good('Disk', words)
    : bad('Disk', words, 'Free some space: the database, artwork and transcodes need about a gigabyte.');
}

/** The folder itself, or the first above it that exists. */
function nearestFolder(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestFolder(dirname(path));
}

function checkSecrets({ secretsFile }: Config): Check {
  if (!existsSync(secretsFile)) return good('Secrets', `will be made at the first start: ${secretsFile}`);
  const open = (statSync(secretsFile).mode & 0o077) !== 0;
  return open
    ? bad('Secrets', `${secretsFile} can be read by others`, `chmod 600 ${secretsFile}`)
    : good('Secrets', secretsFile);
}

async function checkFfmpeg({ media }: Config): Promise<Check> {
  useFfmpeg(media.ffmpeg);
  const found = await findFfmpeg();
  if (found) return good('ffmpeg', `${found.version} at ${found.path}`);
  return {
    name: 'ffmpeg',
    state: 'optional',
    message:
      'not found: music plays in every format that the browser or app can decode itself, but is not converted to others',
    advice: process.platform === 'darwin' ? 'brew install ffmpeg' : 'sudo apt-get install -y ffmpeg',
  };
}

async function checkDatabase(config: Config, opened: Database | undefined): Promise<Check[]> {
  if (!opened && !config.database.startsWith('postgres') && !existsSync(config.database)) {
    // Its folder is the data folder, which is looked at by itself, or one that a person named.
    const isThere = existsSync(dirname(config.database)) || dirname(config.database) === config.dataFolder;
    return [
      isThere
        ? good('Database', `will be made at the first start: ${config.database}`)
        : bad(
            'Database',
            `${dirname(config.database)} does not exist`,
            'Make the folder, or name another database.',
          ),
    ];
  }
  try {
    const database = opened ?? (await openDatabase(config.database));
    try {
      return [
        good('Database', database.kind === 'sqlite' ? `SQLite at ${config.database}` : 'PostgreSQL answers'),
        ...(await checkLibraries(database)),
      ];
    } finally {
      if (!opened) await database.close();
    }
  } catch (error) {
    return [
      bad('Database', messageOf(error), 'Check FONOTECA_DATABASE; "fonoteca restore" brings back a backup.'),
    ];
  }
}

async function checkLibraries(database: Database): Promise<Check[]> {
  const tables = await database.read.introspection.getTables();
  if (!tables.some((table) => table.name === 'library')) return [];
  const { rows } = await sql<{
    name: string;
    root: string;
  }>`SELECT name, root FROM library ORDER BY name`.execute(database.read);
  return rows.map(({ name, root }) => {
    try {
      accessSync(systemPath(root), constants.R_OK | constants.X_OK);
      return good(`Library "${name}"`, displayPath(root));
    } catch (error) {
      return bad(
        `Library "${name}"`,
        messageOf(error),
        `Mount or restore ${displayPath(root)}; until then its tracks count as missing and keep their ratings.`,
      );
    }
  });
}
