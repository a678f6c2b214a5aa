/**
 * Freezes the state that today's code leaves behind: `node test/make-old-state.ts <generation>`, once for each release
 * whose migrations are new, on a machine with PostgreSQL. Fills an installation through its own doors, copies its
 * database (SQLite as it is, PostgreSQL as pg_dump writes it) and its keys to test/fixtures/state-<generation>, writes
 * down what it answers, and adds today's migrations to the list of those that never change again.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { version } from '#base/version.ts';
import { fillFolder } from './music.ts';
import {
  allMigrations,
  digestsOf,
  fixtures,
  gist,
  goneSong,
  type OldPerson,
  type OldState,
  type Question,
} from './old-state.ts';
import { makePostgresDatabase, startPostgres } from './postgres.ts';
import { postgresBin } from './requires.ts';
import { openRest, type Rest } from './rest.ts';
import { openWorld, type Person, type World } from './world.ts';

const generation = process.argv[2];
if (!generation) throw new Error('usage: node test/make-old-state.ts <generation>');
const folder = join(fixtures, `state-${generation}`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const people: Record<string, OldPerson> = {};
const sqlite = await freeze({}, async ({ fonoteca }) => {
  const copy = join(folder, 'state.db');
  await fonoteca.database.copyTo(copy);
  writeFileSync(`${copy}.gz`, gzipSync(readFileSync(copy), { level: 9 }));
  rmSync(copy);
});
const server = await startPostgres();
const database = await makePostgresDatabase(server.url);
const postgres = await freeze({ database }, async () => {
  const dump = execFileSync(
    join(postgresBin()!, 'pg_dump'),
    ['--inserts', '--no-owner', '--no-privileges', `--dbname=${database}`],
    { maxBuffer: 1e9 },
  );
  writeFileSync(join(folder, 'state.sql.gz'), gzipSync(dump, { level: 9 }));
});
await server.stop();

const state: OldState = {
  version,
  people,
  engines: { sqlite: { questions: sqlite }, postgres: { questions: postgres } },
};
// A line for each question.
const text = JSON.stringify(state).replaceAll('{"person"', '\n{"person"');
writeFileSync(join(folder, 'state.json'), `${text}\n`);
const released = Object.fromEntries(allMigrations.map((migration) => [migration.name, digestsOf(migration)]));
writeFileSync(join(fixtures, 'released-migrations.json'), `${JSON.stringify(released, null, 2)}\n`);

async function freeze(
  settings: { database?: string },
  copy: (world: World) => Promise<void>,
): Promise<Question[]> {
  const world = await openWorld(settings);
  // The second engine's accounts have secrets of their own, under one key file each.
  const suffix = settings.database ? 'postgres' : 'sqlite';
  for (const { name, password, secret } of [world.admin, world.member])
    people[`${name}-${suffix}`] = { name, password, secret };
  try {
    await live(world);
    const questions = await ask(world, suffix);
    await copy(world);
    copyFileSync(world.fonoteca.config.secretsFile, join(folder, `secrets-${suffix}.json`));
    return questions;
  } finally {
    await world.close();
  }
}

/** What people do with an installation: two libraries, one closed, marks, lists, plays, a file that goes. */
async function live(world: World): Promise<void> {
  const { fonoteca, music, admin, member } = world;
  await fillFolder(music);
  await world.scan();
  const closed = join(world.folder, 'closed');
  mkdirSync(closed);
  copyFileSync(join(music, 'Various', 'Harbour Sampler', '02.flac'), join(closed, 'secret.flac'));
  const { id } = await fonoteca.libraries.add({ root: closed, name: 'Closed' });
  await fonoteca.libraries.update(id, { memberIds: [admin.account.id] });
  rmSync(join(music, goneSong));
  await world.scan();
  fonoteca.background.start();
  await fonoteca.background.idle();

  const [ada, mem] = [rest(world, admin), rest(world, member)];
  const songs = await songsByTitle(world);
  const song = (title: string) => songs.get(title)!.id;
  await ada.get('star', {
    id: [song('Ferryman'), song('Two')],
    albumId: songs.get('One')!.albumId,
    artistId: songs.get('さくらさくら')!.artistId,
  });
  await ada.get('setRating', { id: song('Down to the River'), rating: 5 });
  await mem.get('setRating', { id: songs.get('One')!.albumId, rating: 3 });
  for (const [title, time] of [
    ['Ferryman', 1],
    ['Ferryman', 2],
    ['六段の調', 3],
  ] as const)
    await ada.get('scrobble', { id: song(title), time: Date.UTC(2024, 0, time) });
  const listed = ['Night Boat', 'Two', 'Rusalka & friends', 'Night Boat'].map(song);
  await ada.get('createPlaylist', { name: 'Evening: ✓ «quoted»', songId: listed });
  await mem.get('createPlaylist', { name: 'Mine', songId: [song('One')] });
  await ada.get('savePlayQueue', {
    id: [song('One'), song('Ferryman')],
    current: song('Ferryman'),
    position: 1500,
  });
  await mem.get('createBookmark', { id: song('Down to the River'), position: 900, comment: 'here' });
  await world.api(admin, 'PATCH', '/api/me/settings', { theme: 'dark', replayGain: 'album' });
  const extra = { name: 'phone', legacy: false };
  await fonoteca.guard.credentials.add('system', member.account.id, extra);
}

