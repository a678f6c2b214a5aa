/**
 * What a cover gives to the page, worked out once per artwork and stored with it: its ground, an accent that reads on
 * light and on dark paper, papers and greys that lean to the ground, a spine for the shelf.
 *
 * The inks are found by clustering a small copy of the picture in OKLab; only lightness is moved for contrast, so
 * that the colour stays the cover's.
 */
import { openPicture } from './artwork.ts';
import { contrast, oklabToOklch, oklchToRgb, readableOn, rgbToOklab, toHex } from './colour.ts';
import type { Oklch } from './colour.ts';
import { sniffPicture } from './tags/pictures.ts';

export interface ArtworkFacts {
  readonly width: number;
  readonly height: number;
  readonly mime: string;
  readonly palette: Palette;
}

/** All colours as '#rrggbb'. */
export interface Palette {
  /** The colour that covers most of the picture. */
  readonly ground: string;
  readonly light: PaletteSide;
  readonly dark: PaletteSide;
  readonly spine: string;
  /** Reads at 4.5:1 on the spine. */
  readonly spineText: string;
}

/** The tokens of one theme. The accent reads at 4.5:1 on the house paper and on `paper`. */
export interface PaletteSide {
  readonly accent: string;
  readonly paper: string;
  readonly paperSunk: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly chartGrey: string;
}

const housePaper = { light: '#f7f4ee', dark: '#171412' } as const;
const sampleSizePx = 48;

/** Size, kind and palette of a picture. Throws as `renderArtwork` does. */
export async function describeArtwork(bytes: Buffer): Promise<ArtworkFacts> {
  const picture = await openPicture(bytes);
  const { width, height, orientation = 1 } = await picture.metadata();
  const pixels = await samplePixels(bytes);
  const upright = orientation < 5;
  return {
    width: upright ? width : height,
    height: upright ? height : width,
    mime: sniffPicture(bytes)!,
    palette: paletteOf(findInks(pixels)),
  };
}

async function samplePixels(bytes: Buffer): Promise<Buffer> {
  const picture = await openPicture(bytes);
  try {
    const small = picture
      .resize(sampleSizePx, sampleSizePx, { fit: 'fill' })
      .flatten({ background: '#ffffff' });
    return await small.toColourspace('srgb').removeAlpha().raw().toBuffer();
  } catch {
    // A torn picture still gets a palette: the house's.
    return Buffer.alloc(3, 0xc0);
  }
}

export interface Ink {
  readonly colour: Oklch;
  /** Part of the picture, 0 to 1. */
  readonly share: number;
}

/** The picture's colours by share: cells of OKLab, merged where they look alike. */
export function findInks(pixels: Buffer): Ink[] {
  const cells = new Map<number, { sum: [number, number, number]; count: number }>();
  const total = Math.floor(pixels.length / 3);
  for (let i = 0; i < total; i += 1) {
    const lab = rgbToOklab([pixels[i * 3]! / 255, pixels[i * 3 + 1]! / 255, pixels[i * 3 + 2]! / 255]);
    const key =
      Math.round(lab[0] * 12) * 10_000 +
      Math.round((lab[1] + 0.4) * 24) * 100 +
      Math.round((lab[2] + 0.4) * 24);
    const cell = cells.get(key) ?? { sum: [0, 0, 0], count: 0 };
    for (let axis = 0; axis < 3; axis += 1) cell.sum[axis]! += lab[axis]!;
    cell.count += 1;
    cells.set(key, cell);
  }
  const ordered = [...cells.values()].sort((a, b) => b.count - a.count);
  const merged: { lab: [number, number, number]; count: number }[] = [];
  for (const { sum, count } of ordered) {
    const lab: [number, number, number] = [sum[0] / count, sum[1] / count, sum[2] / count];
    const near = merged.find(
      (ink) => Math.hypot(ink.lab[0] - lab[0], ink.lab[1] - lab[1], ink.lab[2] - lab[2]) < 0.09,
    );
    if (near === undefined) merged.push({ lab, count });
    else near.count += count;
  }
  return merged
    .sort((a, b) => b.count - a.count)
    .map(({ lab, count }) => ({ colour: oklabToOklch(lab), share: count / Math.max(1, total) }));
}

