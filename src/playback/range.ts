/**
 * What a Range header asks for (RFC 9110 section 14), reduced to a list of byte ranges that are worth answering.
 *
 * Anything malformed is ignored, as the RFC says, and so is abuse: a header with dozens of ranges gets the whole file
 * once instead of many parts. Ranges that overlap or nearly touch become one, so an answer is never longer than the
 * file and its parts' headers.
 */

/** Both ends inclusive, as on the wire. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'ranges'; readonly ranges: readonly [ByteRange, ...ByteRange[]] }
  | { readonly kind: 'unsatisfiable' };

/** More than this in one header is not a player. */
const rangesAskedMax = 32;
/** Parts in one answer at most. */
export const rangesAnsweredMax = 16;
/** About what a part's own header costs: a smaller gap is cheaper to send than to leave out. */
const gapBytesMax = 128;

const whole: RangeAnswer = { kind: 'whole' };

/** Reads a Range header against a size in bytes. Pure, and linear in the header's length. */
export function parseRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  if (header === undefined || header.length > 1_024 || !/^bytes=/i.test(header)) return whole;
  // Nearly every player asks for one.
  if (!header.includes(',')) return answerOne(parseOne(header.slice(6).trim(), sizeBytes));
  const specs = header
    .slice(6)
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');
  if (specs.length === 0 || specs.length > rangesAskedMax) return whole;
  const found: ByteRange[] = [];
  for (const spec of specs) {
    const range = parseOne(spec, sizeBytes);
    if (range === 'malformed') return whole;
    if (range !== 'beyond') found.push(range);
  }
  const [first, ...rest] = coalesce(found);
  if (first === undefined) return { kind: 'unsatisfiable' };
  return rest.length >= rangesAnsweredMax ? whole : { kind: 'ranges', ranges: [first, ...rest] };
}

function answerOne(range: ReturnType<typeof parseOne>): RangeAnswer {
  if (range === 'malformed') return whole;
  return range === 'beyond' ? { kind: 'unsatisfiable' } : { kind: 'ranges', ranges: [range] };
}

function parseOne(spec: string, sizeBytes: number): ByteRange | 'malformed' | 'beyond' {
  const match = /^(\d*)-(\d*)$/.exec(spec);
  if (match === null || spec === '-') return 'malformed';
  const [, from, to] = match;
  if (from === '') {
    const suffix = Math.min(Number(to), sizeBytes);
    return suffix === 0 ? 'beyond' : { first: sizeBytes - suffix, last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? Infinity : Number(to);
  if (last < first) return 'malformed';
  return first >= sizeBytes ? 'beyond' : { first, last: Math.min(last, sizeBytes - 1) };
}

function coalesce(ranges: ByteRange[]): ByteRange[] {
  if (ranges.length < 2) return ranges;
  const out: { first: number; last: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = out.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1 + gapBytesMax) {
      previous.last = Math.max(previous.last, range.last);
    } else {
      out.push({ ...range });
    }
  }
  return out;
}
