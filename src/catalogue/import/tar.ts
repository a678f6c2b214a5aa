/**
 * Reads a tar archive as it comes, member by member, without ever standing on a disk: the dumps hold one file of some
 * hundred gigabytes each. Knows ustar, the long names of GNU and pax; gives regular files and steps over the rest.
 */
import { CatalogueError } from '../errors.ts';

export interface TarMember {
  /** Its path in the archive, without a leading './'. */
  readonly name: string;
  readonly sizeBytes: number;
  /** To be read before the next member is asked for; what is left of it is skipped then. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const blockBytes = 512;
/** Names and pax records are short; what says that it is longer is no archive. */
const extensionBytesMax = 1024 * 1024;

/**
 * The regular files of an archive in their order. Whoever stops early stops the reading of `chunks`; whoever goes to
 * the end has also read what stands behind the archive, so that a decompressor could check its sums.
 * Throws CATALOGUE_INPUT_DAMAGED when a header's sum is wrong or the archive ends too early.
 */
export async function* membersOf(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<TarMember> {
  const bytes = readerOf(chunks, file);
  let extension: Extension = {};
  try {
    for (;;) {
      const block = await bytes.whole(blockBytes);
      if (block.every((byte) => byte === 0)) break;
      const header = readHeader(block, file);
      const sizeBytes = extension.sizeBytes ?? header.sizeBytes;
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw damaged(file, 'a size in it is no number');
      if (extensions.has(header.type)) {
        if (sizeBytes > extensionBytesMax) throw damaged(file, 'a name in it is longer than names are');
        extension = { ...extension, ...readExtension(header.type, await bytes.whole(sizeBytes)) };
      } else {
        const name = (extension.name ?? header.name).replace(/^(?:\.\/)+/, '');
        extension = {};
        bytes.open(sizeBytes);
        if (regular.has(header.type)) yield { name, sizeBytes, chunks: bytes.opened() };
        await bytes.skip();
      }
      bytes.open(-sizeBytes & (blockBytes - 1));
      await bytes.skip();
    }
    await bytes.toEnd();
  } finally {
    await bytes.close();
  }
}

/** What stands before a member and is about it. */
interface Extension {
  readonly name?: string;
  readonly sizeBytes?: number;
}

const extensions: ReadonlySet<string> = new Set(['L', 'x']);
/** '7' was meant for contiguous files; a reader that knows no such thing takes it for '0' (POSIX.1, pax, ustar). */
const regular: ReadonlySet<string> = new Set(['0', '\0', '7']);

interface Header {
  readonly name: string;
  readonly sizeBytes: number;
  readonly type: string;
}

function readHeader(block: Buffer, file: string): Header {
  if (readNumber(block.subarray(148, 156)) !== sumOf(block))
    throw damaged(file, 'the sum of a header in its tar archive is wrong');
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : '';
  const name = textOf(block.subarray(0, 100));
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    sizeBytes: readNumber(block.subarray(124, 136)),
    type: String.fromCharCode(block[156]!),
  };
}

/** The sum is made with spaces where it stands itself. */
function sumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < blockBytes; at++) if (at < 148 || at >= 156) sum += block[at]!;
  return sum;
}

/** Octal digits, or, where these are too few (8 GiB and more), a binary number behind a first byte of 0x80. */
function readNumber(field: Buffer): number {
  if (field[0] === 0x80) return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  const digits = textOf(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

function readExtension(type: string, content: Buffer): Extension {
  return type === 'L' ? { name: textOf(content) } : readPax(content);
}

/** Lines of "length key=value", where the length counts the whole line. */
function readPax(content: Buffer): Extension {
  const found: { name?: string; sizeBytes?: number } = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10);
    if (!(length > 0)) break;
    const [, key, value] = /^\d+ ([^=]+)=(.*)\n$/s.exec(content.toString('utf8', at, at + length)) ?? [];
    if (key === 'path') found.name = value!;
    else if (key === 'size') found.sizeBytes = Number(value);
    at += length;
  }
  return found;
}

interface Reader {
  /** The next bytes in one piece. */
  whole(count: number): Promise<Buffer>;
  /** Lets `opened` and `skip` read so many of the next bytes. */
  open(count: number): void;
  opened(): AsyncGenerator<Uint8Array>;
  /** What of the opened bytes was not read. */
  skip(): Promise<void>;
  toEnd(): Promise<void>;
  close(): Promise<void>;
}

function readerOf(chunks: AsyncIterable<Uint8Array>, file: string): Reader {
  const source = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array();
  let left = 0;

  async function* opened(): AsyncGenerator<Uint8Array> {
    while (left > 0) {
      if (chunk.length === 0) {
        const { done, value } = await source.next();
        if (done) throw damaged(file, 'its tar archive ends too early');
        chunk = value;
        continue;
      }
      const piece = chunk.subarray(0, left);
      chunk = chunk.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
  return {
    opened,
    open: (count) => void (left = count),
    whole: async (count) => {
      left = count;
      return Buffer.concat(await Array.fromAsync(opened()));
    },
    skip: async () => {
      const rest = opened();
      while (!(await rest.next()).done);
    },
    toEnd: async () => {
      while (!(await source.next()).done);
    },
    close: async () => void (await source.return?.()),
  };
}

function damaged(file: string, reason: string): Error {
  return new CatalogueError('CATALOGUE_INPUT_DAMAGED', { file, reason });
}