/** The palette of a picture's inks. */
export function paletteOf(inks: readonly Ink[]): Palette {
  const ground = inks[0]?.colour ?? { l: 0.5, c: 0, h: 0 };
  const accent = accentOf(inks);
  const spine = toHex(oklchToRgb(ground));
  return {
    ground: spine,
    light: side(accent, ground, 'light'),
    dark: side(accent, ground, 'dark'),
    spine,
    spineText: spineText(spine, ground, inks),
  };
}

/** The colour that speaks: colourful, and enough of it to be seen. A grey cover keeps the house accent's hue out. */
function accentOf(inks: readonly Ink[]): Oklch {
  let best = inks[0]?.colour ?? { l: 0.5, c: 0, h: 0 };
  let bestScore = -1;
  for (const { colour, share } of inks) {
    if (share < 0.004) continue;
    // Colours near black and white hardly show their hue.
    const visible = colour.c * Math.min(1, colour.l * 2.5, (1 - colour.l) * 5);
    const score = visible * Math.sqrt(Math.min(share, 0.25));
    if (score > bestScore) [best, bestScore] = [colour, score];
  }
  return best;
}

interface Steps {
  readonly paper: number;
  readonly paperSunk: number;
  readonly inkSoft: number;
  readonly line: number;
  readonly lineStrong: number;
  readonly chartGrey: number;
}

/** Lightness of paper and greys where they lean to a ground. */
const steps: Record<'light' | 'dark', Steps> = {
  light: { paper: 0.905, paperSunk: 0.866, inkSoft: 0.43, line: 0.82, lineStrong: 0.58, chartGrey: 0.73 },
  dark: { paper: 0.226, paperSunk: 0.282, inkSoft: 0.76, line: 0.348, lineStrong: 0.6, chartGrey: 0.44 },
};

function side(accent: Oklch, ground: Oklch, theme: 'light' | 'dark'): PaletteSide {
  const step = steps[theme];
  const lean = (l: number, part: number): Oklch => ({ l, c: Math.min(ground.c * part, 0.028), h: ground.h });
  const paper = toHex(oklchToRgb(lean(step.paper, 0.5)));
  const soft = Math.min(accent.c, 0.17);
  return {
    accent: readableOn(
      { ...accent, c: soft, l: theme === 'light' ? Math.min(accent.l, 0.55) : Math.max(accent.l, 0.72) },
      [paper, housePaper[theme]],
      4.5,
    ),
    paper,
    paperSunk: toHex(oklchToRgb(lean(step.paperSunk, 0.5))),
    inkSoft: readableOn(lean(step.inkSoft, 0.4), [paper], 4.5),
    line: toHex(oklchToRgb(lean(step.line, 0.45))),
    lineStrong: readableOn(lean(step.lineStrong, 0.4), [paper], 3),
    chartGrey: toHex(oklchToRgb(lean(step.chartGrey, 0.4))),
  };
}

/** The ink that stands out most from the spine, moved until it reads; else ivory or near-black of the same hue. */
function spineText(spine: string, ground: Oklch, inks: readonly Ink[]): string {
  const candidates = inks
    .filter((ink) => ink.share > 0.01)
    .map((ink) => ({ ink, ratio: contrast(toHex(oklchToRgb(ink.colour)), spine) }));
  const best = candidates.sort((a, b) => b.ratio - a.ratio)[0];
  const colour =
    best !== undefined && best.ratio > 2.5
      ? best.ink.colour
      : { l: ground.l > 0.6 ? 0.25 : 0.93, c: Math.min(ground.c, 0.03), h: ground.h };
  const away = readableOn(colour, [spine], 4.5);
  if (contrast(away, spine) >= 4.5) return away;
  return contrast('#000000', spine) > contrast('#ffffff', spine) ? '#000000' : '#ffffff';
}
