/** Rows of tracks as identity and incremental scans look at them. */
import type { RoomDatabase } from '#base/database/index.ts';
import type { Evidence } from '../match/identity.ts';
import type { LibrarySchema } from '../schema.ts';
import { chunksOf } from './chunks.ts';

/** A track's row with what it can be recognised by. */
export interface KnownTrack extends Evidence {
  readonly id: number;
  readonly folderId: number;
  readonly root: string;
  readonly albumId: number | null;
  readonly artworkId: number | null;
  readonly missingSince: number | null;
}

export function selectKnownTracks(database: RoomDatabase<LibrarySchema>) {
  return database.read
    .selectFrom('track')
    .innerJoin('folder', 'folder.id', 'track.folder_id')
    .innerJoin('library', 'library.id', 'track.library_id')
    .leftJoin('album', 'album.id', 'track.album_id')
    .select([
      'track.id',
      'track.folder_id as folderId',
      'track.library_id as libraryId',
      'library.root',
      'folder.path as folderPath',
      'track.file_name as fileName',
      'track.segment',
      'track.size_bytes as sizeBytes',
      'track.mtime_ms as mtimeMs',
      'track.essence',
      'track.mbid_recording as mbidRecording',
      'track.mbid_track as mbidTrack',
      'track.title',
      'track.artist_name as artist',
      'track.album_artist_name as albumArtist',
      'album.title as albumTitle',
      'track.disc',
      'track.number',
      'track.duration_ms as durationMs',
      'track.album_id as albumId',
      'track.artwork_id as artworkId',
      'track.missing_since as missingSince',
    ]);
}

type SelectedTrack = Awaited<ReturnType<ReturnType<typeof selectKnownTracks>['execute']>>[number];

/** The album's title is '' where there is none, as in a file just read. */
export function toKnownTrack({ albumTitle, ...row }: SelectedTrack): KnownTrack {
  return { ...row, album: albumTitle ?? '' };
}

/** The tracks that lie in these folders, missing ones too. */
export async function tracksOfFolders(
  database: RoomDatabase<LibrarySchema>,
  folderIds: readonly number[],
): Promise<KnownTrack[]> {
  const tracks: KnownTrack[] = [];
  for (const ids of chunksOf(folderIds, 500)) {
    const rows = await selectKnownTracks(database).where('track.folder_id', 'in', ids).execute();
    for (const row of rows) tracks.push(toKnownTrack(row));
  }
  return tracks;
}
