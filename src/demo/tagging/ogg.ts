/**
 * Puts our comments into an Ogg stream (Vorbis or Opus): the header packets are taken out of their pages, the
 * comment packet is exchanged, and all pages are numbered and summed anew (RFC 3533).
 */

interface Page {
  readonly flags: number;
  readonly granule: Uint8Array;
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

const headBytes = 27;
const lacingMax = 255;
const noGranule = new Uint8Array(8).fill(0xff);
const zeroGranule = new Uint8Array(8);
const isContinued = 1;
const isFirst = 2;

/** The same audio with other comments. `serial` names the stream inside the file. */
export function withComments(stream: Uint8Array, comments: Uint8Array, serial: number): Uint8Array {
  const pages = readPages(stream);
  const isOpus = Buffer.from(pages[0]!.body.subarray(0, 8)).toString('latin1') === 'OpusHead';
  const headers = isOpus ? 2 : 3;
  const { packets, pagesUsed } = takePackets(pages, headers);
  const rest = isOpus ? [] : [packets[2]!];
  const written = [
    { flags: isFirst, granule: zeroGranule, lacing: lacingOf(packets[0]!.length), body: packets[0]! },
    ...paginate([comments, ...rest]),
    ...pages.slice(pagesUsed),
  ];
  return Buffer.concat(written.map((page, number) => writePage(page, number, serial)));
}

function readPages(stream: Uint8Array): Page[] {
  const pages: Page[] = [];
  for (let at = 0; at + headBytes <= stream.length;) {
    const segments = stream[at + 26]!;
    const lacing = stream.subarray(at + headBytes, at + headBytes + segments);
    const start = at + headBytes + segments;
    const end = start + lacing.reduce((sum, value) => sum + value, 0);
    pages.push({
      flags: stream[at + 5]!,
      granule: stream.subarray(at + 6, at + 14),
      lacing,
      body: stream.subarray(start, end),
    });
    at = end;
  }
  return pages;
}

/** The first packets, and how many pages they fill; audio begins on a page of its own. */
function takePackets(pages: readonly Page[], count: number): { packets: Uint8Array[]; pagesUsed: number } {
  const packets: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  for (const [index, page] of pages.entries()) {
    let at = 0;
    for (const size of page.lacing) {
      pieces.push(page.body.subarray(at, at + size));
      at += size;
      if (size === 255) continue;
      packets.push(Buffer.concat(pieces));
      pieces = [];
    }
    if (packets.length >= count) return { packets, pagesUsed: index + 1 };
  }
  return { packets, pagesUsed: pages.length };
}

/** Packets laid into pages of up to 255 segments, the next packet on the page where the last one ended. */
function paginate(packets: readonly Uint8Array[]): Page[] {
  const all = Buffer.concat(packets);
  const lacing = packets.flatMap((packet) => [...lacingOf(packet.length)]);
  const pages: Page[] = [];
  let at = 0;
  for (let from = 0; from < lacing.length; from += lacingMax) {
    const own = Uint8Array.from(lacing.slice(from, from + lacingMax));
    const size = own.reduce((sum, value) => sum + value, 0);
    const continued = from > 0 && lacing[from - 1] === 255;
    const ends = own.some((value) => value < 255);
    pages.push({
      flags: continued ? isContinued : 0,
      granule: ends ? zeroGranule : noGranule,
      lacing: own,
      body: all.subarray(at, at + size),
    });
    at += size;
  }
  return pages;
}

function lacingOf(length: number): Uint8Array {
  const lacing = new Uint8Array(Math.floor(length / 255) + 1).fill(255);
  lacing[lacing.length - 1] = length % 255;
  return lacing;
}

function writePage(page: Page, number: number, serial: number): Uint8Array {
  const head = Buffer.alloc(headBytes + page.lacing.length);
  head.write('OggS', 0, 'latin1');
  head[5] = page.flags;
  head.set(page.granule, 6);
  head.writeUInt32LE(serial, 14);
  head.writeUInt32LE(number, 18);
  head[26] = page.lacing.length;
  head.set(page.lacing, headBytes);
  head.writeUInt32LE(checksum(head, page.body), 22);
  return Buffer.concat([head, page.body]);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let turn = 0; turn < 8; turn++)
    value = (value & 0x80000000) === 0 ? value << 1 : (value << 1) ^ 0x04c11db7;
  return value;
});

function checksum(...parts: readonly Uint8Array[]): number {
  let value = 0;
  for (const part of parts)
    for (const byte of part) value = (value << 8) ^ table[((value >>> 24) ^ byte) & 0xff]!;
  return value >>> 0;
}
