/**
 * Which known track a file is. A path alone does not tell: files are moved, renamed, re-tagged, swapped and encoded
 * anew, and what people gave (stars, plays, playlists) hangs on the row. Evidence, strongest first:
 *
 * 1. the digest of the sound itself; 2. size, time and tags (a moved file whose sound was not digested yet);
 * 3. the MusicBrainz recording with its album; 4. album artist, album, disc, number, title and duration ± 2 s
 * (the same track in another format). Only a row whose own file is gone can be taken; a copy is a track of its own.
 */
import { albumFolder } from './albums.ts';
import { titleOfFile } from './file-title.ts';
import { keyOf } from './keys.ts';

/** What is known about a track, from its row or from a file just read. */
export interface Evidence {
  readonly fileName: string;
  readonly folderPath: string;
  readonly libraryId: number;
  readonly segment: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Null until it is known. */
  readonly essence: string | null;
  readonly mbidRecording: string | null;
  readonly mbidTrack: string | null;
  readonly title: string;
  readonly artist: string;
  readonly albumArtist: string;
  readonly album: string;
  readonly disc: number | null;
  readonly number: number | null;
  readonly durationMs: number;
}

const durationToleranceMs = 2000;

/**
 * How sure it is that `file` is the track of `row`; 0: it is not. Comparable between rows of one file only. The
 * path counts only to choose between rows that are equally likely.
 */
export function likeness(file: Evidence, row: Evidence): number {
  // A negative segment is a row that lost its place in a file; which part it was, its essence and title tell.
  if (file.segment !== row.segment && row.segment >= 0 && (file.segment === 0 || row.segment === 0)) return 0;
  const base = certainty(file, row);
  return base === 0 ? 0 : base + nearness(file, row);
}

/** Likeness from here on rests on the sound or on the very bytes, not on tags. */
export const strongLikeness = 4000;

function certainty(file: Evidence, row: Evidence): number {
  const sameBytes =
    file.sizeBytes === row.sizeBytes &&
    file.mtimeMs === row.mtimeMs &&
    (file.segment === row.segment || row.segment < 0);
  const sound = isDigest(file.essence) && isDigest(row.essence) ? file.essence === row.essence : undefined;
  if (sameBytes && sound !== false && sameTags(file, row)) return 6000;
  if (sound === true) return sameTitle(file, row) ? 5000 : 4000;
  // The sound differs and the format is the same kind of thing: nevertheless a re-encoded or remastered file may be meant.
  if (file.mbidTrack !== null && file.mbidTrack === row.mbidTrack) return 3000;
  if (file.mbidRecording !== null && file.mbidRecording === row.mbidRecording && sameAlbum(file, row))
    return 2500;
  if (sameTitle(file, row) && sameAlbum(file, row) && samePlace(file, row) && sameLength(file, row))
    return 2000;
  return 0;
}

function nearness(file: Evidence, row: Evidence): number {
  let score = 0;
  if (file.libraryId === row.libraryId) score += 1;
  if (file.mtimeMs === row.mtimeMs) score += 32;
  if (file.sizeBytes === row.sizeBytes) score += 32;
  if (file.fileName === row.fileName) score += 64;
  if (file.folderPath === row.folderPath) score += 64;
  else if (lastPart(file.folderPath) === lastPart(row.folderPath)) score += 16;
  if (file.album === row.album) score += 128;
  if (file.number === row.number && file.disc === row.disc) score += 128;
  if (file.artist === row.artist) score += 64;
  return score;
}

/**
 * True when the file at a row's own path holds something else now: other sound as far as that is known, and neither
 * the title nor the place on the same album is the row's. In doubt the path speaks for the row.
 */
export function isReplaced(file: Evidence, row: Evidence): boolean {
  const sound = isDigest(file.essence) && isDigest(row.essence) ? file.essence === row.essence : undefined;
  if (sound === true || sameTitle(file, row)) return false;
  if (file.mbidRecording !== null && file.mbidRecording === row.mbidRecording) return false;
  // A better copy with a corrected title: still the third song of that album.
  if (file.number !== null && samePlace(file, row) && sameAlbum(file, row) && sameLength(file, row))
    return false;
  if (
    keyOf(file.artist) === keyOf(row.artist) &&
    keyOf(file.album) === keyOf(row.album) &&
    sound === undefined
  )
    return false;
  return sound === false || !sameLength(file, row);
}

/** What background/essence.ts writes where a digest cannot be made says nothing about the sound. */
function isDigest(essence: string | null): essence is string {
  return essence !== null && !essence.startsWith('none:');
}

const sameTitle = (a: Evidence, b: Evidence): boolean =>
  a.title === b.title || keyOf(a.title) === keyOf(b.title);
const sameAlbum = (a: Evidence, b: Evidence): boolean =>
  a.album === b.album || keyOf(a.album) === keyOf(b.album);
const sameTags = (a: Evidence, b: Evidence): boolean =>
  (sameTitle(a, b) || (isUntitled(a) && isUntitled(b))) &&
  (sameAlbum(a, b) || (hasNoAlbum(a) && hasNoAlbum(b))) &&
  keyOf(a.artist) === keyOf(b.artist);
/** A title or an album taken from the names of file and folder is no tag: it changes when these are renamed. */
const isUntitled = (track: Evidence): boolean => track.title === titleOfFile(track.fileName);
const hasNoAlbum = ({ album, folderPath }: Evidence): boolean => {
  const folder = albumFolder(folderPath);
  return folder === '' || album === lastPart(folder);
};
const sameLength = (a: Evidence, b: Evidence): boolean =>
  Math.abs(a.durationMs - b.durationMs) <= durationToleranceMs || a.durationMs === 0 || b.durationMs === 0;

function samePlace(a: Evidence, b: Evidence): boolean {
  const albumArtist = (track: Evidence): string => keyOf(track.albumArtist || track.artist);
  return a.number === b.number && (a.disc ?? 1) === (b.disc ?? 1) && albumArtist(a) === albumArtist(b);
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
