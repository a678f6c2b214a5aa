/**
 * Which files the demo library consists of: every take (one rendering, one or several tracks cut from it) with its
 * files' names, formats and tags, the pictures, the playlist and the licence. Pure, so that it can be compared with
 * what is on the disk.
 */

import type { Album, Format, Track } from './score/types.ts';
import { albums } from './score/library.ts';

/** Raised when the library's contents change, so that older demo folders are made anew. */
export const libraryVersion = 1;

/** One track of a take, as a file. */
export interface PlannedTrack {
  /** Path in the library's folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly number: number;
  readonly part: number;
  /** Path of the .lrc beside it. */
  readonly lyricsPath?: string;
}

/** One rendering. Indexes rather than the score itself, so that it is small to hand to a thread. */
export interface Take {
  readonly albumIndex: number;
  readonly trackIndex: number;
  readonly format: Format;
  readonly trackTotal: number;
  readonly tracks: readonly PlannedTrack[];
}

export interface PlannedPicture {
  readonly path: string;
  readonly drawing: string;
  readonly type: 'jpeg' | 'png';
}

export interface Plan {
  readonly withFfmpeg: boolean;
  readonly takes: readonly Take[];
  readonly pictures: readonly PlannedPicture[];
  readonly texts: readonly { readonly path: string; readonly text: string }[];
}

const portraits: readonly (readonly [artist: string, drawing: string])[] = [
  ['Ida Vesterholm', 'vesterholm'],
  ['Harbour Quartet', 'harbour-quartet'],
  ['水無瀬あおい', 'minanose'],
];

/** The whole library, with or without the formats that need ffmpeg; or only the takes that `choose` names. */
export function planLibrary(withFfmpeg: boolean, choose: (title: string) => boolean = () => true): Plan {
  const all = albums.flatMap((album, albumIndex) => planAlbum(album, albumIndex, withFfmpeg));
  const takes = all.filter((take) => choose(take.tracks[0]!.title));
  return { withFfmpeg, takes, pictures: planPictures(), texts: planTexts(takes) };
}

/** Every file of the plan, tracks and lyrics included. */
export function pathsOf(plan: Plan): string[] {
  const tracks = plan.takes.flatMap((take) => take.tracks);
  const lyrics = tracks.flatMap((track) => (track.lyricsPath === undefined ? [] : [track.lyricsPath]));
  return [...plan.texts, ...plan.pictures, ...tracks].map((file) => file.path).concat(lyrics);
}

function planAlbum(album: Album, albumIndex: number, withFfmpeg: boolean): Take[] {
  const format = withFfmpeg ? album.format : (album.formatWithoutFfmpeg ?? album.format);
  const totals = new Map<number, number>();
  for (const track of album.tracks) {
    const disc = track.disc ?? 1;
    totals.set(disc, (totals.get(disc) ?? 0) + titlesOf(track).length);
  }
  const numbers = new Map<number, number>();
  return album.tracks.map((track, trackIndex) => {
    const disc = track.disc ?? 1;
    const tracks = titlesOf(track).map((title, part): PlannedTrack => {
      const number = (numbers.get(disc) ?? 0) + 1;
      numbers.set(disc, number);
      return planTrack(album, track, title, { disc, number, part, format });
    });
    return { albumIndex, trackIndex, format, trackTotal: totals.get(disc)!, tracks };
  });
}

function planTrack(
  album: Album,
  track: Track,
  title: string,
  place: { disc: number; number: number; part: number; format: Format },
): PlannedTrack {
  const two = String(place.number).padStart(2, '0');
  const number = album.discTitles === undefined ? two : `${place.disc}-${two}`;
  const path = `${folderOf(album)}/${number} ${fileName(title)}`;
  const hasSidecar = track.lyrics !== undefined && track.lyricsIn !== 'file';
  return {
    path: `${path}.${place.format}`,
    title,
    number: place.number,
    part: place.part,
    ...(hasSidecar && { lyricsPath: `${path}.lrc` }),
  };
}

function titlesOf(track: Track): string[] {
  return [track.title, ...(track.continues ?? []).map((part) => part.title)];
}

function folderOf(album: Album): string {
  return album.folder.map(fileName).join('/');
}

/** A title as a file name that Windows takes too. */
function fileName(title: string): string {
  return title
    .replaceAll(': ', ' - ')
    .replaceAll(/[<>:"/\\|?*]/g, '-')
    .replaceAll(/[. ]+$/g, '');
}

function planPictures(): PlannedPicture[] {
  const covers = albums.flatMap((album): PlannedPicture[] => {
    const { drawing, place } = album.cover;
    if (place === 'embedded') return [];
    return [{ path: `${folderOf(album)}/${place}`, drawing, type: place === 'cover.png' ? 'png' : 'jpeg' }];
  });
  const artists = portraits.map(
    ([artist, drawing]) => ({ path: `${artist}/artist.jpg`, drawing, type: 'jpeg' }) as const,
  );
  return [...covers, ...artists];
}

function planTexts(takes: readonly Take[]): Plan['texts'] {
  const tracks = takes.flatMap((take) => take.tracks);
  const wanted = [
    'Gymnopédie No. 1',
    'さくらさくら',
    'Morgenstemning',
    'Wiegenlied',
    'Sí Bheag, Sí Mhór',
    'لما بدا يتثنى',
    'Slow Water, I: Slack',
    'Slow Water, II: Flood',
  ];
  const chosen = wanted.flatMap((title) => tracks.filter((track) => track.title === title));
  const playlist = ['#EXTM3U', '#PLAYLIST:First Listen', ...chosen.map((track) => `../${track.path}`)];
  return [
    { path: 'LICENSE.txt', text: licence },
    { path: 'Playlists/First Listen.m3u8', text: `${playlist.join('\n')}\n` },
  ];
}

const licence = `The Fonoteca demo library

All recordings, arrangements, drawings and texts in this folder were made by Fonoteca on this machine.
The melodies are traditional, or by composers who have been dead for more than a hundred years, or were
written for this library. The performers and record labels are invented.

To the extent possible under law, the authors have waived all copyright and related or neighbouring
rights to them under CC0 1.0 Universal: https://creativecommons.org/publicdomain/zero/1.0/

Do with them what you like. You can delete this folder at any time.
`;
