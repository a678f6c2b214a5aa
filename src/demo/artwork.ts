/**
 * The demo's pictures: covers and artist portraits drawn in drawings.ts, with paper grain, as JPEG or PNG. Made by
 * sharp from SVG without any text, so that no font of the machine changes them.
 */

import sharp from 'sharp';
import { drawings } from './drawings.ts';
import { randomFrom } from './synth/random.ts';

export const coverPixels = 800;
const grainPixels = 200;

/** Rasterises a drawing by its name. The same drawing gives the same bytes with the same sharp. */
export async function drawPicture(name: string, type: 'jpeg' | 'png'): Promise<Uint8Array> {
  const body = drawings[name];
  if (body === undefined) throw new RangeError(`There is no drawing "${name}" in drawings.ts.`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${coverPixels}" height="${coverPixels}" viewBox="0 0 200 200">${body()}</svg>`;
  const picture = sharp(Buffer.from(svg)).composite([
    { input: grain(), raw: grainFormat, tile: true, blend: 'soft-light' },
  ]);
  const flat = picture.removeAlpha();
  return type === 'png'
    ? flat.png({ palette: true, colours: 64, dither: 0.4, effort: 3 }).toBuffer()
    : flat.jpeg({ quality: 86, chromaSubsampling: '4:4:4' }).toBuffer();
}

const grainFormat = { width: grainPixels, height: grainPixels, channels: 4 } as const;

/** A tile of faint grey noise, which soft light turns into the tooth of paper. */
function grain(): Buffer {
  const random = randomFrom('paper');
  const pixels = Buffer.alloc(grainPixels * grainPixels * 4);
  for (let at = 0; at < pixels.length; at += 4) {
    const shade = 128 + Math.round((random.signed() + random.signed()) * 42);
    pixels.fill(shade, at, at + 3);
    pixels[at + 3] = 150;
  }
  return pixels;
}
