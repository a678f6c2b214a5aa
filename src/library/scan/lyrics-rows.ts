/** Lyrics as rows: those in the tags first, then those from files beside the song. */
import type { Lyrics } from '#media/index.ts';
import type { MatchedSong } from './phase-3-match.ts';

export const lyricsColumns = ['track_id', 'position', 'language', 'synced', 'source', 'lines'];

export function lyricsRows({ id, draft }: MatchedSong): unknown[][] {
  const embedded = draft.segment > 0 ? [] : draft.found.tags.lyrics;
  const all = [
    ...draft.lyrics.map((lyrics) => ({ lyrics, source: 'sidecar' })),
    ...embedded.map((lyrics) => ({ lyrics, source: 'embedded' })),
  ];
  const rows: unknown[][] = [];
  for (const { lyrics, source } of all) {
    const lines = linesOf(lyrics);
    if (lines.length === 0) continue;
    // Three letters x: the language is not told, as the ID3 and OpenSubsonic specifications write it.
    rows.push([
      id,
      rows.length,
      lyrics.language ?? 'xxx',
      lyrics.synced !== undefined,
      source,
      JSON.stringify(lines),
    ]);
  }
  return rows;
}

function linesOf(lyrics: Lyrics): { timeMs: number | null; text: string }[] {
  if (lyrics.synced) return lyrics.synced.map(({ timeMs, text }) => ({ timeMs, text }));
  if (lyrics.text.trim() === '') return [];
  return lyrics.text.split(/\r\n|\n|\r/).map((text) => ({ timeMs: null, text }));
}
