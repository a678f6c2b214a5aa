/**
 * Many files as one ZIP, made while it is sent and nowhere kept: stored, not compressed (music does not shrink), with
 * ZIP64 where it grows beyond 4 GB. Each file comes with the proof of its own decision.
 */
import { Readable } from 'node:stream';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type ByteSource, openBytes } from './byte-source.ts';
import type { Allowed } from './decide.ts';

export interface ZipEntry {
  readonly allowed: Allowed;
  /** Path inside the ZIP, with '/'. */
  readonly name: string;
}

const chunkBytes = 256 * 1024;

/** Sends the entries in their order; files that cannot be opened any more are left out. Resolves when the client has all or has left. */
export async function sendZip(response: ServerResponse, entries: readonly ZipEntry[]): Promise<void> {
  const zip = new ZipFile();
  // A file that became shorter or cannot be read any more: the broken connection says that the ZIP is not whole.
  zip.on('error', (error) => (zip.outputStream as unknown as Readable).destroy(error));
  const feeding = feed(zip, entries);
  try {
    await pipeline(zip.outputStream as unknown as Readable, response);
  } catch {
    // The client left: pipeline has destroyed both ends.
  }
  await feeding;
}

/** One entry is opened when the one before it was read, so that a large ZIP holds one file open. */
async function feed(zip: ZipFile, entries: readonly ZipEntry[]): Promise<void> {
  for (const { allowed, name } of entries) {
    const opened = await openBytes(allowed);
    if (opened.kind === 'unavailable') continue;
    const stream = Readable.from(chunksOf(opened.source), { objectMode: false });
    const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    zip.addReadStream(stream, name, {
      compress: false,
      mtime: new Date(opened.source.lastModifiedMs),
      size: opened.source.sizeBytes,
    });
    await Promise.race([ended, closed(zip)]);
    if ((zip.outputStream as unknown as Readable).destroyed) return;
  }
  zip.end();
}

function closed(zip: ZipFile): Promise<void> {
  return new Promise((resolve) => (zip.outputStream as unknown as Readable).once('close', () => resolve()));
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Buffer> {
  try {
    for (let offset = 0; offset < source.sizeBytes;) {
      const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, source.sizeBytes - offset));
      const count = await source.read(buffer, offset, buffer.length);
      if (count === 0) return;
      offset += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    source.close();
  }
}
