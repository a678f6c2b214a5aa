/**
 * Colour as it is seen: sRGB to OKLab/OKLCH (Björn Ottosson, 2020) and back, and WCAG contrast.
 */

/** sRGB channels from 0 to 1. */
export type Rgb = readonly [number, number, number];
/** Lightness 0–1, chroma, hue in radians. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

export function rgbToOklab([r, g, b]: Rgb): [number, number, number] {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function oklabToOklch([l, a, b]: readonly [number, number, number]): Oklch {
  return { l, c: Math.hypot(a, b), h: Math.atan2(b, a) };
}

/** The nearest colour that a screen has: chroma gives way, lightness and hue stay. */
export function oklchToRgb(colour: Oklch): Rgb {
  let { c } = colour;
  for (let step = 0; step < 24; step += 1) {
    const rgb = toRgb({ ...colour, c });
    if (rgb.every((channel) => channel >= -0.001 && channel <= 1.001)) return clamp(rgb);
    c *= 0.9;
  }
  return clamp(toRgb({ ...colour, c: 0 }));
}

function toRgb({ l, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const l3 = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m3 = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s3 = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
    gamma(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
    gamma(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3),
  ];
}

function clamp(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((channel) => Math.min(1, Math.max(0, channel)));
  return [r!, g!, b!];
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function toHex(rgb: Rgb): string {
  return `#${rgb
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parseHex(a)), luminance(parseHex(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Moves a colour's lightness away from all papers until it reads at `ratio` on each of them. */
export function readableOn(colour: Oklch, papers: readonly string[], ratio: number): string {
  const darker = luminance(parseHex(papers[0]!)) > 0.18;
  for (let step = 0; step <= 100; step += 1) {
    const l = darker ? colour.l * (1 - step / 100) : colour.l + (1 - colour.l) * (step / 100);
    const hex = toHex(oklchToRgb({ ...colour, l }));
    if (papers.every((paper) => contrast(hex, paper) >= ratio)) return hex;
  }
  return darker ? '#000000' : '#ffffff';
}
