/**
 * What an older Fonoteca left behind is opened by today's code, on both engines: every migration that was released is
 * still the text it was, everybody can sign in, everything that was answered is answered again, and stays so after a
 * scan of the same music.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { readConfig } from '#base/config.ts';
import { silentLog } from '#base/log.ts';
import { type Fonoteca, openFonoteca } from '#fonoteca';
import { type RunningServer, startServer } from '#server/server.ts';
import { sharedServer } from './databases.ts';
import {
  allMigrations,
  digestsOf,
  fillOldFolder,
  fixtures,
  gist,
  type OldPerson,
  type OldState,
  type Question,
} from './old-state.ts';
import { dropPostgresDatabase, makePostgresDatabase } from './postgres.ts';
import { requires } from './requires.ts';
import { openRest, type Rest } from './rest.ts';

test('a migration that was released is never changed, taken away or put elsewhere', () => {
  const released = JSON.parse(readFileSync(join(fixtures, 'released-migrations.json'), 'utf8')) as Record<
    string,
    ReturnType<typeof digestsOf>
  >;
  const names = allMigrations.map((migration) => migration.name);
  assert.deepEqual(
    names.filter((name) => name in released),
    Object.keys(released),
    'the released ones, in their order',
  );
  for (const migration of allMigrations)
    if (migration.name in released)
      assert.deepEqual(
        digestsOf(migration),
        released[migration.name],
        `${migration.name} was released: write a new migration instead`,
      );
});

const states = readdirSync(fixtures).filter((name) => name.startsWith('state-'));
assert.ok(states.length > 0);
for (const name of states)
  for (const engine of ['sqlite', 'postgres'] as const)
    test(
      `${name} on ${engine} opens, signs everybody in and has all it had`,
      { timeout: 60_000 },
      async (t) => {
        if (engine === 'postgres' && !requires(t, 'postgres')) return;
        const state = JSON.parse(readFileSync(join(fixtures, name, 'state.json'), 'utf8')) as OldState;
        const { questions } = state.engines[engine];
        const { fonoteca, server, folder } = await open(t, name, engine);
        const people = Object.fromEntries(
          Object.entries(state.people)
            .filter(([key]) => key.endsWith(engine))
            .map(([key, person]) => [key, callers(server, person)]),
        );
        for (const person of Object.values(people)) await person.signIn();
        await everythingIsThere(people, questions);

        const music = join(folder, 'music');
        mkdirSync(music);
        await fillOldFolder(music);
        await fonoteca.database.write
          .updateTable('library')
          .set({ root: music })
          .where('name', '=', 'Music')
          .execute();
        const { id } = (await fonoteca.libraries.list()).find((library) => library.root === music)!;
        await fonoteca.scanner.start({ libraryId: id, full: true });
        await fonoteca.scanner.idle();
        const { outcome, added, missing, error } = await fonoteca.scanner.status();
        assert.deepEqual({ outcome, added, missing }, { outcome: 'done', added: 0, missing: 0 }, error ?? '');
        await everythingIsThere(people, questions);
      },
    );

interface Callers {
  signIn(): Promise<void>;
  /** Asks what was asked when the state was frozen. */
  ask(question: Question): Promise<unknown>;
}

/** A person with what they had: password, app password, and that as token and salt. */
function callers(server: RunningServer, { name, password, secret }: OldPerson): Callers {
  const app: Rest = openRest(server.url, { u: name, p: secret });
  let cookie = '';
  return {
    signIn: async () => {
      const response = await fetch(new URL('/api/session', server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, password }),
      });
      assert.equal(response.status, 200, `${name} signs in`);
      cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
      const salt = 'salted';
      const token = createHash('md5').update(`${secret}${salt}`).digest('hex');
      await openRest(server.url, { u: name, t: token, s: salt }).get('ping');
      assert.equal(await openRest(server.url, { u: name, p: password }).fault('ping'), 40);
    },
    ask: async ({ of, fields }) =>
      of.startsWith('/')
        ? await (await fetch(new URL(of, server.url), { headers: { cookie } })).json()
        : await app.get(of, fields),
  };
}

async function everythingIsThere(
  people: Readonly<Record<string, Callers>>,
  questions: readonly Question[],
): Promise<void> {
  assert.ok(questions.length > 20);
  for (const question of questions) {
    const answer = gist(await people[question.person]!.ask(question));
    const label = `${question.of} ${JSON.stringify(question.fields)}`;
    // A search may find more today, and in another order.
    if (question.fields?.['query']) assert.deepEqual(missingFrom(answer, question.answer), [], label);
    else assert.deepEqual(answer, question.answer, label);
  }
}

/** Ids of `before` that `now` does not name. */
function missingFrom(now: unknown, before: unknown): string[] {
  const ids = (value: unknown) => [...JSON.stringify(value).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id!);
  const known = new Set(ids(now));
  return ids(before).filter((id) => !known.has(id));
}

async function open(
  t: TestContext,
  name: string,
  engine: 'sqlite' | 'postgres',
): Promise<{ fonoteca: Fonoteca; server: RunningServer; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-old-'));
  const from = join(fixtures, name);
  copyFileSync(join(from, `secrets-${engine}.json`), join(folder, 'secrets.json'));
  const database = engine === 'sqlite' ? join(folder, 'state.db') : await restorePostgres(t, from);
  if (engine === 'sqlite') writeFileSync(database, gunzipSync(readFileSync(join(from, 'state.db.gz'))));
  const config = readConfig({ FONOTECA_DATA: folder }, { port: 0, database });
  const fonoteca = await openFonoteca({ config, log: silentLog });
  const server = await startServer(fonoteca);
  t.after(async () => {
    await server.close();
    await fonoteca.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { fonoteca, server, folder };
}

async function restorePostgres(t: TestContext, from: string): Promise<string> {
  const postgres = await sharedServer();
  const address = await makePostgresDatabase(postgres);
  t.after(() => dropPostgresDatabase(postgres, address));
  const dump = gunzipSync(readFileSync(join(from, 'state.sql.gz'))).toString();
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  // Lines that begin with a backslash are for psql.
  await client.query(dump.replaceAll(/^\\.*$/gm, ''));
  await client.end();
  return address;
}
