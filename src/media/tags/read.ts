/**
 * The way into one file: opens it, lets its loader read, and answers with a value whatever happens.
 */
import { extname } from 'node:path';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import { ByteSource } from './byte-source.ts';
import { Findings, Unreadable } from './findings.ts';
import { chooseLoader, findNative, readLeadingTags } from './loaders.ts';
import { normaliseTags } from './normalise.ts';
import { explainUnknown } from './unknown.ts';
import type { AudioFacts, TagProblem, TagResult, TagsFound } from './types.ts';

export interface ReadOptions {
  /** Called with a sentence when the thorough reader (see taglib.ts) could do better. */
  readonly onDoubt?: (doubt: string) => void;
}

/**
 * Reads tags, audio facts and the whereabouts of pictures of one file, synchronously and in few reads.
 * Never throws: what cannot be read is a `problem` with a sentence for people.
 */
export function readTags(file: string | Buffer, options: ReadOptions = {}): TagResult {
  let source: ByteSource;
  try {
    source = ByteSource.open(file);
  } catch (error) {
    return unreadable(error);
  }
  try {
    return readSource(source, extensionOf(file), options).result;
  } finally {
    source.close();
  }
}

/** The same for bytes in memory. */
export function readTagsOfBytes(bytes: Buffer, name = '', options: ReadOptions = {}): TagResult {
  return readSource(ByteSource.of(bytes), extensionOf(name), options).result;
}

export interface Reading {
  readonly result: TagResult;
  readonly found: Findings;
}

/** Reads an open source and answers with the raw findings too. */
export function readSource(source: ByteSource, extension: string, options: ReadOptions): Reading {
  const found = new Findings();
  try {
    const result = load(source, extension, found);
    if (found.doubt !== undefined) options.onDoubt?.(found.doubt);
    return { result, found };
  } catch (error) {
    if (!(error instanceof Unreadable)) options.onDoubt?.(messageOf(error));
    return { result: problemOf(error, source, found), found };
  }
}

function load(source: ByteSource, extension: string, found: Findings): TagsFound {
  if (source.sizeBytes === 0) throw new Unreadable('empty', 'The file is empty.');
  const native = findNative(source);
  const start = native ?? readLeadingTags(source, found);
  const loader = chooseLoader(source, start);
  if (loader === undefined) {
    found.doubt = 'the content is of no format that is read here';
    throw explainUnknown(source, start, extension);
  }
  loader(source, start, found);
  if (native !== undefined) {
    found.seal();
    readLeadingTags(source, found);
  }
  const tags = normaliseTags(found);
  warnOfName(extension, found);
  const audio = plausible(found.audio as AudioFacts);
  if (audio.durationMs === 0) found.warn('the file does not tell how long it plays');
  const essence = found.essenceDigest === undefined ? {} : { digest: found.essenceDigest };
  return { kind: 'tags', tags, audio, artwork: found.artwork, essence, warnings: found.warnings };
}

/** A year; whoever says more is damaged. */
const durationMsMax = 365 * 86_400_000;

/** Damaged headers claim anything: what cannot be is set to 0, 'not told'. */
function plausible(audio: AudioFacts): AudioFacts {
  const { durationMs, bitrateKbps } = audio;
  const believed = durationMs >= 0 && durationMs <= durationMsMax;
  if (believed && bitrateKbps >= 0 && bitrateKbps < 1_000_000) return audio;
  return {
    ...audio,
    durationMs: believed ? durationMs : 0,
    bitrateKbps: bitrateKbps >= 0 && bitrateKbps < 1_000_000 ? bitrateKbps : 0,
  };
}

/** Extensions that a container may honestly have; others are worth a word. */
const honest = new Map<string, RegExp>([
  ['mp3', /^(?:mp[123]|mpga|mpa|m2a)$/],
  ['flac', /^(?:flac|fla)$/],
  ['ogg', /^(?:og[agvx]|opus|spx|flac)$/],
  ['mp4', /^(?:m4[abprv]|mp4|aax|aaxc|aac|alac|mov|3gp|3g2|qt|f4a)$/],
  ['wav', /^(?:wav|wave|bwf|rf64|w64)$/],
  ['aiff', /^(?:aif[fc]?|aiffc)$/],
  ['asf', /^(?:wma|wmv|asf|wm)$/],
  ['aac', /^(?:aac|adts)$/],
  ['matroska', /^(?:mk[av]|web[am])$/],
]);

function warnOfName(extension: string, found: Findings): void {
  const container = found.audio.container;
  const pattern = container === undefined ? undefined : honest.get(container);
  if (extension !== '' && pattern !== undefined && !pattern.test(extension)) {
    found.warn(`the file is named .${extension.slice(0, 10)} but its content is ${container!.toUpperCase()}`);
  }
}

function problemOf(error: unknown, source: ByteSource, found: Findings): TagProblem {
  if (error instanceof Unreadable && found.oversized && error.reason !== 'encrypted') {
    return {
      kind: 'problem',
      reason: 'too-large-tag',
      message: `The file is damaged: ${found.warnings[0] ?? 'its tag claims too much'}, and no audio was found.`,
    };
  }
  if (error instanceof Unreadable) {
    return {
      kind: 'problem',
      reason: error.reason,
      message: error.message,
      ...(error.tags !== undefined && { tags: error.tags }),
    };
  }
  if (systemCodeOf(error) !== undefined) return unreadable(error);
  const size = source.sizeBytes;
  return {
    kind: 'problem',
    reason: 'unreadable',
    message: `The file of ${size} bytes is damaged in a way that its reader does not know (${messageOf(error)}).`,
  };
}

function unreadable(error: unknown): TagProblem {
  const code = systemCodeOf(error);
  if (code === 'ENOENT') return { kind: 'problem', reason: 'missing', message: 'The file is gone.' };
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      kind: 'problem',
      reason: 'unreadable',
      message: 'The file may not be read: give the user that runs Fonoteca the right to read it.',
    };
  }
  if (code === 'EISDIR')
    return { kind: 'problem', reason: 'not-audio', message: 'This is a folder, not a file.' };
  if (code === 'ESPIPE')
    return { kind: 'problem', reason: 'not-audio', message: 'This is a pipe, not a file.' };
  if (code === 'ELOOP')
    return { kind: 'problem', reason: 'unreadable', message: 'The link leads in a circle.' };
  return { kind: 'problem', reason: 'unreadable', message: `The file cannot be read: ${messageOf(error)}` };
}

/** Lower case, without its dot; works for names that are no text. */
export function extensionOf(file: string | Buffer): string {
  const name = typeof file === 'string' ? file : file.toString('latin1', Math.max(0, file.length - 12));
  return extname(name).slice(1).toLowerCase();
}
