/**
 * Music that others made and encoded (test/music-packages.ts), through the whole server: what is said of each file is
 * what ffprobe says, it can be decoded, a second scan finds nothing to do, and marks follow files that move.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { fold } from '#base/fold.ts';
import { musicFolder, type MusicPackage, musicPackages } from './music-packages.ts';
import { requires } from './requires.ts';
import { unzip } from './unzip.ts';
import { openWorld, type World } from './world.ts';

const execute = promisify(execFile);

for (const name of Object.keys(musicPackages) as MusicPackage[])
  test(
    `${name} is scanned as ffprobe reads it, plays, and keeps its marks when it moves`,
    { timeout: 240_000 },
    async (t) => {
      if (!requires(t, 'ffmpeg', name)) return;
      const world = await openWorld();
      t.after(() => world.close());
      fill(join(world.music, 'first'), musicFolder(name)!);
      await world.scan();
      const tracks = await readTracks(world);
      await everyFileIsSomewhere(world, tracks);
      await ffprobeAgrees(world, tracks);
      await someAreDecoded(world, tracks);
      await nothingChanges(world, tracks);
      await marksFollow(world, tracks);
    },
  );

interface Track {
  readonly id: number;
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly durationMs: number;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
}

/** A copy that the test may move about, with what lies in packed files beside them. */
function fill(to: string, from: string): void {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
  for (const packed of globSync('**/*.pk3', { cwd: to })) unzip(join(to, packed), join(to, `${packed}.d`));
}

async function readTracks({ fonoteca }: World): Promise<Track[]> {
  const { rows } = await sql<Track>`
    SELECT track.id, folder.path || '/' || file_name AS path, track.title, track.artist_name AS artist, album.title AS album,
      track.duration_ms AS "durationMs", codec, sample_rate_hz AS "sampleRateHz", channels
    FROM track JOIN folder ON folder.id = folder_id LEFT JOIN album ON album.id = album_id
    WHERE missing_since IS NULL ORDER BY track.id`.execute(fonoteca.database.read);
  return rows;
}

async function everyFileIsSomewhere({ fonoteca, music }: World, tracks: readonly Track[]): Promise<void> {
  const files = globSync('**/*.{ogg,opus,wav,mp3,flac}', { cwd: music });
  const issues = await sql<{ path: string; message: string }>`SELECT path, message FROM issue`.execute(
    fonoteca.database.read,
  );
  for (const issue of issues.rows) assert.match(issue.message, /^\S.{10,}[.!?]$/s, issue.path);
  const known = new Set([...tracks.map((track) => track.path), ...issues.rows.map((issue) => issue.path)]);
  assert.ok(files.length > 0);
  assert.deepEqual(
    files.filter((file) => !known.has(file)),
    [],
    'neither a track nor an issue',
  );
  assert.equal(tracks.length, files.length, JSON.stringify(issues.rows));
}

async function ffprobeAgrees({ music }: World, tracks: readonly Track[]): Promise<void> {
  const differences: string[] = [];
  const waiting = [...tracks];
  const work = async (): Promise<void> => {
    for (let track = waiting.pop(); track; track = waiting.pop())
      for (const difference of compare(track, await probe(join(music, track.path))))
        differences.push(`${track.path}: ${difference}`);
  };
  await Promise.all([work(), work(), work()]);
  assert.deepEqual(differences.sort(), []);
}

interface Probe {
  readonly durationMs: number;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly tags: Readonly<Record<string, string>>;
}

async function probe(path: string): Promise<Probe> {
  const wanted = 'format=duration:format_tags:stream=codec_name,sample_rate,channels:stream_tags';
  const options = ['-v', 'error', '-select_streams', 'a:0', '-of', 'json', '-show_entries', wanted];
  const { stdout } = await execute('ffprobe', [...options, path]);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string; tags?: Record<string, string> };
    streams: [{ codec_name: string; sample_rate: string; channels: number; tags?: Record<string, string> }];
  };
  const tags = Object.entries({ ...format.tags, ...streams[0].tags });
  return {
    durationMs: Number(format.duration) * 1000,
    codec: streams[0].codec_name,
    sampleRateHz: Number(streams[0].sample_rate),
    channels: streams[0].channels,
    tags: Object.fromEntries(tags.map(([key, value]) => [key.toLowerCase(), value.normalize('NFC').trim()])),
  };
}

