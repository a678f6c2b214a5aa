/**
 * Sound, pictures and words as apps fetch them: originals by range, transcodes by real ffmpeg with offset, cap and
 * estimated length, downloads, covers at any size and drawn ones where there is none.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { makeFlac, makeMp3 } from '../src/media/tags/fixtures.ts';
import { fillFolder } from './music.ts';
import { type Fields, openRest, type Rest } from './rest.ts';
import { requires } from './requires.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let ada: Rest;
const toneSeconds = 8;

interface Song {
  readonly id: string;
  readonly size: number;
  readonly albumId: string;
  readonly artistId: string;
  readonly coverArt: string;
}

before(async () => {
  world = await openWorld();
  await fillFolder(world.music);
  const put = (name: string, bytes: Buffer) => {
    mkdirSync(join(world.music, 'More'), { recursive: true });
    writeFileSync(join(world.music, 'More', name), bytes);
  };
  // A name that would end a header and begin another, if anybody let it.
  put(
    'a "b" %41;\r\nSet-Cookie: x=1\r\n ü曲.mp3',
    makeMp3({ seconds: 1, seed: 50, tags: { TITLE: 'Odd name', ALBUM: 'Odd\r\nX: y', ARTIST: 'Odd' } }),
  );
  put(
    'tone.flac',
    makeFlac({
      seconds: toneSeconds,
      seed: 51,
      toneHz: 440,
      tags: { TITLE: 'Tone', ALBUM: 'Tones', ARTIST: 'Fork' },
    }),
  );
  await world.scan();
  ada = openRest(world.server.url, { apiKey: world.admin.secret });
});
after(() => world.close());

async function song(title: string): Promise<Song> {
  const { searchResult3 } = await ada.get('search3', { query: title });
  return searchResult3.song[0] as Song;
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

/** Seconds of sound in `bytes`, and its codec, as ffprobe and ffmpeg see them. */
function probe(bytes: Buffer, ending: string): { seconds: number; codec: string } {
  const file = join(world.folder, `probed.${ending}`);
  writeFileSync(file, bytes);
  const codec = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file],
    { encoding: 'utf8' },
  ).trim();
  const pcm = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-f', 's16le', '-ac', '1', '-ar', '8000', '-'],
    {
      maxBuffer: 1 << 26,
    },
  );
  return { seconds: pcm.length / 16_000, codec };
}

