/**
 * Our own answer to GET and HEAD for bytes: 200, 206, 304, 412, 416, single and multiple ranges.
 *
 * Not Node's streams and not a framework's static plugin, because audio is what this server does all day: a pooled
 * buffer, one positional read, one write that is awaited, and nothing else per chunk. Everything a request holds (its
 * buffer, its share of an open file) is given back when it ends, in whatever way it ends.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Accelerator } from './accelerate.ts';
import { acceleratedHeaders } from './accelerate.ts';
import { dropBuffer, pooled, takeBuffer } from './buffer-pool.ts';
import type { ByteSource } from './byte-source.ts';
import { evaluateConditions, rangeStillApplies } from './conditions.ts';
import type { HeldBytes } from './hot-blocks.ts';
import type { ByteRange } from './range.ts';
import { parseRange } from './range.ts';
import { enterReadGate, leaveReadGate } from './read-gate.ts';
import { ResponseWriter } from './response-writer.ts';

export interface ServeOptions {
  /** Further headers: Content-Disposition, Cache-Control … */
  readonly headers?: OutgoingHttpHeaders;
  /** Lets the web server in front send the file by itself. */
  readonly accelerator?: Accelerator | undefined;
}

/** What became of a request, for the log and the play count. */
export interface ServeOutcome {
  readonly status: number;
  /** Bytes of the body handed to the system; 0 when an accelerator sends them. */
  readonly bytesSent: number;
  /** The client left before the end. */
  readonly aborted: boolean;
  /** Set when reading failed. */
  readonly error?: unknown;
}

/** Answers a GET or HEAD with the bytes of `source`, which is closed in the end whatever happens. Never rejects. */
export async function serveRange(
  request: IncomingMessage,
  response: ServerResponse,
  source: ByteSource,
  options: ServeOptions = {},
): Promise<ServeOutcome> {
  try {
    return await answer(request, response, source, options);
  } catch (error) {
    return fail(response, error);
  } finally {
    source.close();
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  source: ByteSource,
  options: ServeOptions,
): ServeOutcome | Promise<ServeOutcome> {
  const headers: OutgoingHttpHeaders = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=0, must-revalidate',
    ...options.headers,
  };
  // The server in front knows conditions and ranges by its own validators: ours would contradict it.
  const accelerated = acceleratedHeaders(options.accelerator, source);
  if (accelerated !== undefined) {
    return finish(response, 200, { ...headers, 'Content-Type': source.mime, ...accelerated });
  }
  headers['ETag'] = source.etag;
  if (source.lastModifiedMs > 0) headers['Last-Modified'] = httpDate(source.lastModifiedMs);
  const condition = evaluateConditions(request.headers, source);
  if (condition === 'not-modified') return finish(response, 304, headers);
  if (condition === 'precondition-failed') return finish(response, 412, headers);

  // RFC 9110 section 14.2: Range means something for GET only; a POST (OpenSubsonic's formPost) gets the whole.
  const isGet = request.method === 'GET';
  const ranged = isGet && rangeStillApplies(request.headers, source);
  const asked = parseRange(ranged ? request.headers.range : undefined, source.sizeBytes);
  if (asked.kind === 'unsatisfiable') {
    return finish(response, 416, {
      ...headers,
      'Content-Range': `bytes */${source.sizeBytes}`,
      'Content-Length': 0,
    });
  }
  if (asked.kind === 'ranges' && asked.ranges.length > 1)
    return sendParts(response, source, headers, asked.ranges);
  headers['Content-Type'] = source.mime;
  headers['Content-Length'] = source.sizeBytes;
  if (request.method === 'HEAD' || source.sizeBytes === 0) return finish(response, 200, headers);
  if (asked.kind === 'whole')
    return sendOne(response, source, 200, headers, { first: 0, last: source.sizeBytes - 1 });
  const [range] = asked.ranges;
  headers['Content-Length'] = range.last - range.first + 1;
  headers['Content-Range'] = contentRange(range, source.sizeBytes);
  return sendOne(response, source, 206, headers, range);
}

async function sendOne(
  response: ServerResponse,
  source: ByteSource,
  status: number,
  headers: OutgoingHttpHeaders,
  range: ByteRange,
): Promise<ServeOutcome> {
  const writer = new ResponseWriter(response);
  const begin = () => response.writeHead(status, headers);
  const arrived = await sendBytes(writer, source, range, true, begin);
  return { status, bytesSent: writer.bytesSent, aborted: !arrived };
}

