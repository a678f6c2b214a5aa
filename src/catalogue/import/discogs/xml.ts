/** Reading parts of one XML element by looking for them: made for records whose elements are known and do not nest. */

export interface Element {
  readonly name: string;
  /** The opening tag, for `attribute`. */
  readonly tag: string;
  /** What stands between its tags. */
  readonly content: string;
}

/** The children of an element, given its content. `nested`: a name that stands in itself, and what it stands in. */
export function* children(content: string, nested?: Nested): Generator<Element> {
  let at = 0;
  for (;;) {
    const open = content.indexOf('<', at);
    if (open < 0 || content.charCodeAt(open + 1) === slash) return;
    const nameEnd = endOfName(content, open + 1);
    // Most tags have no attributes.
    const tagEnd = content.charCodeAt(nameEnd) === greater ? nameEnd + 1 : endOfTag(content, open);
    if (tagEnd < 0) return;
    const name = content.slice(open + 1, nameEnd);
    const tag = content.slice(open, tagEnd);
    if (content.charCodeAt(tagEnd - 2) === slash) {
      at = tagEnd;
      yield { name, tag, content: '' };
      continue;
    }
    const close = closeOf(content, tagEnd, name, nested);
    if (close < 0) return;
    at = close + name.length + 3;
    yield { name, tag, content: content.slice(tagEnd, close) };
  }
}

export interface Nested {
  readonly name: string;
  readonly within: string;
}

/** What stands between the tags of the whole element. */
export function contentOf(element: string): string {
  return element.slice(endOfTag(element, 0), element.lastIndexOf('</'));
}

/** An attribute of an opening tag, decoded; undefined when there is none. */
export function attribute(tag: string, name: string): string | undefined {
  const at = tag.indexOf(` ${name}="`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  return plain(tag.slice(from, tag.indexOf('"', from)));
}

/** Text without entities, and with single spaces where lines broke. */
export function plain(text: string): string {
  const decoded = text.includes('&') ? text.replace(entity, decode) : text;
  return /[\r\n\t]/.test(decoded) || decoded !== decoded.trim()
    ? decoded.replace(/\s+/g, ' ').trim()
    : decoded;
}

const [space, slash, greater] = [0x20, 0x2f, 0x3e];
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()]!;
  const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
  // Surrogates and what is no character have no place in text (XML 1.0, 2.2).
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : whole;
}

/** Behind the '>' of the tag that begins at `open`: one inside an attribute is not it. */
function endOfTag(text: string, open: number): number {
  let end = text.indexOf('>', open);
  while (end >= 0 && quotesIn(text, open, end) % 2 === 1) end = text.indexOf('>', end + 1);
  return end + (end < 0 ? 0 : 1);
}

function quotesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) count++;
  return count;
}

function endOfName(text: string, from: number): number {
  let to = from;
  for (
    let code = text.charCodeAt(to);
    code > space && code !== greater && code !== slash;
    code = text.charCodeAt(to)
  )
    to++;
  return to;
}

/** The few names that there are; put together each time, they cost more than what is looked for with them. */
const closingTags = new Map<string, string>();

function closingTag(name: string): string {
  let tag = closingTags.get(name);
  if (tag === undefined) {
    tag = `</${name}>`;
    // Damaged records could bring any number of names.
    if (closingTags.size < 200) closingTags.set(name, tag);
  }
  return tag;
}

function closeOf(text: string, from: number, name: string, nested: Nested | undefined): number {
  const close = closingTag(name);
  const first = text.indexOf(close, from);
  if (name !== nested?.name || first < 0) return first;
  const inner = text.indexOf(`<${nested.within}>`, from);
  if (inner < 0 || inner > first) return first;
  const innerEnd = text.indexOf(`</${nested.within}>`, inner);
  return innerEnd < 0 ? -1 : text.indexOf(close, innerEnd);
}
