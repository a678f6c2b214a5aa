/**
 * What ffmpeg writes, in every container and codec that it can write here, is read as ffprobe reads it: an encoder and
 * a reader that know none of our code.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import { requires } from '../../../test/requires.ts';
import { type FixtureFolder, fixtureFolder, lavfi } from '../ffmpeg-fixtures.ts';
import { readTags } from './read.ts';
import type { TagsFound } from './types.ts';

const tags = {
  title: 'Títle × 曲',
  artist: 'Ártist',
  album: 'Älbum',
  album_artist: 'Béla',
  date: '2001-02-03',
  track: '3/12',
  disc: '1/2',
  genre: 'Folk',
  comment: 'Cömment',
  composer: 'Clara',
};

/** Name, then ffmpeg's options; what a container cannot hold ffprobe does not tell of either. */
const files: readonly string[] = [
  'pcm.wav -c:a pcm_s24le',
  'float.wav -c:a pcm_f32le',
  'alaw.wav -c:a pcm_alaw',
  'adpcm.wav -c:a adpcm_ms',
  'gsm.wav -c:a libgsm_ms -ar 8000 -ac 1',
  'mp3.wav -c:a libmp3lame',
  'long.wav -rf64 always',
  'a.w64',
  'a.aiff',
  'id3.aiff -write_id3v2 1',
  'float.aiff -c:a pcm_f32be',
  'alaw.aifc -c:a pcm_alaw -f aiff',
  'pcm.caf',
  'float.caf -c:a pcm_f32be',
  'alac.caf -c:a alac',
  'opus.caf -c:a libopus',
  'a.au',
  'alaw.au -c:a pcm_alaw',
  'a.ac3',
  'wide.ac3 -ac 6 -ar 48000',
  'small.ac3 -ar 32000 -b:a 96k',
  'a.eac3',
  'wide.eac3 -ac 6 -ar 48000',
  'a.dts -c:a dca -strict -2 -ar 48000',
  'wide.dts -c:a dca -strict -2 -ar 44100 -ac 6',
  'a.mp2',
  'a.mp3',
  'v0.mp3 -q:a 0',
  'v1.mp3 -write_id3v1 1 -id3v2_version 3',
  'ape.mp3 -write_apetag 1',
  'old.mp3 -ar 22050 -b:a 64k -write_xing 0',
  'a.flac',
  'flac.oga -c:a flac',
  'vorbis.ogg -c:a libvorbis',
  'a.opus -c:a libopus',
  'a.spx -c:a libspeex',
  'aac.m4a',
  'alac.m4a -c:a alac',
  'fast.m4a -movflags +faststart',
  'fragments.m4a -movflags +frag_keyframe+empty_moov -frag_duration 1000000',
  'cmaf.mp4 -c:a aac -movflags cmaf -frag_duration 1000000',
  'ac3.mp4 -c:a ac3 -ac 6',
  'eac3.mp4 -c:a eac3 -ac 1',
  'opus.mp4 -c:a libopus',
  'flac.mp4 -c:a flac -strict -2',
  'truehd.mp4 -c:a truehd -strict -2',
  'keys.mp4 -c:a aac -movflags use_metadata_tags',
  'pcm.mov -c:a pcm_s24le',
  'aac.mov -c:a aac',
  'a.3gp -c:a aac',
  ...['aac', 'libmp3lame', 'libopus', 'libvorbis', 'flac', 'pcm_s16le', 'ac3', 'alac', 'wavpack', 'tta'].map(
    (codec) => `${codec}.mka -c:a ${codec}`,
  ),
  'opus.webm -c:a libopus',
  'v2.wma -c:a wmav2',
  'v1.wma -c:a wmav1',
  'a.tta',
  'a.wv -c:a wavpack',
  'mono.wv -c:a wavpack -ac 1 -sample_fmt s32p',
  'float.wv -c:a wavpack -sample_fmt fltp',
  'a.aac',
];

let made: FixtureFolder | undefined;
after(() => made?.remove());

for (const line of files) {
  const [name = '', ...options] = line.split(' ');
  test(`${name} is read as ffprobe reads it`, (t) => {
    if (!requires(t, 'ffmpeg')) return;
    made ??= fixtureFolder();
    const metadata = Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
    const sine = lavfi('sine=440:duration=5.3:sample_rate=44100');
    const path = made.make(name, ...sine, '-ac', '2', ...options, ...metadata);
    const result = readTags(path);
    assert.equal(result.kind, 'tags', JSON.stringify(result));
    assert.deepEqual(
      result.warnings.filter((warning) => !warning.includes('is named')),
      [],
    );
    compare(result, probe(path));
  });
}

interface Probe {
  readonly durationMs: number;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly tags: Readonly<Record<string, string>>;
}

function probe(path: string): Probe {
  const wanted = 'format=duration:format_tags:stream=codec_name,sample_rate,channels:stream_tags';
  const text = execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_entries', wanted, path]);
  const { format, streams } = JSON.parse(text.toString()) as {
    format: { duration: string; tags?: Record<string, string> };
    streams: [{ codec_name: string; sample_rate: string; channels: number; tags?: Record<string, string> }];
  };
  return {
    durationMs: Number(format.duration) * 1000,
    codec: streams[0].codec_name,
    sampleRateHz: Number(streams[0].sample_rate),
    channels: streams[0].channels,
    tags: Object.fromEntries(
      Object.entries({ ...format.tags, ...streams[0].tags }).map(([key, value]) => [
        key.toLowerCase(),
        value,
      ]),
    ),
  };
}

/** Codecs that go by a family name here. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^pcm_f\d+/, 'pcm-float'],
  [/^pcm_[su]\d+/, 'pcm'],
  [/^pcm_alaw$/, 'pcm-alaw'],
  [/^adpcm_/, 'adpcm'],
  [/^gsm_ms$/, 'gsm'],
  [/^wmav[12]$/, 'wma'],
];

function compare({ audio, tags: read }: TagsFound, probed: Probe): void {
  const family = families.find(([pattern]) => pattern.test(probed.codec))?.[1] ?? probed.codec;
  assert.ok(['alaw', family].includes(audio.codec), `${audio.codec} is ${probed.codec}`);
  assert.deepEqual([audio.sampleRateHz, audio.channels], [probed.sampleRateHz, probed.channels]);
  // Without a header ffprobe guesses from the first frames; ours are counted.
  const guessed = ['aac', 'ac3', 'eac3', 'dts'].includes(audio.container) || audio.sampleRateHz === 22_050;
  const offMs = Math.abs(audio.durationMs - probed.durationMs);
  assert.ok(offMs <= (guessed ? 80 : 50), `${audio.durationMs} ms, ffprobe says ${probed.durationMs}`);
  const place = (number?: number, total?: number) => [number, total].filter(Boolean).join('/') || undefined;
  const said = {
    title: read.title,
    artist: read.artistsCredit,
    album: read.album,
    album_artist: read.albumArtistsCredit,
    date: read.date,
    track: place(read.track, read.trackTotal),
    disc: place(read.disc, read.discTotal),
    genre: read.genres[0],
    comment: read.comment,
    composer: read.roles.find((credit) => credit.role === 'composer')?.name,
  };
  for (const [key, value] of Object.entries(said)) assert.equal(value, probed.tags[key], key);
}
