/**
 * Star ratings that other programs left in files, brought to 0–100.
 */

/** POPM bytes as Windows Media Player and most others write stars (1, 64, 128, 196, 255), in between by proportion. */
export function popularityRating(byte: number): number {
  if (byte === 0) return 0;
  if (byte < 32) return 20;
  if (byte < 96) return 40;
  if (byte < 160) return 60;
  if (byte < 224) return 80;
  return 100;
}
