/**
 * A whole Fonoteca in a temporary folder, for journeys: rooms opened, server listening on a free port of loopback, an
 * admin and a member with a session and an app credential each.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Settings } from '#base/config.ts';
import { silentLog } from '#base/log.ts';
import { type Fonoteca, openFonoteca } from '#fonoteca';
import type { Account } from '#guard/index.ts';
import { allow } from '#server/api/account.ts';
import { type RunningServer, startServer } from '#server/server.ts';

export interface Person {
  readonly account: Account;
  readonly name: string;
  readonly password: string;
  /** What their apps sign in with; made for token and salt too. */
  readonly secret: string;
  /** Headers of a request from their page. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface World {
  readonly fonoteca: Fonoteca;
  readonly server: RunningServer;
  readonly folder: string;
  /** An empty folder for music, not yet a library. */
  readonly music: string;
  readonly admin: Person;
  readonly member: Person;
  /** Adds the music folder as a library and scans it. */
  scan(): Promise<void>;
  /** A request to the web API; the body is JSON both ways. */
  api(
    person: Person | undefined,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: never }>;
  /** A Subsonic request; parameters in the query. */
  subsonic(
    person: Person,
    endpoint: string,
    parameters?: Record<string, string | number | readonly string[]>,
  ): Promise<Record<string, never>>;
  close(): Promise<void>;
}

/** Opens a world; `close` it in the end. */
export async function openWorld(settings: Partial<Settings> = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-world-'));
  const music = join(folder, 'music');
  mkdirSync(music);
  const config = readConfig({ FONOTECA_DATA: join(folder, 'data') }, { port: 0, ...settings });
  const fonoteca = await openFonoteca({ config, log: silentLog });
  const server = await startServer(fonoteca);
  const [admin, member] = [
    await addPerson(fonoteca, 'ada', 'admin'),
    await addPerson(fonoteca, 'mem', 'member'),
  ];
  return {
    fonoteca,
    server,
    folder,
    music,
    admin,
    member,
    scan: async () => {
      if (!(await fonoteca.libraries.list()).some((row) => row.root === music))
        await fonoteca.libraries.add({ root: music, name: 'Music' });
      await fonoteca.scanner.start();
      await fonoteca.scanner.idle();
      const status = await fonoteca.scanner.status();
      if (status.outcome !== 'done') throw new Error(`the scan ended as ${status.outcome}: ${status.error}`);
    },
    api: (person, method, path, body) => callApi(server, person, method, path, body),
    subsonic: (person, endpoint, parameters = {}) => callSubsonic(server, person, endpoint, parameters),
    close: async () => {
      await server.close();
      await fonoteca.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addPerson({ guard }: Fonoteca, name: string, role: 'admin' | 'member'): Promise<Person> {
  const password = `${name} likes long passwords`;
  const { account } = allow(await guard.accounts.add('system', { name, password, role }));
  const { secret } = allow(await guard.credentials.add('system', account.id, { name: 'test', legacy: true }));
  const { session, token } = allow(await guard.sessions.signIn({ name, password }, { address: '127.0.0.1' }));
  return {
    account,
    name,
    password,
    secret,
    headers: { cookie: `fonoteca=${token}`, 'x-fonoteca-csrf': session.csrf },
  };
}

async function callApi(
  server: RunningServer,
  person: Person | undefined,
  method: string,
  path: string,
  body: unknown,
) {
  const headers = { ...person?.headers, ...(body !== undefined && { 'content-type': 'application/json' }) };
  const response = await fetch(new URL(path, server.url), {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never };
}

async function callSubsonic(
  server: RunningServer,
  person: Person,
  endpoint: string,
  parameters: Record<string, string | number | readonly string[]>,
) {
  const url = new URL(`rest/${endpoint}`, server.url);
  for (const [name, value] of Object.entries({
    u: person.name,
    p: person.secret,
    v: '1.16.1',
    c: 'test',
    f: 'json',
    ...parameters,
  })) {
    for (const one of typeof value === 'object' ? value : [value.toString()])
      url.searchParams.append(name, one);
  }
  const response = await fetch(url);
  return ((await response.json()) as Record<string, Record<string, never>>)['subsonic-response']!;
}
