/**
 * Matroska and WebM (RFC 9559): elements of id, size and content; tags with the level they speak of.
 */
import type { ByteSource } from '../byte-source.ts';
import type { Findings } from '../findings.ts';
import { Unreadable, canonicalName } from '../findings.ts';
import { pictureMime } from '../pictures.ts';
import { cleanText, decodeUtf8 } from '../text.ts';

const ids = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  title: 0x7ba9,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  codecId: 0x86,
  contentEncodings: 0x6d80,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  cluster: 0x1f43b675,
  tags: 0x1254c367,
  tag: 0x7373,
  targets: 0x63c0,
  targetTypeValue: 0x68ca,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  attachments: 0x1941a469,
  attachedFile: 0x61a7,
  fileName: 0x466e,
  fileMimeType: 0x4660,
  fileData: 0x465c,
} as const;

const elementsMax = 100_000;
const textBytesMax = 512 * 1024;

interface Element {
  readonly id: number;
  readonly start: number;
  /** May lie behind the end of the file; all of the rest where the size is unknown (live streams). */
  readonly end: number;
  readonly sized: boolean;
}

interface MatroskaWalk {
  scaleNs: number;
  duration: number;
  title: string;
  codecId: string;
  sampleRateHz: number;
  channels: number;
  bitDepth: number;
  readonly clusters: { start: number; end: number }[];
  cut: boolean;
}

/** Reads the file. */
export function readMatroska(source: ByteSource, start: number, found: Findings): void {
  const walk: MatroskaWalk = {
    scaleNs: 1_000_000,
    duration: 0,
    title: '',
    codecId: '',
    sampleRateHz: 0,
    channels: 0,
    bitDepth: 0,
    clusters: [],
    cut: false,
  };
  for (const element of elements(source, start, source.sizeBytes))
    if (element.id === ids.segment) readSegment(source, element, walk, found);
  if (walk.title !== '' && !found.fields.has('TITLE')) found.add('TITLE', walk.title);
  if (walk.codecId === '')
    throw new Unreadable(
      walk.clusters.length === 0 ? 'truncated' : 'not-audio',
      'The Matroska file has no sound track.',
    );
  if (walk.cut) found.warn('the file ends before its audio does: it is truncated');
  const bytes = walk.clusters.reduce((sum, range) => sum + range.end - range.start, 0);
  const seconds = (walk.duration * walk.scaleNs) / 1e9;
  const [codec, lossless] = codecOf(walk.codecId);
  found.essenceRanges = walk.clusters;
  if (seconds === 0) found.doubt = 'the Matroska file does not tell its length';
  found.audio = {
    container: 'matroska',
    codec,
    durationMs: Math.round(seconds * 1000),
    sampleRateHz: walk.sampleRateHz || 8000,
    channels: walk.channels || 1,
    ...(lossless && walk.bitDepth > 0 && { bitDepth: walk.bitDepth }),
    bitrateKbps: seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0,
    lossless,
  };
}

function codecOf(id: string): readonly [string, boolean] {
  const known = codecs.find(([prefix]) => id.startsWith(prefix));
  return known === undefined ? [id.replace(/^A_/, '').toLowerCase(), false] : [known[1], known[2]];
}

const codecs: readonly (readonly [string, string, boolean])[] = [
  ['A_OPUS', 'opus', false],
  ['A_VORBIS', 'vorbis', false],
  ['A_FLAC', 'flac', true],
  ['A_AAC', 'aac', false],
  ['A_MPEG/L3', 'mp3', false],
  ['A_MPEG/L2', 'mp2', false],
  ['A_ALAC', 'alac', true],
  ['A_PCM/FLOAT', 'pcm-float', true],
  ['A_PCM', 'pcm', true],
  ['A_TTA1', 'tta', true],
  ['A_WAVPACK4', 'wavpack', true],
  ['A_EAC3', 'eac3', false],
  ['A_AC3', 'ac3', false],
  ['A_DTS', 'dts', false],
];

/** The elements between two offsets; stops silently at what is none. */
function* elements(source: ByteSource, from: number, to: number): Generator<Element> {
  let at = from;
  for (let count = 0; count < elementsMax && at < to; count += 1) {
    const head = source.viewUpTo(at, Math.min(12, to - at));
    const idLength = Math.clz32(head[0] ?? 0) - 23;
    if (idLength < 1 || idLength > 4 || head.length <= idLength) return;
    const id = head.readUIntBE(0, idLength);
    const sizeLength = Math.clz32(head[idLength]!) - 23;
    if (sizeLength > 8 || head.length < idLength + sizeLength) return;
    let size = head[idLength]! & (0xff >> sizeLength);
    let unknown = size === 0xff >> sizeLength;
    for (let i = 1; i < sizeLength; i += 1) {
      size = size * 256 + head[idLength + i]!;
      unknown &&= head[idLength + i] === 0xff;
    }
    const start = at + idLength + sizeLength;
    yield { id, start, end: unknown ? to : start + size, sized: !unknown };
    at = unknown ? to : start + size;
  }
}

function readSegment(source: ByteSource, segment: Element, walk: MatroskaWalk, found: Findings): void {
  walk.cut = segment.sized && segment.end > source.sizeBytes;
  for (const element of elements(source, segment.start, Math.min(segment.end, source.sizeBytes))) {
    const end = Math.min(element.end, source.sizeBytes);
    if (element.id === ids.cluster) walk.clusters.push({ start: element.start, end });
    else if (element.id === ids.info) readInfo(source, element, walk);
    else if (element.id === ids.tracks) readTracks(source, element, walk);
    else if (element.id === ids.tags) readTags(source, element, found);
    else if (element.id === ids.attachments) readAttachments(source, element, found);
  }
}

