/**
 * From an allowance to sound: the plan, then the original by ranges or a transcode through the cache.
 *
 * Everything that can be refused is refused before the response is touched, so that each caller can say no in its own
 * protocol's way; `respond` is called once bytes are certain to follow.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FfmpegInfo, Transcode, TranscodeCodec } from '#media/index.ts';
import { estimateTranscodeBytes, takeFfmpegSlot, transcode, transcodeCodecs } from '#media/index.ts';
import type { Accelerator } from './accelerate.ts';
import type { ByteSource } from './byte-source.ts';
import { openBytes, openDerivedBytes } from './byte-source.ts';
import type { Allowed } from './decide.ts';
import type { ClientCaps, Plan, SourceFormat, WantedFormat } from './plan.ts';
import { choosePlan } from './plan.ts';
import { serveGrowing } from './serve-growing.ts';
import type { ServeOutcome } from './serve-range.ts';
import { serveRange } from './serve-range.ts';
import type { TranscodeCache } from './transcode-cache.ts';

/** Bytes were sent (or the client left), or why there are none. */
export type Served =
  | {
      readonly kind: 'sent';
      readonly how: 'original' | 'transcode';
      readonly outcome: ServeOutcome;
      readonly why: string;
    }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    };

type RefusedStream = Extract<Served, { kind: 'refused' }>;

export interface StreamWanted extends WantedFormat {
  readonly client?: ClientCaps;
  readonly accountBitrateKbpsMax?: number | undefined;
  /** Announce an estimated Content-Length while a transcode is being made (then it is padded or cut to that). */
  readonly estimateLength?: boolean | undefined;
}

export interface StreamParts {
  readonly cache: TranscodeCache;
  readonly ffmpeg: FfmpegInfo | undefined;
  /** What this ffmpeg can encode. */
  readonly encodes: ReadonlySet<TranscodeCodec>;
  readonly accelerator: Accelerator | undefined;
}

/** An HTTP exchange. `respond` gives the raw response and is called at most once, when bytes are certain to follow. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly respond: () => ServerResponse;
  readonly headers?: OutgoingHttpHeaders;
}

/** A client that finds all slots taken is told to come back after this long. */
const retryAfterSeconds = 5;
const slotWaitMs = 1_500;

/** Streams the item that was decided on, as it is or transcoded. */
export async function stream(
  parts: StreamParts,
  allowed: Allowed,
  source: SourceFormat,
  wanted: StreamWanted,
  exchange: Exchange,
): Promise<Served> {
  const plan = choosePlan({
    source,
    wanted,
    ...(wanted.client === undefined ? {} : { client: wanted.client }),
    encodes: parts.encodes,
    accountBitrateKbpsMax: smallestOf(wanted.accountBitrateKbpsMax, allowed.bitrateKbpsMax),
  });
  if (plan.kind === 'refused') return { kind: 'refused', status: plan.status, message: plan.message };
  const opened = await openBytes(allowed);
  if (opened.kind !== 'open') return unavailable(opened.reason);
  if (plan.kind === 'original') return sendSource(parts, opened.source, exchange, plan.why);
  return sendTranscode(
    parts,
    opened.source,
    { plan, source, estimate: wanted.estimateLength === true },
    exchange,
  );
}

async function sendSource(
  parts: StreamParts,
  source: ByteSource,
  exchange: Exchange,
  why: string,
): Promise<Served> {
  const { request, respond, headers = {} } = exchange;
  const outcome = await serveRange(request, respond(), source, { headers, accelerator: parts.accelerator });
  return { kind: 'sent', how: 'original', outcome, why };
}

interface TranscodeWork {
  readonly plan: Extract<Plan, { kind: 'transcode' }>;
  readonly source: SourceFormat;
  readonly estimate: boolean;
}

