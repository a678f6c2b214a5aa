/**
 * Songs that a cue sheet cuts out of one file: an album ripped to a single FLAC with a sheet inside or beside it. A
 * sheet that lists one file for each song only repeats what their tags say and is left alone.
 */
import { readFile } from 'node:fs/promises';
import {
  type CueSheet,
  cueFramesPerSecond,
  parseCueFile,
  parseCueSheet,
  type Tags,
  type TagsFound,
} from '#media/index.ts';
import type { ScanContext } from './context.ts';
import type { Segment } from './draft.ts';
import { baseName } from './file-kinds.ts';
import { songPath } from './song-path.ts';
import type { FolderPart } from './unpack.ts';

/** A part of a file, with the tags that the cue sheet gives it. */
export interface CuePart extends Segment {
  readonly found: TagsFound;
}

const sheetBytesMax = 2_000_000;

/** The sheets in a folder that cut a file, by the name of that file. */
export async function cueSheetsOf(
  context: ScanContext,
  part: FolderPart,
): Promise<ReadonlyMap<string, CueSheet>> {
  const sheets = new Map<string, CueSheet>();
  for (const file of part.others) {
    if (file.kind !== 'cue' || file.sizeBytes > sheetBytesMax) continue;
    const bytes = await readFile(songPath(context.library.root, part.path, file.name)).catch(() => undefined);
    const sheet = bytes && parseCueFile(bytes);
    if (!sheet || !cutsOneFile(sheet)) continue;
    const song = songOf(part, file.name, sheet.files[0] ?? '');
    if (song !== undefined) sheets.set(song, sheet);
  }
  return sheets;
}

/** The file that the sheet names, else the one that is called like either: rips are re-encoded, sheets stay. */
function songOf(part: FolderPart, cueName: string, written: string): string | undefined {
  const named = written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1);
  const stems = [baseName(named), baseName(cueName), baseName(baseName(cueName))].map((stem) =>
    stem.toLowerCase(),
  );
  const exact = part.songs.find((song) => song.name === named);
  return (exact ?? part.songs.find((song) => stems.includes(baseName(song.name).toLowerCase())))?.name;
}

function cutsOneFile(sheet: CueSheet): boolean {
  return sheet.tracks.length >= 2 && sheet.tracks.every((track) => track.file === sheet.tracks[0]!.file);
}

/** The parts of a file, by the sheet beside it or the one in its tags; none when it is one song. */
export function cueSegments(found: TagsFound, beside: CueSheet | undefined): CuePart[] {
  const sheet =
    beside ?? (found.tags.cueSheet === undefined ? undefined : parseCueSheet(found.tags.cueSheet));
  if (!sheet || !cutsOneFile(sheet)) return [];
  const total = found.audio.durationMs;
  const starts = sheet.tracks.map((track) => Math.round((track.startFrame * 1000) / cueFramesPerSecond));
  const isSound = starts.every(
    (start, index) => (index === 0 || start > starts[index - 1]!) && (total === 0 || start < total),
  );
  if (!isSound) return [];
  return starts.map((start, index) => ({
    segment: index + 1,
    startMs: start,
    durationMs: Math.max(0, (starts[index + 1] ?? total) - start),
    found: { ...found, tags: tagsOfTrack(found.tags, sheet, index) },
  }));
}

function tagsOfTrack(tags: Tags, sheet: CueSheet, index: number): Tags {
  const track = sheet.tracks[index]!;
  const { cueSheet: _, lyrics: __, artistsCredit: ___, trackText: ____, titleSort: _____, ...whole } = tags;
  const performer = track.performer ?? sheet.performer;
  const albumArtist = sheet.performer;
  const { albumGainDb, albumPeak } = tags.replayGain ?? {};
  const album = tags.album ?? sheet.title;
  const date = tags.date ?? sheet.date;
  const disc = tags.disc ?? sheet.discNumber;
  return {
    ...whole,
    ...(album !== undefined && { album }),
    ...(date !== undefined && { date }),
    ...(disc !== undefined && { disc }),
    title: track.title ?? `Track ${track.number}`,
    track: track.number,
    trackTotal: sheet.tracks.length,
    artists: performer === undefined ? tags.artists : [performer],
    artistsSort: performer === undefined ? tags.artistsSort : [],
    albumArtists:
      tags.albumArtists.length > 0 || albumArtist === undefined ? tags.albumArtists : [albumArtist],
    musicBrainz: {
      ...(tags.musicBrainz.release !== undefined && { release: tags.musicBrainz.release }),
      ...(tags.musicBrainz.releaseGroup !== undefined && { releaseGroup: tags.musicBrainz.releaseGroup }),
      artists: performer === undefined ? tags.musicBrainz.artists : [],
      albumArtists: tags.musicBrainz.albumArtists,
    },
    genres: tags.genres.length > 0 || sheet.genre === undefined ? tags.genres : [sheet.genre],
    isrcs: track.isrc === undefined ? [] : [track.isrc],
    replayGain: {
      ...(albumGainDb !== undefined && { albumGainDb }),
      ...(albumPeak !== undefined && { albumPeak }),
    },
    lyrics: [],
  };
}
