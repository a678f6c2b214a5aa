/** Unpacks a zip into a folder, for games that pack their music so (pk3). Stored and deflated files, no zip64. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Writes every file of the archive below `folder`. */
export function unzip(archive: string, folder: string): void {
  const bytes = readFileSync(archive);
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  if (end < 0) throw new Error(`${archive} is no zip`);
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    ) as [number, number, number];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) writeEntry(bytes, at, join(folder, normalize(`/${name}`)));
    at += 46 + nameLength + extraLength + commentLength;
  }
}

/** One entry of the central directory; its local header repeats the lengths of name and extra field. */
function writeEntry(bytes: Buffer, at: number, path: string): void {
  const local = bytes.readUInt32LE(at + 42);
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const stored = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes.readUInt16LE(at + 10) === 0 ? stored : inflateRawSync(stored));
}
