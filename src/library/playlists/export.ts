/** A playlist as a file: paths as they are in the library's folder. Lines without a track go out as they came in. */
import { writePlaylist } from '#media/index.ts';
import type { PlaylistEntry, PlaylistRow } from '../rows.ts';

export function exportPlaylist(
  { name }: PlaylistRow,
  entries: readonly PlaylistEntry[],
  format: 'm3u8' | 'xspf',
): string {
  const lines = entries.flatMap(({ track, entry }) => {
    if (!track) return entry === null ? [] : [{ location: entry }];
    const { title, artistName: artist, durationMs, path: location, album } = track;
    return [{ location, title, artist, durationMs, ...(album && { album: album.title }) }];
  });
  return writePlaylist({ title: name, entries: lines }, format);
}