function readInfo(source: ByteSource, info: Element, walk: MatroskaWalk): void {
  for (const element of elements(source, info.start, info.end)) {
    if (element.id === ids.timestampScale) walk.scaleNs = unsigned(source, element) || 1_000_000;
    else if (element.id === ids.duration) walk.duration = Math.max(0, float(source, element));
    else if (element.id === ids.title) walk.title = text(source, element);
  }
}

/** The first sound track. */
function readTracks(source: ByteSource, tracks: Element, walk: MatroskaWalk): void {
  for (const entry of elements(source, tracks.start, tracks.end)) {
    if (entry.id !== ids.trackEntry || walk.codecId !== '') continue;
    const children = [...elements(source, entry.start, entry.end)];
    const type = children.find(({ id }) => id === ids.trackType);
    const codec = children.find(({ id }) => id === ids.codecId);
    if (type === undefined || codec === undefined || unsigned(source, type) !== 2) continue;
    walk.codecId = text(source, codec);
    const audio = children.find(({ id }) => id === ids.audio);
    if (audio !== undefined) readAudio(source, audio, walk);
  }
}

function readAudio(source: ByteSource, audio: Element, walk: MatroskaWalk): void {
  for (const element of elements(source, audio.start, audio.end)) {
    if (element.id === ids.samplingFrequency)
      walk.sampleRateHz = Math.round(Math.max(0, float(source, element)));
    else if (element.id === ids.channels) walk.channels = unsigned(source, element);
    else if (element.id === ids.bitDepth) walk.bitDepth = unsigned(source, element);
  }
}

/** Tags of the album (50) and of the track (30) use the same words for different things. */
const albumNames = new Map([
  ['TITLE', 'ALBUM'],
  ['ARTIST', 'ALBUMARTIST'],
  ['TOTALPARTS', 'TRACKTOTAL'],
]);
const commonNames = new Map([
  ['PARTNUMBER', 'TRACKNUMBER'],
  ['DATERELEASED', 'DATE'],
  ['DATERECORDED', 'DATE'],
  ['LEADPERFORMER', 'ARTIST'],
]);

function readTags(source: ByteSource, tags: Element, found: Findings): void {
  for (const tag of elements(source, tags.start, Math.min(tags.end, source.sizeBytes))) {
    if (tag.id !== ids.tag) continue;
    const children = [...elements(source, tag.start, tag.end)];
    const targets = children.find(({ id }) => id === ids.targets);
    const level =
      targets === undefined
        ? undefined
        : [...elements(source, targets.start, targets.end)].find(({ id }) => id === ids.targetTypeValue);
    const ofAlbum = level !== undefined && unsigned(source, level) === 50;
    for (const child of children)
      if (child.id === ids.simpleTag) readSimpleTag(source, child, ofAlbum, found);
  }
}

function readSimpleTag(source: ByteSource, simple: Element, ofAlbum: boolean, found: Findings): void {
  const children = [...elements(source, simple.start, simple.end)];
  const name = children.find(({ id }) => id === ids.tagName);
  const value = children.find(({ id }) => id === ids.tagString);
  if (name === undefined || value === undefined) return;
  const canonical = canonicalName(text(source, name));
  const common = commonNames.get(canonical) ?? canonical;
  found.add((ofAlbum ? albumNames.get(common) : undefined) ?? common, text(source, value));
}

function readAttachments(source: ByteSource, attachments: Element, found: Findings): void {
  for (const file of elements(source, attachments.start, Math.min(attachments.end, source.sizeBytes))) {
    if (file.id !== ids.attachedFile) continue;
    const children = [...elements(source, file.start, file.end)];
    const data = children.find(({ id }) => id === ids.fileData);
    const type = children.find(({ id }) => id === ids.fileMimeType);
    const name = children.find(({ id }) => id === ids.fileName);
    const claimed = type === undefined ? '' : text(source, type);
    if (data === undefined || !claimed.startsWith('image/') || data.end > source.sizeBytes) continue;
    const description = name === undefined ? '' : cleanText(text(source, name)).slice(0, 200);
    const mime = pictureMime(source.viewUpTo(data.start, Math.min(16, data.end - data.start)), 0, claimed);
    const kind = /^(?:small_)?cover/i.test(description) || found.artwork.length === 0 ? 'front' : 'other';
    found.addPicture({
      offset: data.start,
      length: data.end - data.start,
      mime,
      type: kind,
      description,
      storage: 'raw',
    });
  }
}

function unsigned(source: ByteSource, { start, end }: Element): number {
  const b = end - start > 6 ? source.viewUpTo(end - 6, 6) : source.viewUpTo(start, end - start);
  return b.length === 0 ? 0 : b.readUIntBE(0, b.length);
}

function float(source: ByteSource, { start, end }: Element): number {
  const b = source.viewUpTo(start, Math.min(8, end - start));
  const value = b.length === 4 ? b.readFloatBE(0) : b.length === 8 ? b.readDoubleBE(0) : 0;
  return Number.isFinite(value) && value < 1e15 ? value : 0;
}

function text(source: ByteSource, { start, end }: Element): string {
  if (end - start > textBytesMax) return '';
  const b = source.viewUpTo(start, end - start);
  return (decodeUtf8(b) ?? b.toString('latin1')).replaceAll('\0', '');
}
