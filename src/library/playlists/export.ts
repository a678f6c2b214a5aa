/** A playlist as a file: M3U8 with paths as they are on disk, or XSPF. Lines without a track go out as they came in. */
import type { PlaylistEntry, PlaylistRow } from '../rows.ts';

export function exportPlaylist(
  playlist: PlaylistRow,
  entries: readonly PlaylistEntry[],
  format: 'm3u8' | 'xspf',
): string {
  return format === 'm3u8' ? m3u8(playlist, entries) : xspf(playlist, entries);
}

function m3u8(playlist: PlaylistRow, entries: readonly PlaylistEntry[]): string {
  const lines = ['#EXTM3U', `#PLAYLIST:${oneLine(playlist.name)}`];
  for (const { track, entry } of entries) {
    if (track)
      lines.push(
        `#EXTINF:${Math.round(track.durationMs / 1000)},${oneLine(`${track.artistName} - ${track.title}`)}`,
        track.path,
      );
    else if (entry !== null) lines.push(entry);
  }
  return `${lines.join('\n')}\n`;
}

/** XSPF 1: https://www.xspf.org/spec */
function xspf(playlist: PlaylistRow, entries: readonly PlaylistEntry[]): string {
  const tracks = entries.map(({ track, entry }) => {
    if (!track) return entry === null ? '' : `    <track><location>${escaped(entry)}</location></track>\n`;
    const location = track.path.split('/').map(encodeURIComponent).join('/');
    return `    <track><location>${escaped(location)}</location><title>${escaped(track.title)}</title><creator>${escaped(track.artistName)}</creator>${
      track.album ? `<album>${escaped(track.album.title)}</album>` : ''
    }<duration>${track.durationMs}</duration></track>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<playlist version="1" xmlns="http://xspf.org/ns/0/">\n  <title>${escaped(playlist.name)}</title>\n  <trackList>\n${tracks.join('')}  </trackList>\n</playlist>\n`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** Also drops what XML 1.0 cannot hold at all. */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const allowed = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
