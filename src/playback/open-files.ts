/**
 * A small cache of open files, so that a listener's next range costs a read and not an open, a stat and a close.
 *
 * Entries are shared by path, checked against the disk again after a second, and closed a few seconds after the last
 * reader left. A reader keeps the file it began with even when another is renamed over it: bytes and ETag always
 * belong together.
 */
import type { BigIntStats } from 'node:fs';
import { close, constants, fstat, open, read, stat } from 'node:fs';
import { promisify } from 'node:util';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import type { ByteLocation, ByteSource, OpenResult } from './byte-source.ts';
import type { Allowed } from './decide.ts';
import { HotBlocks } from './hot-blocks.ts';

const openAsync = promisify(open);
const fstatAsync = promisify(fstat) as (fd: number, options: { bigint: true }) => Promise<BigIntStats>;
const statAsync = promisify(stat) as (
  path: string | Buffer,
  options: { bigint: true },
) => Promise<BigIntStats>;

/** How long an entry is believed without looking at the disk again. */
const trustMs = 1_000;
/** How long an unused file stays open. */
const idleMs = 4_000;
/** Unused files kept open at most. */
const idleFilesMax = 256;

type FileLocation = Extract<ByteLocation, { kind: 'file' }>;

interface OpenFile {
  readonly key: string;
  readonly fd: number;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly mtimeMs: number;
  readonly identity: string;
  readers: number;
  checkedAtMs: number;
  idleSinceMs: number;
  readonly hot: HotBlocks;
  /** Replaced on disk or in the cache: closes when the last reader leaves. */
  stale: boolean;
}

const cached = new Map<string, OpenFile>();
const opening = new Map<string, Promise<OpenFile>>();
let sweeper: NodeJS.Timeout | undefined;

/** Opens a file for reading through the cache. A file that cannot be opened is a value with its reason. */
export function openFile(allowed: Allowed, location: FileLocation): OpenResult | Promise<OpenResult> {
  const { path, mime } = location;
  const known = cached.get(keyOf(path));
  // Nothing to wait for: so it is for all ranges of a song but the first of each second.
  if (known === undefined || Date.now() - known.checkedAtMs >= trustMs) return openSlowly(allowed, location);
  known.readers++;
  return { kind: 'open', source: sourceOf(allowed, known, path, mime) };
}

async function openSlowly(allowed: Allowed, { path, mime }: FileLocation): Promise<OpenResult> {
  try {
    const file = await acquire(path);
    return { kind: 'open', source: sourceOf(allowed, file, path, mime) };
  } catch (error) {
    return { kind: 'unavailable', reason: systemCodeOf(error) ?? messageOf(error) };
  }
}

/** Closes what nobody reads (tests, shutdown). */
export function closeIdleFiles(): void {
  for (const file of cached.values()) if (file.readers === 0) drop(file);
}

async function acquire(path: string | Buffer): Promise<OpenFile> {
  const key = keyOf(path);
  const known = cached.get(key);
  // Counted as read before any await, so that the sweeper cannot close it meanwhile.
  if (known !== undefined) {
    known.readers++;
    const nowMs = Date.now();
    if (nowMs - known.checkedAtMs < trustMs) return known;
    // One looks for all: the others go on meanwhile.
    known.checkedAtMs = nowMs;
    if (await isUnchanged(known, path)) return known;
    known.stale = true;
    if (cached.get(key) === known) cached.delete(key);
    leave(known);
  }
  let fresh = opening.get(key);
  if (fresh === undefined) {
    fresh = openFresh(key, path).finally(() => opening.delete(key));
    opening.set(key, fresh);
  }
  const file = await fresh;
  file.readers++;
  return file;
}

function keyOf(path: string | Buffer): string {
  return typeof path === 'string' ? path : `\0${path.toString('latin1')}`;
}

async function isUnchanged(file: OpenFile, path: string | Buffer): Promise<boolean> {
  try {
    return identityOf(await statAsync(path, { bigint: true })) === file.identity;
  } catch {
    return false;
  }
}

async function openFresh(key: string, path: string | Buffer): Promise<OpenFile> {
  // O_NONBLOCK: a FIFO in a music folder must not hold a thread until somebody writes to it.
  const fd = await openAsync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await fstatAsync(fd, { bigint: true });
    if (!stats.isFile()) throw new Error('not a regular file');
    const nowMs = Date.now();
    const file: OpenFile = {
      key,
      fd,
      sizeBytes: Number(stats.size),
      etag: `"${stats.size.toString(36)}-${stats.mtimeNs.toString(36)}"`,
      mtimeMs: Number(stats.mtimeMs),
      identity: identityOf(stats),
      readers: 0,
      checkedAtMs: nowMs,
      idleSinceMs: nowMs,
      hot: new HotBlocks(fd, Number(stats.size)),
      stale: false,
    };
    const previous = cached.get(key);
    if (previous !== undefined) retire(previous);
    cached.set(key, file);
    sweepSoon();
    return file;
  } catch (error) {
    close(fd);
    throw error;
  }
}

function identityOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}

function sourceOf(allowed: Allowed, file: OpenFile, path: string | Buffer, mime: string): ByteSource {
  let open = true;
  return {
    allowed,
    sizeBytes: file.sizeBytes,
    etag: file.etag,
    mime,
    lastModifiedMs: file.mtimeMs,
    path,
    read: (buffer, offset, lengthBytes) =>
      new Promise((resolve, reject) => {
        read(file.fd, buffer, 0, lengthBytes, offset, (error, count) => {
          if (error) return reject(error);
          file.hot.note(offset, count);
          resolve(count);
        });
      }),
    peek: (offset) => file.hot.peek(offset),
    fill: (offset) => file.hot.fill(offset),
    close: () => {
      if (open) leave(file);
      open = false;
    },
  };
}

function leave(file: OpenFile): void {
  file.readers--;
  if (file.readers > 0) return;
  file.idleSinceMs = Date.now();
  if (file.stale) shut(file);
  else if (cached.size > idleFilesMax) closeOldestIdle();
}

function retire(file: OpenFile): void {
  if (file.readers === 0) {
    drop(file);
    return;
  }
  file.stale = true;
  cached.delete(file.key);
}

function drop(file: OpenFile): void {
  cached.delete(file.key);
  shut(file);
}

function shut(file: OpenFile): void {
  file.hot.drop();
  close(file.fd);
}

function closeOldestIdle(): void {
  let oldest: OpenFile | undefined;
  // One that was opened this instant may be on its way to its first reader.
  const before = Date.now() - 100;
  for (const file of cached.values()) {
    if (file.readers > 0 || file.idleSinceMs > before) continue;
    if (oldest === undefined || file.idleSinceMs < oldest.idleSinceMs) oldest = file;
  }
  if (oldest !== undefined) drop(oldest);
}

function sweepSoon(): void {
  sweeper ??= setInterval(sweep, 1_000).unref();
}

function sweep(): void {
  const before = Date.now() - idleMs;
  for (const file of cached.values()) if (file.readers === 0 && file.idleSinceMs <= before) drop(file);
  if (cached.size > 0) return;
  clearInterval(sweeper);
  sweeper = undefined;
}