async function ask(world: World, suffix: string): Promise<Question[]> {
  const questions: Question[] = [];
  const put = async (person: Person, of: string, fields: Record<string, string> = {}) => {
    const answer = of.startsWith('/')
      ? (await world.api(person, 'GET', of)).body
      : await rest(world, person).get(of, fields);
    questions.push({ person: `${person.name}-${suffix}`, of, fields, answer: gist(answer) });
    return answer as unknown;
  };
  for (const person of [world.admin, world.member]) {
    for (const endpoint of [
      'getMusicFolders',
      'getGenres',
      'getStarred2',
      'getPlayQueue',
      'getBookmarks',
      'getArtists',
    ])
      await put(person, endpoint);
    await put(person, 'search3', { query: '', songCount: '50', albumCount: '50' });
    for (const query of ['dvorak', 'river kvapil', '六段', 'ferymann'])
      await put(person, 'search3', { query });
    await put(person, 'getAlbumList2', { type: 'alphabeticalByName', size: '50' });
    const { playlists } = (await put(person, 'getPlaylists')) as {
      playlists: { playlist: { id: string }[] };
    };
    for (const { id } of playlists.playlist) await put(person, 'getPlaylist', { id });
  }
  const { id } = (await songsByTitle(world)).get('Down to the River')!;
  await put(world.admin, 'getSong', { id });
  await put(world.admin, 'getLyricsBySongId', { id });
  await put(world.admin, 'getUsers');
  for (const path of ['/api/me', '/api/admin/issues', '/api/admin/missing']) await put(world.admin, path);
  return questions;
}

function rest({ server }: World, { name, secret }: Person): Rest {
  return openRest(server.url, { u: name, p: secret });
}

async function songsByTitle(
  world: World,
): Promise<Map<string, { id: string; albumId: string; artistId: string }>> {
  const rows: { id: number; title: string; album_id: number; artist_id: number }[] =
    await world.fonoteca.database.read
      .selectFrom('track')
      .innerJoin('credit', 'credit.track_id', 'track.id')
      .where('credit.role', '=', 'artist')
      .select(['track.id', 'track.title', 'track.album_id', 'credit.artist_id'])
      .execute();
  const { ids } = world.fonoteca;
  return new Map(
    rows.map((row) => [
      row.title,
      {
        id: ids.encode('track', row.id),
        albumId: ids.encode('album', row.album_id),
        artistId: ids.encode('artist', row.artist_id),
      },
    ]),
  );
}
