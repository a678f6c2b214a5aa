/** XML as the Discogs dumps have it. */

/** Text for between tags and within attributes: ASCII, the rest as decimal entities. */
export function escaped(text: string): string {
  return /[^ !#-%'-;=?-~]/.test(text) ? text.replace(/[&<>"]|[^\x20-\x7e]/gu, entity) : text;
}

/** `<name/>` when there is nothing in it. */
export function element(name: string, text: string): string {
  return text === '' ? `<${name}/>` : `<${name}>${escaped(text)}</${name}>`;
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function entity(sign: string): string {
  return named[sign] ?? `&#${sign.codePointAt(0)};`;
}
