/**
 * The thorough reader: TagLib compiled to WebAssembly, asked only when the fast path has doubts or knows no better
 * (Matroska, old or rare variants). Loaded on first use, since most libraries never need it.
 */
import { fstatSync, openSync, readSync, closeSync, readFileSync } from 'node:fs';
import type { AudioFile, TagLib } from 'taglib-wasm';
import { audioExtensions } from '../formats.ts';
import { Findings, canonicalName } from './findings.ts';
import { normaliseTags } from './normalise.ts';
import { pictureMime } from './pictures.ts';
import { extensionOf, readTags } from './read.ts';
import type { AudioFacts, Container, EmbeddedArtwork, TagResult } from './types.ts';

/** Files named in bytes that are no text are read whole, up to here. */
const wholeBytesMax = 256 * 1024 * 1024;
/** How much of a file is searched for a picture that TagLib gave by its bytes. */
const searchBytesMax = 32 * 1024 * 1024;

let taglib: Promise<TagLib> | undefined;

/** Reads like `readTags`, then asks TagLib where that had doubts. Never throws. */
export async function readTagsThoroughly(file: string | Buffer): Promise<TagResult> {
  let doubt: string | undefined;
  const fast = readTags(file, { onDoubt: (reason) => (doubt = reason) });
  if (doubt === undefined || !audioExtensions.has(extensionOf(file))) return fast;
  const slow = await askTagLib(file);
  if (slow === undefined) return fast;
  if (fast.kind === 'problem') return slow;
  // The fast path's tags know more (roles, lyrics); only what it could not tell is taken over.
  const audio = fast.audio.durationMs > 0 ? fast.audio : { ...slow.audio, container: fast.audio.container };
  const warnings =
    audio === fast.audio ? fast.warnings : fast.warnings.filter((warning) => !warning.includes('how long'));
  return { ...fast, audio, warnings };
}

async function askTagLib(file: string | Buffer): Promise<(TagResult & { kind: 'tags' }) | undefined> {
  try {
    taglib ??= import('taglib-wasm').then((module) => module.TagLib.initialize());
    const library = await taglib;
    using opened = await library.open(await inputOf(file));
    return translate(opened, file);
  } catch (error) {
    // A trap leaves the module's memory in an unknown state: the next file gets a new one.
    if (error instanceof Error && error.name === 'RuntimeError') taglib = undefined;
    return undefined;
  }
}

async function inputOf(file: string | Buffer): Promise<string | Uint8Array> {
  if (typeof file === 'string') return file;
  const name = file.toString('utf8');
  if (Buffer.from(name).equals(file)) return name;
  const fd = openSync(file, 'r');
  try {
    return fstatSync(fd).size > wholeBytesMax ? name : readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

function translate(opened: AudioFile, file: string | Buffer): (TagResult & { kind: 'tags' }) | undefined {
  const properties = opened.audioProperties();
  if (!opened.isValid() || properties === undefined || properties.sampleRate === 0) return undefined;
  const found = new Findings();
  for (const [name, values] of Object.entries(opened.properties())) {
    for (const value of values ?? []) found.add(canonicalName(name), value);
  }
  const tags = normaliseTags(found);
  const audio: AudioFacts = {
    container: containers.get(properties.containerFormat) ?? 'other',
    codec: properties.codec.toLowerCase(),
    durationMs: properties.durationMs ?? properties.duration * 1000,
    sampleRateHz: properties.sampleRate,
    channels: properties.channels,
    ...(properties.bitsPerSample > 0 && { bitDepth: properties.bitsPerSample }),
    bitrateKbps: properties.bitrate,
    lossless: properties.isLossless,
  };
  return {
    kind: 'tags',
    tags,
    audio,
    artwork: locatePictures(opened, file),
    essence: {},
    warnings: found.warnings,
  };
}

const containers = new Map<string, Container>([
  ['MP3', 'mp3'],
  ['MP4', 'mp4'],
  ['FLAC', 'flac'],
  ['OGG', 'ogg'],
  ['WAV', 'wav'],
  ['AIFF', 'aiff'],
  ['ASF', 'asf'],
  ['APE', 'ape'],
  ['DSF', 'dsf'],
  ['DSDIFF', 'dff'],
  ['WavPack', 'wavpack'],
  ['MPC', 'musepack'],
  ['TTA', 'tta'],
  ['Matroska', 'matroska'],
]);

/** TagLib hands out bytes; pictures that stand in the file in one piece are found again by their beginning. */
function locatePictures(opened: AudioFile, file: string | Buffer): EmbeddedArtwork[] {
  const pictures = opened.getPictures();
  if (pictures.length === 0) return [];
  const bytes = readHead(file);
  const located: EmbeddedArtwork[] = [];
  for (const picture of pictures.slice(0, 20)) {
    const data = Buffer.from(picture.data);
    const offset = data.length < 64 ? -1 : bytes.indexOf(data);
    if (offset < 0) continue;
    const mime = pictureMime(data, 0, picture.mimeType);
    located.push({
      offset,
      length: data.length,
      mime,
      type: located.length === 0 ? 'front' : 'other',
      description: '',
      storage: 'raw',
    });
  }
  return located;
}

function readHead(file: string | Buffer): Buffer {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(Math.min(fstatSync(fd).size, searchBytesMax));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}
