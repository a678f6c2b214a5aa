/**
 * A file as the bytes that are in it, whatever it is compressed by, which its first bytes tell. gzip and zstd are in
 * Node; for bzip2 and xz the system's programs are asked, which use all processors where they can.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, createReadStream, openSync, type ReadStream, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { messageOf } from '#base/errors.ts';
import { CatalogueError } from '../errors.ts';

export interface Input {
  readonly path: string;
  /** Without its folder. */
  readonly name: string;
  /** As it lies on the disk. */
  readonly sizeBytes: number;
  /** How many of these have been read. */
  readBytes(): number;
  /** What is in it. Throws CATALOGUE_INPUT_DAMAGED where the archive is cut off or its sums are wrong. */
  chunks(): AsyncIterable<Uint8Array>;
}

type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

const chunkBytes = 1024 * 1024;
const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Opens a file. Throws CATALOGUE_INPUT_MISSING. */
export function openInput(path: string): Input {
  const size = statSync(path, { throwIfNoEntry: false });
  if (!size?.isFile()) throw new CatalogueError('CATALOGUE_INPUT_MISSING', { file: path });
  const compression = compressionOf(path);
  let file: ReadStream | undefined;
  return {
    path,
    name: basename(path),
    sizeBytes: size.size,
    readBytes: () => file?.bytesRead ?? 0,
    chunks: () => {
      file = createReadStream(path, { highWaterMark: chunkBytes });
      return decompressed(file, compression, path);
    },
  };
}

function compressionOf(path: string): Compression {
  const head = Buffer.alloc(6);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return magics.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0] ?? 'none';
}

async function* decompressed(
  file: Readable,
  compression: Compression,
  path: string,
): AsyncGenerator<Uint8Array> {
  try {
    if (compression === 'none') yield* file as AsyncIterable<Uint8Array>;
    else if (compression === 'gzip') yield* through(file, createGunzip({ chunkSize: chunkBytes }));
    else if (compression === 'zstd') yield* through(file, createZstdDecompress({ chunkSize: chunkBytes }));
    else yield* throughProgram(file, compression);
  } catch (error) {
    if (error instanceof CatalogueError) throw error;
    throw new CatalogueError(
      'CATALOGUE_INPUT_DAMAGED',
      { file: path, reason: messageOf(error) },
      { cause: error },
    );
  } finally {
    file.destroy();
  }
}

async function* through(file: Readable, transform: Transform): AsyncGenerator<Uint8Array> {
  const done = pipeline(file, transform);
  done.catch(() => {});
  yield* transform as AsyncIterable<Uint8Array>;
  await done;
}

/** The quickest first; the last one comes with every Debian. */
const programs: Readonly<Record<'bzip2' | 'xz', readonly (readonly [string, ...string[]])[]>> = {
  bzip2: [
    ['lbzip2', '-dc'],
    ['pbzip2', '-dc'],
    ['bzip2', '-dc'],
  ],
  xz: [
    ['xz', '-dc', '-T0'],
    ['pixz', '-d'],
  ],
};

async function* throughProgram(file: Readable, compression: 'bzip2' | 'xz'): AsyncGenerator<Uint8Array> {
  const program = await startFirst(programs[compression]);
  if (!program)
    throw new CatalogueError('CATALOGUE_PROGRAM_MISSING', {
      compression,
      program: compression === 'xz' ? 'xz-utils' : 'bzip2',
    });
  const out = new PassThrough({ highWaterMark: chunkBytes });
  let complaint = '';
  program.stderr!.on('data', (data: Buffer) => void (complaint += data.toString('utf8').slice(0, 500)));
  const ended = new Promise<void>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(complaint.trim() || `${program.spawnfile} ended with ${code}`)),
    );
  });
  ended.catch(() => {});
  // It closes its ear when it has seen a fault; the fault is told when it ends.
  pipeline(file, program.stdin!).catch(() => {});
  pipeline(program.stdout!, out).catch(() => {});
  try {
    yield* out as AsyncIterable<Uint8Array>;
    await ended;
  } finally {
    program.kill();
  }
}

async function startFirst(
  candidates: readonly (readonly [string, ...string[]])[],
): Promise<ChildProcess | undefined> {
  for (const [name, ...options] of candidates) {
    const child = spawn(name, options, { stdio: ['pipe', 'pipe', 'pipe'] });
    const started = await new Promise<boolean>((resolve) => {
      child.once('spawn', () => resolve(true));
      child.once('error', () => resolve(false));
    });
    if (started) return child;
  }
  return undefined;
}
