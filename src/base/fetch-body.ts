/**
 * The body of an answer: decompressed, counted before and after (a small answer may unpack into an endless one), and
 * every failure turned into one of ours.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FonotecaError, messageOf } from './errors.ts';
import { FetchError } from './fetch-errors.ts';

export interface BodyRules {
  readonly host: string;
  readonly bodyBytesMax: number;
  /** `content-encoding` of the answer. */
  readonly encoding: string;
  /** Why everything was stopped, once it was. */
  readonly stopped: () => unknown;
  /** Called with each chunk that the server sent. */
  readonly onChunk: () => void;
}

/** The encodings that are asked for and understood. */
export const acceptedEncodings = 'gzip, deflate, br';

/** `source` as the plain bytes that it means. */
export function openBody(source: Readable, rules: BodyRules): Readable {
  const body = Readable.from(plainBytes(source, rules), { objectMode: false });
  // Whoever drops the body drops the connection with it.
  body.once('close', () => source.destroy());
  // A body that nobody reads may still fail (the time is up); that must not end the process.
  body.on('error', () => {});
  return body;
}

async function* plainBytes(source: Readable, rules: BodyRules): AsyncGenerator<Uint8Array> {
  try {
    yield* counted(decoded(source, rules), rules);
  } catch (error) {
    throw toFetchError(error, rules);
  }
}

function decoded(source: Readable, rules: BodyRules): AsyncIterable<Uint8Array> {
  const raw = counted(source, rules, rules.onChunk);
  const decoder = decoderOf(rules);
  if (!decoder) return raw;
  // Errors come out of the decoder, which is what is read.
  return pipeline(raw, decoder, () => {});
}

function decoderOf({ encoding, host }: BodyRules) {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return undefined;
  if (name === 'gzip' || name === 'x-gzip') return createGunzip();
  if (name === 'deflate') return createInflate();
  if (name === 'br') return createBrotliDecompress();
  // Also several in a row: nobody needs them but to multiply.
  throw new FetchError('FETCH_BODY_DAMAGED', { host, reason: `it is encoded as "${name.slice(0, 40)}"` });
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  rules: BodyRules,
  onChunk?: () => void,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    onChunk?.();
    if (sizeBytes > rules.bodyBytesMax) throw tooLarge(rules);
    yield chunk;
  }
}

/** The error for an answer that is larger than allowed. */
export function tooLarge({ host, bodyBytesMax }: { host: string; bodyBytesMax: number }): Error {
  return new FetchError('FETCH_TOO_LARGE', { host, limitBytes: bodyBytesMax });
}

function toFetchError(error: unknown, { host, stopped }: BodyRules): Error {
  const reason = stopped();
  if (reason instanceof Error) return reason;
  if (error instanceof FonotecaError) return error;
  return new FetchError('FETCH_BODY_DAMAGED', { host, reason: messageOf(error) }, { cause: error });
}
