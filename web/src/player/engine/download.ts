/**
 * Fetches a track's bytes and does not give up while somebody wants them: a lost connection is resumed by a range
 * request from the byte where it broke, with growing pauses, and only an answer of the server itself ends it.
 */

import { freeBytes } from './memory.ts';

export type DownloadOutcome =
  | { kind: 'whole'; bytes: Blob }
  /** The server said no. `status` is HTTP's, `message` the server's own sentence where it sent one. */
  | { kind: 'refused'; status: number; message: string | null }
  | { kind: 'aborted' };

export interface DownloadOptions {
  url: string;
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  signal: AbortSignal;
  /** Called after each piece that arrived. */
  onBytes?: (received: Received) => void;
  /** True when the connection is lost and tried again, false when bytes flow again. */
  onOffline?: (offline: boolean) => void;
  /** First pause before another try; doubled each time, up to 15 s. 500 when absent. */
  pauseMs?: number;
}

const PAUSE_MS_MAX = 15_000;
const SILENCE_MS_MAX = 30_000;
const SERVER_TRIES = 4;
/** Answers that may be different in a moment: overload, a proxy without its server, a hiccup. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Fetches until all is there, the server refuses, or `signal` aborts. Never rejects. */
export async function download(options: DownloadOptions): Promise<DownloadOutcome> {
  const received = new Received();
  const { signal } = options;
  let refusals = 0;
  for (let tries = 0; !signal.aborted; tries++) {
    const before = received.sizeBytes;
    const answer = await attempt(options, received);
    if (answer.kind === 'whole') return { kind: 'whole', bytes: received.blob() };
    if (signal.aborted) break;
    if (answer.kind === 'refused') {
      if (!PASSING.has(answer.status) || ++refusals >= SERVER_TRIES) return answer;
    } else {
      options.onOffline?.(true);
    }
    if (received.sizeBytes > before) tries = 0;
    const pauseMs = Math.min(PAUSE_MS_MAX, (options.pauseMs ?? 500) * 2 ** tries);
    await rest(answer.kind === 'refused' ? Math.max(pauseMs, answer.retryAfterMs) : pauseMs, signal);
  }
  return { kind: 'aborted' };
}

/** What has arrived so far, in the pieces in which it came. */
export class Received {
  etag: string | null = null;
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #sizeBytes = 0;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#pieces.push(piece);
    this.#sizeBytes += piece.byteLength;
  }

  restart(): void {
    this.#pieces = [];
    this.#sizeBytes = 0;
  }

  /** A copy of the first bytes: decoders take the buffer that they are given. */
  copy(maxBytes: number): ArrayBuffer {
    const copied = new Uint8Array(Math.min(maxBytes, this.#sizeBytes));
    let at = 0;
    for (const piece of this.#pieces) {
      if (at >= copied.length) break;
      copied.set(piece.subarray(0, copied.length - at), at);
      at += piece.byteLength;
    }
    return copied.buffer;
  }

  /** A copy of all that is there, held by the browser and not by the page. */
  copied(): Blob {
    return new Blob(this.#pieces);
  }

  /** Hands the bytes to the browser, which may keep them on disk; nothing is left here. */
  blob(): Blob {
    const blob = new Blob(this.#pieces);
    freeBytes(this.#pieces.map(({ buffer }) => buffer));
    this.#pieces = [];
    return blob;
  }
}

type Attempt =
  | { kind: 'whole' }
  | { kind: 'broken' }
  | { kind: 'refused'; status: number; message: string | null; retryAfterMs: number };

async function attempt(options: DownloadOptions, received: Received): Promise<Attempt> {
  const watch = new SilenceWatch(options.signal);
  try {
    const response = await options.fetch(options.url, {
      headers: headersFor(received),
      signal: watch.signal,
    });
    if (!response.ok) return await refusalOf(response);
    if (!continues(response, received)) received.restart();
    received.etag = strongTag(response);
    options.onOffline?.(false);
    await readInto(response, received, watch, options);
    return { kind: 'whole' };
  } catch {
    return { kind: 'broken' };
  } finally {
    watch.end();
  }
}

async function readInto(
  response: Response,
  received: Received,
  watch: SilenceWatch,
  options: DownloadOptions,
) {
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return;
    watch.heard();
    received.add(value);
    options.onBytes?.(received);
  }
}

/** A resumed answer is only good when it starts where the last one broke, of the same bytes. */
function continues(response: Response, received: Received): boolean {
  return (
    response.status === 206 &&
    response.headers.get('content-range')?.startsWith(`bytes ${received.sizeBytes}-`) === true &&
    strongTag(response) === received.etag
  );
}

/** Without a strong ETag nothing proves that the rest belongs to the beginning, so all is fetched anew. */
function headersFor(received: Received): Record<string, string> {
  if (received.sizeBytes === 0 || received.etag === null) return {};
  return { range: `bytes=${received.sizeBytes}-`, 'if-range': received.etag };
}

function strongTag(response: Response): string | null {
  const tag = response.headers.get('etag');
  return tag === null || tag.startsWith('W/') ? null : tag;
}

async function refusalOf(response: Response): Promise<Attempt> {
  const problem = (await response.json().catch(() => null)) as { message?: unknown } | null;
  const seconds = Number(response.headers.get('retry-after'));
  return {
    kind: 'refused',
    status: response.status,
    message: typeof problem?.message === 'string' ? problem.message : null,
    retryAfterMs: Number.isFinite(seconds) ? Math.min(seconds, 60) * 1000 : 0,
  };
}

/** Aborts a connection that says nothing for half a minute: a phone that changed networks is not told that it did. */
class SilenceWatch {
  readonly #own = new AbortController();
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.#own.signal]);
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#own.abort(), SILENCE_MS_MAX);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Waits, but no longer than until the network is said to be back. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(wake, ms);
    function wake() {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', wake);
      signal.removeEventListener('abort', wake);
      resolve();
    }
    globalThis.addEventListener?.('online', wake);
    signal.addEventListener('abort', wake);
  });
}
