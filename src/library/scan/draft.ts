/** A song as it will stand in the database, made from its tags: phase 3 fills in who it is and where it belongs. */
import type { Lyrics, TagsFound } from '#media/index.ts';
import { type ArtistName, artistsOf, guestsInTitle, type IsKnown } from '../match/artists.ts';
import type { GroupInput, Grouping } from '../match/albums.ts';
import { albumFolder, discOfFolder } from '../match/albums.ts';
import { titleOfFile } from '../match/file-title.ts';
import { type GenreName, genresOf } from '../match/genres.ts';
import type { Evidence } from '../match/identity.ts';
import type { WalkedFile } from './types.ts';

export interface Draft {
  readonly file: WalkedFile;
  readonly folderPath: string;
  readonly segment: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly found: TagsFound;
  /** From files beside the song. */
  readonly lyrics: readonly Lyrics[];
  readonly title: string;
  readonly artistName: string;
  readonly artists: readonly ArtistName[];
  readonly albumArtistName: string;
  readonly albumArtists: readonly ArtistName[];
  readonly genres: readonly GenreName[];
  readonly disc: number | null;
  readonly number: number | null;
  readonly year: number | null;
  essence: string | null;
  grouping?: Grouping;
  /** What the album will be called; '' before grouping. */
  albumTitle: string;
}

/** A part of a file that a cue sheet names. */
export interface Segment {
  readonly segment: number;
  readonly startMs: number;
  readonly durationMs: number;
}

export const unknownArtist = 'Unknown artist';

/** Reads the tags into a draft. The title falls back to the file's name, the artist to "Unknown artist". */
export function draftOf(
  file: WalkedFile,
  folderPath: string,
  found: TagsFound,
  lyrics: readonly Lyrics[],
  isKnown: IsKnown,
  segment?: Segment,
): Draft {
  const { tags, audio } = found;
  const title = tags.title ?? titleOfFile(file.name);
  const artists = withGuests(
    artistsOf(tags.artists, tags.musicBrainz.artists, tags.artistsSort, isKnown),
    title,
  );
  const albumArtists = artistsOf(
    tags.albumArtists,
    tags.musicBrainz.albumArtists,
    tags.albumArtistsSort,
    isKnown,
  );
  const shown = tags.artistsCredit ?? tags.artists.join(', ');
  const number = segment === undefined || tags.track !== undefined ? tags.track : segment.segment;
  return {
    file,
    folderPath,
    found,
    lyrics,
    title,
    artists,
    albumArtists,
    segment: segment?.segment ?? 0,
    startMs: segment?.startMs ?? 0,
    durationMs: Math.round(segment?.durationMs ?? audio.durationMs),
    artistName: shown || tags.albumArtistsCredit || tags.albumArtists.join(', ') || unknownArtist,
    albumArtistName: tags.albumArtistsCredit ?? tags.albumArtists.join(', '),
    genres: tags.genres.length === 0 ? [] : genresOf(tags.genres),
    disc: tags.disc ?? discOfFolder(folderPath) ?? null,
    number: number ?? numberInName(file.name, tags.title) ?? null,
    year: yearOf(tags.originalDate) ?? yearOf(tags.date) ?? null,
    essence: essenceOf(found.essence.digest, segment),
    albumTitle: '',
  };
}

/** The sound of a part is the whole's, with the part's number. */
export function essenceOf(digest: string | undefined, segment: Segment | undefined): string | null {
  if (digest === undefined) return null;
  return segment === undefined ? digest : `${digest}#${segment.segment}`;
}

export function groupInput(draft: Draft): GroupInput {
  const { found, artists, albumArtists, folderPath, year } = draft;
  return {
    tags: found.tags,
    artists,
    albumArtists,
    folder: albumFolder(folderPath),
    year: year ?? undefined,
  };
}

export function evidenceOf(draft: Draft, libraryId: number): Evidence {
  const { musicBrainz } = draft.found.tags;
  return {
    fileName: draft.file.name,
    folderPath: draft.folderPath,
    libraryId,
    segment: draft.segment,
    sizeBytes: draft.file.sizeBytes,
    mtimeMs: draft.file.mtimeMs,
    essence: draft.essence,
    mbidRecording: musicBrainz.recording ?? null,
    mbidTrack: musicBrainz.track ?? null,
    title: draft.title,
    artist: draft.artistName,
    albumArtist: draft.albumArtistName,
    album: draft.albumTitle,
    disc: draft.disc,
    number: draft.number,
    durationMs: draft.durationMs,
  };
}

function withGuests(artists: readonly ArtistName[], title: string): readonly ArtistName[] {
  const guests = guestsInTitle(title);
  if (guests.length === 0) return artists;
  const named = artistsOf(guests, [], [], () => true).filter(
    (guest) => !artists.some((artist) => artist.key === guest.key),
  );
  return [...artists, ...named.map((guest) => ({ ...guest, guest: true }))];
}

function yearOf(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const year = Number(date.slice(0, 4));
  return year > 0 ? year : undefined;
}

/** The number that an untagged file's name begins with. */
function numberInName(name: string, title: string | undefined): number | undefined {
  const match = title === undefined ? /^(\d{1,3})(?:\s*[-._]\s*|\s+)\S/.exec(name) : null;
  return match ? Number(match[1]) : undefined;
}
