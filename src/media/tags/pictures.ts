/**
 * Embedded pictures: what kind they are and where they lie, without reading them.
 *
 * ID3's APIC type numbers are shared by FLAC, WMA and WavPack; the mime type that a tag claims is often wrong
 * ('image/jpg', 'JPG', PNG bytes called JPEG), so the first bytes decide where they are at hand.
 */
import type { ArtworkType } from './types.ts';

const types: readonly ArtworkType[] = [
  'other',
  'icon',
  'icon',
  'front',
  'back',
  'leaflet',
  'disc',
  'lead-artist',
  'artist',
  'conductor',
  'band',
  'composer',
  'lyricist',
  'location',
  'recording',
  'performance',
  'screen',
  'illustration',
  'illustration',
  'logo',
  'logo',
];

/** ID3v2 §4.14, FLAC METADATA_BLOCK_PICTURE. */
export function artworkType(number: number): ArtworkType {
  return types[number] ?? 'other';
}

/** The mime type of a picture by its first bytes, else by what its tag claims. */
export function pictureMime(head: Buffer, from: number, claimed: string): string {
  const sniffed = from >= 0 ? sniffPicture(head, from) : undefined;
  if (sniffed !== undefined) return sniffed;
  const claim = claimed.trim().toLowerCase();
  if (claim === 'image/jpg' || claim === 'jpg' || claim === 'jpeg') return 'image/jpeg';
  if (claim === 'png' || claim === 'gif' || claim === 'bmp' || claim === 'webp') return `image/${claim}`;
  return /^image\/[a-z0-9.+-]{1,40}$/.test(claim) ? claim : 'application/octet-stream';
}

/** 'image/…' by magic numbers, or undefined. */
export function sniffPicture(head: Buffer, from = 0): string | undefined {
  if (from + 12 > head.length) return undefined;
  const magic = head.readUInt32BE(from);
  if (magic >>> 8 === 0xffd8ff) return 'image/jpeg';
  if (magic === 0x89504e47) return 'image/png';
  if (magic === 0x47494638) return 'image/gif';
  if (magic === 0x52494646 && head.readUInt32BE(from + 8) === 0x57454250) return 'image/webp';
  if (magic === 0x49492a00 || magic === 0x4d4d002a) return 'image/tiff';
  if (magic >>> 16 === 0x424d) return 'image/bmp';
  if (head.readUInt32BE(from + 4) === 0x66747970)
    return boxedPicture(head.toString('latin1', from + 8, from + 12));
  return magic === 0x0000000c || magic >>> 16 === 0xff0a ? 'image/jxl' : undefined;
}

function boxedPicture(brand: string): string | undefined {
  if (brand.startsWith('avi')) return 'image/avif';
  return brand.startsWith('hei') || brand === 'mif1' ? 'image/heic' : undefined;
}