test('the original comes whole, by range, from its end, and not again when the app has it', async () => {
  const { id, size } = await song('Tone');
  const file = readFileSync(join(world.music, 'More', 'tone.flac'));
  const whole = await ada.raw('stream', { id });
  assert.equal(whole.headers.get('content-type'), 'audio/flac');
  assert.equal(whole.headers.get('accept-ranges'), 'bytes');
  assert.equal(whole.headers.get('x-content-type-options'), 'nosniff', 'bytes carry the safe headers too');
  assert.ok((await bytesOf(whole)).equals(file));
  const ask = (range: string) => ada.raw('stream', { id }, { headers: { range } });
  const middle = await ask('bytes=1000-1999');
  assert.deepEqual(
    [middle.status, middle.headers.get('content-range'), middle.headers.get('content-length')],
    [206, `bytes 1000-1999/${size}`, '1000'],
  );
  assert.ok((await bytesOf(middle)).equals(file.subarray(1000, 2000)));
  assert.ok((await bytesOf(await ask('bytes=-7'))).equals(file.subarray(-7)));
  assert.ok((await bytesOf(await ask(`bytes=${size - 3}-`))).equals(file.subarray(-3)));
  const beyond = await ask(`bytes=${size}-`);
  assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${size}`]);
  await beyond.arrayBuffer();
  const etag = whole.headers.get('etag')!;
  assert.equal((await ada.raw('stream', { id }, { headers: { 'if-none-match': etag } })).status, 304);
  const head = await ada.raw('stream', { id }, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(size)]);
  assert.equal((await bytesOf(head)).length, 0);
});

test('a transcode is what was asked for: format, cap, offset, estimated length', async (t) => {
  if (!requires(t, 'ffmpeg')) return;
  const { id } = await song('Tone');
  const ask = async (fields: Fields) => {
    const response = await ada.raw('stream', { id, ...fields });
    return { response, bytes: await bytesOf(response), type: response.headers.get('content-type') };
  };
  for (const [format, type, codec] of [
    ['mp3', 'audio/mpeg', 'mp3'],
    ['opus', 'audio/ogg', 'opus'],
    ['aac', 'audio/', 'aac'],
  ] as const)
    await t.test(`to ${format}`, async () => {
      const { bytes, type: found } = await ask({ format, maxBitRate: 96 });
      assert.ok(found?.startsWith(type), String(found));
      const probed = probe(bytes, format === 'aac' ? 'm4a' : format);
      assert.equal(probed.codec, codec);
      assert.ok(Math.abs(probed.seconds - toneSeconds) < 0.2, `${probed.seconds} s`);
      assert.ok(bytes.length < ((96_000 / 8) * toneSeconds * 3) / 2, `${bytes.length} bytes`);
    });
  await t.test('a cap alone transcodes too, and raw ignores it', async () => {
    assert.notEqual((await ask({ maxBitRate: 64 })).type, 'audio/flac');
    assert.equal((await ask({ maxBitRate: 64, format: 'raw' })).type, 'audio/flac');
    assert.equal((await ask({ maxBitRate: 0 })).type, 'audio/flac');
  });
  await t.test('from an offset, also when no format was named', async () => {
    const mp3 = probe((await ask({ format: 'mp3', timeOffset: 5 })).bytes, 'mp3');
    assert.ok(Math.abs(mp3.seconds - (toneSeconds - 5)) < 0.2, `${mp3.seconds} s`);
    const same = await ask({ timeOffset: 6 });
    const rest = probe(same.bytes, 'flac');
    assert.ok(Math.abs(rest.seconds - (toneSeconds - 6)) < 0.2, `${rest.seconds} s of ${rest.codec}`);
  });
  await t.test('the estimated length is the length that comes', async () => {
    const { response, bytes } = await ask({
      format: 'mp3',
      maxBitRate: 128,
      timeOffset: 1,
      estimateContentLength: 'true',
    });
    assert.equal(bytes.length, Number(response.headers.get('content-length')));
    assert.ok(Math.abs(bytes.length - (128_000 / 8) * (toneSeconds - 1)) < 20_000, `${bytes.length}`);
  });
  await t.test('HEAD answers without a body, and a finished transcode has ranges', async () => {
    await ask({ format: 'mp3', maxBitRate: 112 });
    const part = await ada.raw(
      'stream',
      { id, format: 'mp3', maxBitRate: 112 },
      { headers: { range: 'bytes=0-99' } },
    );
    assert.deepEqual([part.status, (await bytesOf(part)).length], [206, 100]);
    const head = await ada.raw('stream', { id, format: 'opus', maxBitRate: 80 }, { method: 'HEAD' });
    assert.deepEqual([head.status, (await bytesOf(head)).length], [200, 0]);
  });
  await t.test('what cannot be made is the protocol’s error', async () => {
    assert.equal(await ada.fault('stream', { id, format: 'wma' }), 0);
  });
});

test('a download is the file itself, under its own name and no other header', async () => {
  const { id } = await song('Odd name');
  const response = await ada.raw('download', { id });
  const disposition = response.headers.get('content-disposition')!;
  assert.match(disposition, /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.-]+$/);
  assert.match(
    decodeURIComponent(disposition.split("''")[1]!),
    /^a "b" %41;\r\nSet-Cookie: x=1\r\n ü曲\.mp3$/,
  );
  assert.equal(response.headers.get('set-cookie'), null);
  assert.equal((await bytesOf(response)).length, (await song('Odd name')).size);
});

test('an album, an artist and a playlist download as a ZIP that unzips', async () => {
  const { id, albumId, artistId } = await song('Odd name');
  const { playlist } = await ada.get('createPlaylist', { name: 'One', songId: [id, id] });
  for (const [item, count] of [
    [albumId, 1],
    [artistId, 1],
    [playlist.id as string, 2],
  ] as const) {
    const response = await ada.raw('download', { id: item });
    assert.match(response.headers.get('content-disposition') ?? '', /\.zip/);
    const bytes = await bytesOf(response);
    // The end of central directory record says how many files there are (APPNOTE 4.3.16).
    const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    assert.equal(bytes.readUInt16LE(end + 10), count);
    assert.equal((await bytesOf(await ada.raw('download', { id: item }, { method: 'HEAD' }))).length, 0);
  }
});

test('a file that shrinks while its ZIP is made breaks that download and nothing else', async () => {
  const folder = join(world.music, 'Shrinks');
  mkdirSync(folder);
  const files = ['1', '2'].map((name) => join(folder, `${name}.mp3`));
  for (const [index, file] of files.entries()) {
    const tags = { TITLE: `Shrink ${index}`, ALBUM: 'Shrinks', ARTIST: 'X' };
    writeFileSync(file, makeMp3({ seconds: 1, seed: 60 + index, tags }));
    // More than any buffer between here and there takes in.
    truncateSync(file, 64_000_000);
  }
  await world.scan();
  const { albumId } = await song('Shrink 1');
  const response = await ada.raw('download', { id: albumId });
  const reader = response.body!.getReader();
  await reader.read();
  for (const file of files) truncateSync(file, 10_000);
  const drain = async () => {
    while (!(await reader.read()).done);
  };
  await assert.rejects(drain(), 'the broken connection says that the ZIP is not whole');
  assert.equal((await ada.get('ping')).status, 'ok');
});

test('a cover comes as JPEG at the size that was asked; where there is none it is drawn', async () => {
  const { coverArt, albumId, artistId, id } = await song('Down to the River');
  const { playlist } = await ada.get('createPlaylist', { name: 'Pictured', songId: id });
  const bare = await song('Tone');
  for (const item of [coverArt, albumId, artistId, id, playlist.id as string, bare.albumId, bare.artistId])
    for (const size of [64, 300]) {
      const response = await ada.raw('getCoverArt', { id: item, size });
      assert.equal(response.headers.get('content-type'), 'image/jpeg');
      const { width, height, format } = await sharp(await bytesOf(response)).metadata();
      assert.equal(format, 'jpeg');
      // Sizes go by steps, so that the cache stays small; never below what was asked.
      assert.ok(Math.max(width, height) <= (size === 64 ? 64 : 400));
    }
  const drawn = await sharp(
    await bytesOf(await ada.raw('getCoverArt', { id: bare.albumId, size: 300 })),
  ).metadata();
  assert.equal(drawn.width, 400);
  assert.equal((await ada.raw('getCoverArt', { id: albumId })).status, 200);
  const picture = await ada.raw('getCoverArt', { id: coverArt, size: 64 });
  const again = await ada.raw(
    'getCoverArt',
    { id: coverArt, size: 64 },
    { headers: { 'if-none-match': picture.headers.get('etag')! } },
  );
  assert.equal(again.status, 304);
  assert.equal(await ada.fault('getCoverArt', { id: 'al-1' }), 70);
  assert.equal(await ada.fault('getCoverArt'), 10);
  assert.equal(await ada.fault('getAvatar', { username: 'ada' }), 70);
});

test('words come by song with their times, and by name without', async () => {
  const { id } = await song('Down to the River');
  const { lyricsList } = await ada.get('getLyricsBySongId', { id });
  const [words] = lyricsList.structuredLyrics;
  assert.deepEqual(
    [words.synced, words.line],
    [
      true,
      [
        { start: 500, value: 'Down to the river' },
        { start: 1500, value: 'Down to the sea' },
      ],
    ],
  );
  assert.equal(
    (await ada.get('getLyricsBySongId', { id, enhanced: 'true' }))['lyricsList'].structuredLyrics[0].kind,
    'main',
  );
  const named = (await ada.get('getLyrics', { artist: 'clara kvapil', title: 'down to the river' }))[
    'lyrics'
  ];
  assert.equal(named.value, 'Down to the river\nDown to the sea');
  assert.equal((await ada.get('getLyrics', { artist: 'Nobody', title: 'Nothing' }))['lyrics'].value, '');
});

test('what is no sound, or not there any more, is said in the protocol’s way', async () => {
  const { albumId } = await song('Tone');
  for (const endpoint of ['stream', 'download', 'getCoverArt', 'getSong'])
    assert.equal(await ada.fault(endpoint, { id: 'AAAAAAAAAAAAAAAAAAAAAA' }), 70, endpoint);
  assert.equal(await ada.fault('stream', { id: albumId }), 70);
  const { id } = await song('One');
  unlinkSync(join(world.music, 'Clara Kvapil/Measures/01 One.mp3'));
  assert.equal(await ada.fault('stream', { id }), 70);
  assert.equal(await ada.fault('download', { id }), 70);
});