function compare(track: Track, probed: Probe): string[] {
  // ffprobe joins several values with ';', we with ', '; an album is called as its first file calls it.
  const alike = (wanted: string | undefined, said: string | null) =>
    !wanted || fold(wanted.replaceAll(/; ?/g, ', ')) === fold((said ?? '').replaceAll(/; ?/g, ', '));
  const { title, artist, album } = probed.tags;
  const name = basename(track.path).replaceAll('_', ' ');
  // Opus begins with samples that are not to be heard, which ffprobe counts: 80 ms at most (RFC 7845 §4.2).
  const lateMs = probed.codec === 'opus' ? 80 : 0;
  const shorter = probed.durationMs - track.durationMs;
  return [
    [shorter > -50 && shorter < 50 + lateMs, 'durationMs', track.durationMs, probed.durationMs],
    [probed.codec.replace(/^pcm_.*/, 'pcm') === track.codec, 'codec', track.codec, probed.codec],
    [probed.sampleRateHz === track.sampleRateHz, 'sampleRateHz', track.sampleRateHz, probed.sampleRateHz],
    [probed.channels === track.channels, 'channels', track.channels, probed.channels],
    [alike(title?.split(';')[0], track.title), 'title', track.title, title],
    [title || name.includes(track.title), 'title of no tag', track.title, name],
    [alike(artist, track.artist), 'artist', track.artist, artist],
    [alike(album, track.album), 'album', track.album, album],
  ]
    .filter(([agrees]) => !agrees)
    .map(([, what, ours, theirs]) => `${what} is ${ours}, ffprobe says ${theirs}`);
}

/** A listener hears them: the shortest and four from all over, as another format, as long as the file is. */
async function someAreDecoded(world: World, tracks: readonly Track[]): Promise<void> {
  const byLength = tracks
    .filter((track) => track.durationMs > 200)
    .toSorted((a, b) => a.durationMs - b.durationMs);
  const chosen = new Set(
    [0, 0.2, 0.4, 0.6, 0.8].map((part) => byLength[Math.floor(part * byLength.length)]!),
  );
  for (const track of chosen) {
    const url = new URL('rest/stream', world.server.url);
    url.search = new URLSearchParams({
      id: world.fonoteca.ids.encode('track', track.id),
      u: world.admin.name,
      p: world.admin.secret,
      v: '1.16.1',
      c: 'test',
      format: 'opus',
      maxBitRate: '48',
    }).toString();
    const response = await fetch(url);
    assert.equal(response.status, 200, track.path);
    const decoding = execute('ffprobe', [
      '-v',
      'error',
      '-count_packets',
      '-show_entries',
      'stream=codec_name,nb_read_packets,duration_ts',
      '-of',
      'json',
      '-',
    ]);
    decoding.child.stdin!.end(Buffer.from(await response.arrayBuffer()));
    const [stream] = (JSON.parse((await decoding).stdout) as { streams: Record<string, string>[] }).streams;
    assert.equal(stream!['codec_name'], 'opus', track.path);
    const heardMs = Number(stream!['nb_read_packets']) * 20;
    assert.ok(
      Math.abs(heardMs - track.durationMs) < 150,
      `${track.path}: ${heardMs} of ${track.durationMs} ms`,
    );
  }
}

async function nothingChanges(world: World, tracks: readonly Track[]): Promise<void> {
  await world.scan();
  const { added, changed, moved, missing } = await world.fonoteca.scanner.status();
  assert.deepEqual({ added, changed, moved, missing }, { added: 0, changed: 0, moved: 0, missing: 0 });
  await world.fonoteca.scanner.start({ full: true });
  await world.fonoteca.scanner.idle();
  assert.deepEqual(await readTracks(world), tracks, 'every file read anew gives the same rows');
}

/** Half are starred, all move to other folders, half of these under other names. */
async function marksFollow(world: World, tracks: readonly Track[]): Promise<void> {
  const starred = tracks.filter((_, index) => index % 2 === 0);
  const ids = starred.map((track) => world.fonoteca.ids.encode('track', track.id));
  await world.subsonic(world.admin, 'star', { id: ids });
  await world.subsonic(world.admin, 'setRating', { id: ids[0]!, rating: 4 });
  renameSync(join(world.music, 'first'), join(world.music, 'second'));
  tracks.forEach((track, index) => {
    if (index % 4 > 1) return;
    const old = join(world.music, track.path.replace(/^first/, 'second'));
    renameSync(old, join(old, '..', `moved ${index} ${basename(old)}`));
  });
  await world.scan();
  const { added, moved, missing } = await world.fonoteca.scanner.status();
  assert.deepEqual({ added, moved, missing }, { added: 0, moved: tracks.length, missing: 0 });
  const after = await readTracks(world);
  assert.deepEqual(
    after.map((track) => track.id),
    tracks.map((track) => track.id),
  );
  const { starred2 } = (await world.subsonic(world.admin, 'getStarred2')) as unknown as {
    starred2: { song: { id: string; userRating?: number }[] };
  };
  assert.deepEqual(new Set(starred2.song.map((song) => song.id)), new Set(ids));
  assert.equal(starred2.song.find((song) => song.id === ids[0])!.userRating, 4);
}
