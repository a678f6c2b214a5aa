/**
 * Answers with a file that is still being written: from its beginning, as it comes.
 *
 * No ranges and no ETag yet, since the length is not known; a client that asks again when the transcode is finished
 * gets both. With an announced (estimated) length the answer is cut or padded with zeros to exactly that, because HTTP
 * allows nothing else; players skip what follows the last frame.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import { messageOf } from '#base/errors.ts';
import { dropBuffer, giveBackBuffer, pooled, takeBuffer } from './buffer-pool.ts';
import type { GrowingFile } from './growing-file.ts';
import { ResponseWriter } from './response-writer.ts';
import type { Exchange, Served } from './stream.ts';

const chunkBytes = 64 * 1024;

/** Sends a growing file whose `enter` was called, and leaves it. Failure before the first byte is a refusal. */
export async function serveGrowing(
  file: GrowingFile,
  mime: string,
  about: { readonly why: string; readonly lengthBytes: number | undefined },
  exchange: Exchange,
): Promise<Served> {
  const left = new AbortController();
  const leave = () => left.abort();
  // Before the response is taken over, the connection is all there is to notice that the client left.
  exchange.request.socket.once('close', leave);
  try {
    return await send(file, mime, about, exchange, left.signal);
  } finally {
    exchange.request.socket.off('close', leave);
    file.leave();
  }
}

async function send(
  file: GrowingFile,
  mime: string,
  { why, lengthBytes }: { readonly why: string; readonly lengthBytes: number | undefined },
  { request, respond, headers }: Exchange,
  left: AbortSignal,
): Promise<Served> {
  const first = takeBuffer(chunkBytes);
  let count: number;
  try {
    // The first bytes prove that ffmpeg can read the file: a failure can still be told properly.
    count = await file.read(first, 0, left);
  } catch (error) {
    dropBuffer(first);
    return { kind: 'refused', status: 502, message: messageOf(error) };
  }
  const response = respond();
  response.writeHead(200, headersOf(mime, lengthBytes, headers));
  const writer = new ResponseWriter(response);
  const done = (arrived: boolean): Served => ({
    kind: 'sent',
    how: 'transcode',
    why,
    outcome: { status: 200, bytesSent: writer.bytesSent, aborted: !arrived },
  });
  if (request.method === 'HEAD') {
    giveBackBuffer(first);
    response.end();
    return done(true);
  }
  try {
    return done(await sendRest(file, writer, first, count, lengthBytes ?? Infinity, left));
  } catch {
    // Half a song went out: only a broken connection says that the rest is missing.
    response.destroy();
    return done(false);
  }
}

async function sendRest(
  file: GrowingFile,
  writer: ResponseWriter,
  first: Buffer,
  firstCount: number,
  lengthBytes: number,
  left: AbortSignal,
): Promise<boolean> {
  let buffer = first;
  let count = firstCount;
  let offset = 0;
  while (count > 0) {
    const part = Math.min(count, lengthBytes - offset);
    const isCut = offset + part === lengthBytes;
    if (!(await writer.send(pooled(buffer, count), part, isCut))) return false;
    if (isCut) return true;
    offset += part;
    buffer = takeBuffer(chunkBytes);
    try {
      count = await file.read(buffer, offset, left);
    } catch (error) {
      dropBuffer(buffer);
      throw error;
    }
  }
  giveBackBuffer(buffer);
  if (left.aborted) return false;
  return lengthBytes === Infinity ? writer.sendText('', true) : pad(writer, lengthBytes - offset);
}

async function pad(writer: ResponseWriter, lengthBytes: number): Promise<boolean> {
  for (let rest = lengthBytes; rest > 0; rest -= chunkBytes) {
    const count = Math.min(rest, chunkBytes);
    const zeros = pooled(takeBuffer(chunkBytes).fill(0), count);
    if (!(await writer.send(zeros, count, count === rest))) return false;
  }
  return true;
}

function headersOf(
  mime: string,
  lengthBytes: number | undefined,
  more: OutgoingHttpHeaders = {},
): OutgoingHttpHeaders {
  const length = lengthBytes === undefined ? {} : { 'Content-Length': lengthBytes };
  return { 'Content-Type': mime, 'Accept-Ranges': 'none', 'Cache-Control': 'no-store', ...length, ...more };
}
