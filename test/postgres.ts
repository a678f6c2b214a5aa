/**
 * A real PostgreSQL for tests: started on loopback from a copied template (about a second), dropped to another user
 * when the tests run as root, because PostgreSQL refuses to be root. test/run.ts starts one for all test files.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresBin } from './requires.ts';
import { freePort } from './free-port.ts';

export interface PostgresServer {
  /** The URL of its database "postgres"; `makePostgresDatabase` makes others beside it. */
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
  /** Ends the server as a crash of its machine would, keeping its files; the function that it answers starts it again. */
  crash(): Promise<() => Promise<void>>;
}

/** Starts a server with an empty cluster. Its files are gone after `stop`. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = postgresBin()!;
  const owner = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-pg-'));
  const data = join(folder, 'data');
  execFileSync('cp', ['-a', template(bin, owner), data]);
  if (owner) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
  const port = await freePort();
  const options = [
    '-D',
    data,
    '-k',
    folder,
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-F',
    '-c',
    'max_connections=200',
    '-c',
    'logging_collector=off',
  ];
  const launch = () => spawn(join(bin, 'postgres'), options, { stdio: 'ignore', cwd: folder, ...owner });
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  let child = launch();
  const url = `postgres://fonoteca@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  return {
    url,
    process: child,
    stop: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
    crash: async () => {
      await end('SIGQUIT');
      return async () => {
        child = launch();
        await untilReady(url);
      };
    },
  };
}

/** Makes an empty database on the server at `url` and returns its URL. */
export async function makePostgresDatabase(url: string): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await query(url, `CREATE DATABASE ${name}`);
  return url.replace(/\/[^/]*$/, `/${name}`);
}

export async function dropPostgresDatabase(url: string, database: string): Promise<void> {
  await query(url, `DROP DATABASE IF EXISTS ${new URL(database).pathname.slice(1)} WITH (FORCE)`);
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function serverUser(): Owner | undefined {
  if (userInfo().uid !== 0) return undefined;
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

/** initdb takes seconds, a copy of what it made one: so it is made once for each machine and version. */
function template(bin: string, owner: Owner | undefined): string {
  const path = join(tmpdir(), `fonoteca-pg-template-${bin.replaceAll('/', '_')}-${userInfo().uid}`);
  if (existsSync(path)) return path;
  const parent = mkdtempSync(join(tmpdir(), 'fonoteca-pg-init-'));
  chmodSync(parent, 0o755);
  if (owner) execFileSync('chown', [`${owner.uid}:${owner.gid}`, parent]);
  const making = join(parent, 'data');
  const args = [
    '-D',
    making,
    '-U',
    'fonoteca',
    '--auth=trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ];
  execFileSync(join(bin, 'initdb'), args, { stdio: 'ignore', cwd: parent, ...owner });
  try {
    renameSync(making, path);
  } catch {
    // Another test file was first; its template is as good.
  }
  rmSync(parent, { recursive: true, force: true });
  return path;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      if (attempt > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