/** Sends one range. `begin` writes the head once the first bytes are there, so that a failure can still be told. */
async function sendBytes(
  writer: ResponseWriter,
  source: ByteSource,
  range: ByteRange,
  isLastRange: boolean,
  begin?: () => void,
): Promise<boolean> {
  let offset = range.first;
  const end = range.last + 1;
  while (offset < end) {
    const part = source.peek?.(offset) ?? (await readPart(writer, source, offset, end - offset));
    if (part === undefined) return false;
    if (offset === range.first) begin?.();
    const count = Math.min(part.bytes.length, end - offset);
    offset += count;
    if (!(await writer.send(part, count, isLastRange && offset === end))) return false;
  }
  return true;
}

/** The next bytes from the disk, when it is this reader's turn; undefined when the client left meanwhile. */
async function readPart(
  writer: ResponseWriter,
  source: ByteSource,
  offset: number,
  wantedBytes: number,
): Promise<HeldBytes | undefined> {
  const turn = enterReadGate();
  if (turn !== undefined) await turn;
  try {
    if (writer.closed) return undefined;
    // While it waited, somebody may have read the same.
    const held =
      source.peek?.(offset) ??
      (await source.fill?.(offset)) ??
      (await readPooled(source, offset, wantedBytes));
    if (!writer.closed) return held;
    held.release(true);
    return undefined;
  } finally {
    leaveReadGate();
  }
}

async function readPooled(source: ByteSource, offset: number, wantedBytes: number): Promise<HeldBytes> {
  const buffer = takeBuffer(wantedBytes);
  try {
    const count = await source.read(buffer, offset, Math.min(buffer.length, wantedBytes));
    if (count === 0) throw new Error('the file became shorter while it was being read');
    return pooled(buffer, count);
  } catch (error) {
    dropBuffer(buffer);
    throw error;
  }
}

/** RFC 9110 section 14.6: several ranges in one multipart answer. */
async function sendParts(
  response: ServerResponse,
  source: ByteSource,
  headers: OutgoingHttpHeaders,
  ranges: readonly ByteRange[],
): Promise<ServeOutcome> {
  const boundary = randomBytes(12).toString('hex');
  const heads = ranges.map(
    (range) =>
      `\r\n--${boundary}\r\nContent-Type: ${source.mime}\r\nContent-Range: ${contentRange(range, source.sizeBytes)}\r\n\r\n`,
  );
  const tail = `\r\n--${boundary}--\r\n`;
  const bodyBytes = ranges.reduce((sum, range) => sum + range.last - range.first + 1, 0);
  headers['Content-Type'] = `multipart/byteranges; boundary=${boundary}`;
  headers['Content-Length'] = heads.reduce((sum, head) => sum + head.length, 0) + bodyBytes + tail.length;
  response.writeHead(206, headers);
  const writer = new ResponseWriter(response);
  let arrived = true;
  for (let at = 0; arrived && at < ranges.length; at++) {
    arrived =
      (await writer.sendText(heads[at]!, false)) && (await sendBytes(writer, source, ranges[at]!, false));
  }
  arrived &&= await writer.sendText(tail, true);
  return { status: 206, bytesSent: writer.bytesSent, aborted: !arrived };
}

function finish(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): ServeOutcome {
  // Without a length Node would send an empty chunked body.
  if (status !== 304) headers['Content-Length'] ??= 0;
  response.writeHead(status, headers).end();
  return { status, bytesSent: 0, aborted: false };
}

/** Before the head went out there is a clean 500; after it only an aborted connection tells the truth. */
function fail(response: ServerResponse, error: unknown): ServeOutcome {
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(500, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' })
      .end('The file could not be read.\n');
  return { status: 500, bytesSent: 0, aborted: false, error };
}

function contentRange(range: ByteRange, sizeBytes: number): string {
  return `bytes ${range.first}-${range.last}/${sizeBytes}`;
}

const dates = new LRUCache<number, string>({ max: 500 });

/** IMF-fixdate; remembered, since a file is asked for many times in a row. */
function httpDate(ms: number): string {
  let text = dates.get(ms);
  if (text === undefined) dates.set(ms, (text = new Date(ms).toUTCString()));
  return text;
}
