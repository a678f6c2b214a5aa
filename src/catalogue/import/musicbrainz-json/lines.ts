/**
 * Cuts bytes into lines without ever joining what is not one: a line that lies in one chunk is a view of it, and one
 * that lies in many is put together once, so that documents of any length cost the same for each byte.
 */

export interface Line {
  readonly bytes: Buffer;
  /** True when it is longer than lines may be, and only its beginning is here. */
  readonly isCut: boolean;
}

/** The longest release document, with thousands of tracks, has some ten million bytes. */
export const lineBytesMax = 64 * 1024 * 1024;
const newline = 0x0a;

/** The last line needs no newline behind it, and none is given for one that has. Memory: two times the longest line. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  lengthMax = lineBytesMax,
): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let length = 0;
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length <= lengthMax) pieces.push(piece);
    else pieces = [pieces[0] ?? piece.subarray(0, lengthMax)];
  };
  const line = (): Line => {
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const isCut = length > lengthMax;
    pieces = [];
    length = 0;
    return { bytes, isCut };
  };
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, at)) {
      add(buffer.subarray(at, end));
      yield line();
      at = end + 1;
    }
    if (at < buffer.length) add(buffer.subarray(at));
  }
  if (length > 0) yield line();
}
