/**
 * Which names are music, artwork, playlists, lyrics and cue sheets; their mime types; what browsers decode.
 *
 * Names only decide what is looked at. What a file is, its content says (see tags/loaders.ts).
 */
import { extname } from 'node:path';

export type FileKind = 'audio' | 'artwork' | 'playlist' | 'lyrics' | 'cue';

const audioTypes: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  mp2: 'audio/mpeg',
  mp1: 'audio/mpeg',
  mpga: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  spx: 'audio/ogg',
  m4a: 'audio/mp4',
  m4b: 'audio/mp4',
  m4p: 'audio/mp4',
  m4r: 'audio/mp4',
  mp4: 'audio/mp4',
  alac: 'audio/mp4',
  aax: 'audio/vnd.audible.aax',
  aaxc: 'audio/vnd.audible.aax',
  aa: 'audio/audible',
  aac: 'audio/aac',
  wav: 'audio/wav',
  wave: 'audio/wav',
  bwf: 'audio/wav',
  rf64: 'audio/wav',
  aif: 'audio/aiff',
  aiff: 'audio/aiff',
  aifc: 'audio/aiff',
  wma: 'audio/x-ms-wma',
  asf: 'audio/x-ms-wma',
  dsf: 'audio/x-dsf',
  dff: 'audio/x-dff',
  wv: 'audio/x-wavpack',
  mpc: 'audio/x-musepack',
  mpp: 'audio/x-musepack',
  'mp+': 'audio/x-musepack',
  ape: 'audio/x-ape',
  tta: 'audio/x-tta',
  tak: 'audio/x-tak',
  ofr: 'audio/x-optimfrog',
  ofs: 'audio/x-optimfrog',
  caf: 'audio/x-caf',
  au: 'audio/basic',
  snd: 'audio/basic',
  w64: 'audio/x-w64',
  ac3: 'audio/ac3',
  eac3: 'audio/eac3',
  ec3: 'audio/eac3',
  dts: 'audio/vnd.dts',
  amr: 'audio/amr',
  shn: 'audio/x-shorten',
  mka: 'audio/x-matroska',
  weba: 'audio/webm',
  webm: 'audio/webm',
};

const artworkTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
};

const playlistTypes: Readonly<Record<string, string>> = {
  m3u: 'audio/x-mpegurl',
  m3u8: 'application/vnd.apple.mpegurl',
  pls: 'audio/x-scpls',
  xspf: 'application/xspf+xml',
};

export const audioExtensions: ReadonlySet<string> = new Set(Object.keys(audioTypes));
export const artworkExtensions: ReadonlySet<string> = new Set(Object.keys(artworkTypes));
export const playlistExtensions: ReadonlySet<string> = new Set(Object.keys(playlistTypes));
export const lyricsExtensions: ReadonlySet<string> = new Set(['lrc']);

/** What a file is by its name, or undefined when it does not concern a music library. */
export function fileKind(name: string): FileKind | undefined {
  const extension = extname(name).slice(1).toLowerCase();
  if (audioExtensions.has(extension)) return 'audio';
  if (artworkExtensions.has(extension)) return 'artwork';
  if (playlistExtensions.has(extension)) return 'playlist';
  if (lyricsExtensions.has(extension)) return 'lyrics';
  return extension === 'cue' ? 'cue' : undefined;
}

/** The mime type that a name stands for; 'application/octet-stream' for others. */
export function mimeTypeOfName(name: string): string {
  const extension = extname(name).slice(1).toLowerCase();
  return (
    audioTypes[extension] ?? artworkTypes[extension] ?? playlistTypes[extension] ?? 'application/octet-stream'
  );
}

const containerTypes: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  mp4: 'audio/mp4',
  wav: 'audio/wav',
  aiff: 'audio/aiff',
  asf: 'audio/x-ms-wma',
  dsf: 'audio/x-dsf',
  dff: 'audio/x-dff',
  wavpack: 'audio/x-wavpack',
  musepack: 'audio/x-musepack',
  ape: 'audio/x-ape',
  tta: 'audio/x-tta',
  tak: 'audio/x-tak',
  optimfrog: 'audio/x-optimfrog',
  caf: 'audio/x-caf',
  au: 'audio/basic',
  w64: 'audio/x-w64',
  ac3: 'audio/ac3',
  dts: 'audio/vnd.dts',
  amr: 'audio/amr',
  aac: 'audio/aac',
  matroska: 'audio/x-matroska',
};

/** The mime type to send audio with, by what its content is. */
export function mimeTypeOfContainer(container: string): string {
  return containerTypes[container] ?? 'application/octet-stream';
}

/** The usual extension for a container and codec, without a dot. */
export function extensionOfContainer(container: string, codec: string): string {
  if (container === 'ogg') return codec === 'opus' ? 'opus' : 'ogg';
  return usualExtensions[container] ?? container;
}

const usualExtensions: Readonly<Record<string, string>> = {
  mp4: 'm4a',
  asf: 'wma',
  wavpack: 'wv',
  musepack: 'mpc',
  matroska: 'mka',
  optimfrog: 'ofr',
};

/** What decodes in which browsers: everywhere, in most, or nowhere (then it is transcoded). */
export type BrowserSupport = 'all' | 'most' | 'none';

/**
 * `all`: Chromium, Firefox and Safari 17 or newer. `most`: Safari lacks it or needs a recent version (Ogg
 * containers). ALAC, AIFF, WavPack, WMA, DSD and the like decode in none or only in Safari.
 */
export function browserSupport(container: string, codec: string): BrowserSupport {
  return supported.get(`${container}/${codec}`) ?? 'none';
}

const supported = new Map<string, BrowserSupport>([
  ['mp3/mp3', 'all'],
  ['flac/flac', 'all'],
  ['mp4/aac', 'all'],
  ['mp4/mp3', 'all'],
  ['mp4/flac', 'all'],
  ['mp4/opus', 'most'],
  ['wav/pcm', 'all'],
  ['wav/pcm-float', 'all'],
  ['aac/aac', 'all'],
  ['ogg/opus', 'most'],
  ['ogg/vorbis', 'most'],
  ['ogg/flac', 'most'],
  ['matroska/opus', 'most'],
  ['matroska/vorbis', 'most'],
]);
