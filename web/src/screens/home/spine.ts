/** What an album looks like from the side: as thick as its discs, coloured like its cover, or like card without one. */
import type { AlbumRow } from '../../api/contract.ts';

export interface Spine {
  widthPx: number;
  color: string;
  textColor: string;
  /** Thick enough for two lines of title. */
  box: boolean;
  by: string;
}

const CARDS = [
  { color: '#5d5a3c', textColor: '#f3ead2' },
  { color: '#b9a98c', textColor: '#241d14' },
  { color: '#6e3524', textColor: '#efd9b4' },
  { color: '#2b4a6b', textColor: '#efe6d2' },
] as const;

export function spineOf({ id, artwork, artists, discCount, durationMs }: AlbumRow): Spine {
  const card = CARDS[sumOf(id) % CARDS.length] ?? CARDS[0];
  const widthPx = widthOf(discCount, durationMs);
  return {
    widthPx,
    color: artwork?.spine ?? card.color,
    textColor: artwork?.spineText ?? card.textColor,
    box: widthPx >= 52,
    by: shortName(artists[0]?.name ?? ''),
  };
}

/** One disc is thin, a long one a little thicker; three and more come in a box. */
function widthOf(discCount: number, durationMs: number): number {
  if (discCount >= 3) return 60;
  if (discCount === 2) return 52;
  if (durationMs > 60 * 60_000) return 44;
  return durationMs > 35 * 60_000 ? 36 : 32;
}

/** The last word of a name, as on a spine; names without spaces and bands that are a phrase stay whole. */
function shortName(name: string): string {
  const words = name.split(' ');
  return words.length === 2 || words.length === 3 ? (words.at(-1) ?? name) : name;
}

function sumOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum += letter.codePointAt(0) ?? 0;
  return sum;
}
