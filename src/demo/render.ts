/**
 * One take, from score to finished files in memory: plays it, cuts it into its tracks, encodes and tags them. Runs
 * in a worker thread. What only ffmpeg can encode leaves as WAV, to be finished by ffmpeg-formats.ts.
 */

import { encodeFlac } from './encode/flac.ts';
import { encodeMp3 } from './encode/mp3.ts';
import { encodeVorbis } from './encode/vorbis.ts';
import { wavOf } from './encode/wav.ts';
import type { Take } from './plan.ts';
import { albums } from './score/library.ts';
import type { Album, Track } from './score/types.ts';
import { ticksPerQuarter } from './score/types.ts';
import { toSixteenBits } from './synth/master.ts';
import type { Performance } from './synth/performance.ts';
import { leadSeconds, perform } from './synth/performance.ts';
import { hash, randomFrom } from './synth/random.ts';
import type { Stereo } from './synth/stereo.ts';
import { sampleRate } from './synth/timing.ts';
import { id3Tag } from './tagging/id3.ts';
import { withComments } from './tagging/ogg.ts';
import type { FileTags, Picture, TimedLine } from './tagging/tags.ts';
import { lrcOf } from './tagging/tags.ts';
import { pictureBlock, vorbisComment, vorbisCommentPacket } from './tagging/vorbis-comment.ts';

/** A finished file, or one that ffmpeg must still encode from `bytes`, a WAV. */
export interface RenderedTrack {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly samples: number;
  readonly tags: FileTags;
  readonly isFinished: boolean;
  readonly lyrics?: { readonly path: string; readonly text: string };
}

/** Renders a take. `picture` is the cover, when it belongs into the files. */
export async function renderTake(take: Take, picture: Picture | undefined): Promise<RenderedTrack[]> {
  const album = albums[take.albumIndex]!;
  const track = album.tracks[take.trackIndex]!;
  const performance = perform(track.score, `${album.title} / ${track.title}`);
  const rendered: RenderedTrack[] = [];
  // Dither goes on over the cuts, as the music does.
  const samples =
    take.format === 'mp3' || take.format === 'ogg' ? undefined : dithered(performance.audio, track);
  for (const [index, { from, to }] of cutsOf(track, performance).entries()) {
    const planned = take.tracks[index]!;
    const tags = tagsOf(album, track, take, index, lyricTimes(track, performance), picture);
    const audio = {
      left: performance.audio.left.subarray(from, to),
      right: performance.audio.right.subarray(from, to),
    };
    const file = await encode(take, audio, samples?.subarray(from * 2, to * 2), tags, planned.path);
    const text = lrcOf(lyricTimes(track, performance));
    rendered.push({
      path: planned.path,
      samples: to - from,
      tags,
      ...file,
      ...(planned.lyricsPath !== undefined && { lyrics: { path: planned.lyricsPath, text } }),
    });
  }
  return rendered;
}

function dithered(audio: Stereo, track: Track): Int16Array {
  return toSixteenBits(audio, randomFrom(`dither ${track.title}`));
}

async function encode(
  take: Take,
  audio: Stereo,
  samples: Int16Array | undefined,
  tags: FileTags,
  path: string,
): Promise<{ bytes: Uint8Array; isFinished: boolean }> {
  if (take.format === 'mp3') {
    return { bytes: Buffer.concat([id3Tag(tags), await encodeMp3(audio)]), isFinished: true };
  }
  if (take.format === 'ogg') {
    const stream = await encodeVorbis(audio);
    return { bytes: withComments(stream, vorbisCommentPacket(tags), hash(path)), isFinished: true };
  }
  if (take.format === 'flac') {
    const pictures = tags.picture === undefined ? [] : [{ type: 6, data: pictureBlock(tags.picture) }];
    return {
      bytes: encodeFlac(samples!, [{ type: 4, data: vorbisComment(tags) }, ...pictures]),
      isFinished: true,
    };
  }
  return { bytes: wavOf(samples!), isFinished: false };
}

/** Where each track of a take begins and ends, in samples: on the bar lines that the score names. */
function cutsOf(track: Track, performance: Performance): { from: number; to: number }[] {
  const { clock, audio } = performance;
  const starts = (track.continues ?? []).map(({ bar }) =>
    Math.round((leadSeconds + clock.secondsAt(clock.tickOfBar(bar))) * sampleRate),
  );
  const edges = [0, ...starts, audio.left.length];
  return edges.slice(1).map((to, index) => ({ from: edges[index]!, to }));
}

function lyricTimes(track: Track, { clock }: Performance): TimedLine[] {
  return (track.lyrics ?? []).map(({ bar, quarter, text }) => ({
    seconds: leadSeconds + clock.secondsAt(clock.tickOfBar(bar) + (quarter ?? 0) * ticksPerQuarter),
    text,
  }));
}

function tagsOf(
  album: Album,
  track: Track,
  take: Take,
  index: number,
  lyrics: TimedLine[],
  picture: Picture | undefined,
): FileTags {
  const planned = take.tracks[index]!;
  const part = index === 0 ? undefined : track.continues![index - 1]!;
  const disc = track.disc ?? 1;
  return {
    title: planned.title,
    titleSort: part === undefined ? track.titleSort : undefined,
    album: album.title,
    albumSort: album.titleSort,
    artists: track.artists ?? album.artists,
    albumArtists: album.artists,
    composer: track.composer,
    track: planned.number,
    trackTotal: take.trackTotal,
    disc,
    discTotal: album.discTitles?.length ?? 1,
    discTitle: album.discTitles?.[disc - 1],
    date: album.date,
    originalDate: album.originalDate,
    genres: track.genres ?? album.genres,
    label: album.label,
    work: track.work,
    movement: part?.movement ?? track.movement,
    language: track.language,
    compilation: album.compilation ?? false,
    lyrics: track.lyricsIn === 'sidecar' ? [] : lyrics,
    picture,
  };
}
