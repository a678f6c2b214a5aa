/**
 * A cover for music that came without one: a coloured card with the title on it, as a label's plain series would print
 * it. The same name always gives the same card, so that an album is known again by its colour.
 */

export interface MadeCover {
  color: string;
  ink: string;
  accentLight: string;
  accentDark: string;
  /** Which of the drawn figures lies under the title. */
  figure: number;
}

/** Terracotta, ochre, olive, moss, sea, slate, plum, wine: inks that stand well on paper. */
const HUES = [40, 78, 112, 152, 198, 250, 320, 14] as const;
const FIGURES = 4;

export function madeCoverOf(name: string): MadeCover {
  const sum = sumOf(name);
  const hue = HUES[sum % HUES.length] ?? HUES[0];
  const dark = Math.floor(sum / 8) % 3 !== 0;
  return {
    color: dark ? `oklch(0.43 0.075 ${hue})` : `oklch(0.86 0.05 ${hue})`,
    ink: dark ? `oklch(0.95 0.025 ${hue})` : `oklch(0.3 0.05 ${hue})`,
    accentLight: `oklch(0.45 0.08 ${hue})`,
    accentDark: `oklch(0.76 0.075 ${hue})`,
    figure: Math.floor(sum / 24) % FIGURES,
  };
}

/** FNV-1a: names that differ in a letter differ in their cards. */
function sumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum;
}