async function sendTranscode(
  parts: StreamParts,
  source: ByteSource,
  work: TranscodeWork,
  exchange: Exchange,
): Promise<Served> {
  const { plan } = work;
  const { mime, suffix } = transcodeCodecs[plan.codec];
  const { location, id } = source.allowed.item;
  const place = location.kind === 'file' ? location.path.toString('latin1') : '';
  const key = [
    id,
    place,
    source.etag,
    plan.codec,
    plan.bitrateKbps,
    plan.startMs,
    plan.durationMs ?? '',
  ].join('\0');
  const starter = new Starter(parts, source, work);
  const entry = await parts.cache.get(key, suffix, starter.start);
  starter.closeUnused();
  if (entry === undefined) return starter.refusal ?? busy;
  if (entry.kind === 'growing')
    return serveGrowing(entry.file, mime, { why: plan.why, lengthBytes: lengthOf(work) }, exchange);
  const opened = await openDerivedBytes(source.allowed, { kind: 'file', path: entry.path, mime });
  if (opened.kind !== 'open') {
    parts.cache.forget(entry.path);
    return busy;
  }
  const { request, respond, headers = {} } = exchange;
  // The accelerator knows the library's folders, not the cache.
  const outcome = await serveRange(request, respond(), opened.source, { headers });
  return { kind: 'sent', how: 'transcode', outcome, why: plan.why };
}

/** Starts ffmpeg for a cache entry, at most once, and owns the source until then. */
class Starter {
  refusal: RefusedStream | undefined;
  readonly #parts: StreamParts;
  readonly #source: ByteSource;
  readonly #work: TranscodeWork;
  #used = false;

  constructor(parts: StreamParts, source: ByteSource, work: TranscodeWork) {
    this.#parts = parts;
    this.#source = source;
    this.#work = work;
  }

  readonly start = async (signal: AbortSignal): Promise<Transcode | undefined> => {
    this.#used = true;
    const release = await takeFfmpegSlot('interactive', { waitMs: slotWaitMs, signal });
    if (release === undefined) {
      this.refusal = busy;
      this.#source.close();
      return undefined;
    }
    const { plan, source } = this.#work;
    const running = await transcode(
      {
        input: this.#source.path ?? readableOf(this.#source),
        codec: plan.codec,
        bitrateKbps: plan.bitrateKbps,
        startMs: plan.startMs,
        ...(plan.durationMs !== undefined && { durationMs: plan.durationMs }),
        limits: { timeMs: Math.max(600_000, source.durationMs ?? 0) },
        signal,
      },
      this.#parts.ffmpeg,
    );
    void this.#giveBack(running, release);
    return running;
  };

  async #giveBack(running: Transcode | undefined, release: () => void): Promise<void> {
    await running?.ended;
    release();
    this.#source.close();
  }

  /** Somebody else's transcode, or a finished one, was found. */
  closeUnused(): void {
    if (!this.#used) this.#source.close();
  }
}

const busy: RefusedStream = {
  kind: 'refused',
  status: 503,
  message:
    'As many transcodes run as are allowed at once. Try again in a few seconds, or ask for the original.',
  retryAfterSeconds,
};

function unavailable(reason: string): RefusedStream {
  const gone = reason === 'ENOENT' || reason === 'ENOTDIR';
  return gone
    ? {
        kind: 'refused',
        status: 404,
        message: 'The file is missing from its folder. Put it back, or scan again.',
      }
    : {
        kind: 'refused',
        status: 500,
        message: `The file cannot be read (${reason}). The Issues page may say more.`,
      };
}

function lengthOf({ plan, source, estimate }: TranscodeWork): number | undefined {
  if (!estimate || source.durationMs === undefined) return undefined;
  if (plan.durationMs !== undefined)
    return estimateTranscodeBytes({ ...plan, startMs: 0 }, { ...source, durationMs: plan.durationMs });
  return estimateTranscodeBytes(plan, { ...source, durationMs: source.durationMs });
}

function smallestOf(...values: readonly (number | undefined)[]): number {
  const set = values.filter((value): value is number => value !== undefined && value > 0);
  return set.length === 0 ? 0 : Math.min(...set);
}

/** For sources that are no local file: the bytes in order, read as ffmpeg asks for them. */
function readableOf(source: ByteSource): Readable {
  return Readable.from(chunksOf(source), { objectMode: false });
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < source.sizeBytes;) {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    const count = await source.read(buffer, offset, buffer.length);
    if (count === 0) return;
    offset += count;
    yield buffer.subarray(0, count);
  }
}
