/**
 * One answer in three forms: XML (the default), JSON and JSONP. Endpoints write the JSON shape; XML is derived from it
 * by the protocol's own rule: a plain value is an attribute, an object or a list is made of child elements.
 */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { version as serverVersion } from '#base/version.ts';
import type { SubsonicError } from './errors.ts';

export const protocolVersion = '1.16.1';

/** What an endpoint answers: the one element inside the envelope, or nothing. */
export type SubsonicAnswer = Readonly<Record<string, unknown>>;
/** An element of the envelope whose "index" was made before, as bytes in the form that was asked for. */
export class Prepared {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly index: readonly Buffer[];
  constructor(name: string, attributes: Readonly<Record<string, unknown>>, index: readonly Buffer[]) {
    this.name = name;
    this.attributes = attributes;
    this.index = index;
  }
}

export type Format =
  | { readonly kind: 'xml' }
  | { readonly kind: 'json' }
  | { readonly kind: 'jsonp'; readonly callback: string };

const xmlns = 'http://subsonic.org/restapi';
const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';
const base = { version: protocolVersion, type: 'fonoteca', serverVersion, openSubsonic: true };

export function sendAnswer(reply: FastifyReply, format: Format, answer: SubsonicAnswer): FastifyReply {
  return send(reply, format, { status: 'ok', ...base, ...answer });
}

/** The same for an element that was made before: sent piece by piece, without putting it together. */
export function sendPrepared(reply: FastifyReply, format: Format, prepared: Prepared): FastifyReply {
  const [head, tail] = framed(format, prepared);
  const pieces = [Buffer.from(head), ...prepared.index, Buffer.from(tail)];
  return reply
    .header('cache-control', 'no-store')
    .header(
      'content-length',
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    )
    .type(types[format.kind])
    .send(Readable.from(pieces));
}

/** What stands before and after the index: the envelope and the element with its attributes. */
function framed(format: Format, { name, attributes }: Prepared): [string, string] {
  const head = { status: 'ok', ...base };
  if (format.kind === 'xml') {
    const element = elementXml(name, attributes, '\0');
    const root = elementXml('subsonic-response', { xmlns, ...head }, element);
    return `${xmlHead}${root}`.split('\0') as [string, string];
  }
  const fields = JSON.stringify({ ...attributes, index: [] }).slice(0, -2);
  const text = `{"subsonic-response":${JSON.stringify(head).slice(0, -1)},"${name}":${fields}`;
  return format.kind === 'json' ? [text, ']}}}'] : [`${format.callback}(${forScript(text)}`, ']}}});'];
}

const types = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonp: 'application/javascript; charset=utf-8',
};

export function sendError(reply: FastifyReply, format: Format, error: SubsonicError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  const { code, message, helpUrl } = error;
  return send(reply, format, {
    status: 'failed',
    ...base,
    error: { code, message, ...(helpUrl && { helpUrl }) },
  });
}

function send(reply: FastifyReply, format: Format, response: SubsonicAnswer): FastifyReply {
  if (format.kind === 'xml') {
    return reply.header('cache-control', 'no-store').type(types.xml).send(toXml(response));
  }
  return sendJson(reply, format, JSON.stringify({ 'subsonic-response': response }));
}

function sendJson(reply: FastifyReply, format: Exclude<Format, { kind: 'xml' }>, json: string): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (format.kind === 'json') return reply.type(types.json).send(json);
  return reply.type(types.jsonp).send(`${format.callback}(${forScript(json)});`);
}

/** U+2028 and U+2029 end a line in old JavaScript, though not in JSON; escaped they are the same to both. */
export function forScript(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Elements whose plain values are child elements instead of attributes (Subsonic's XML schema). */
const spelledOut = new Set(['artistInfo', 'artistInfo2', 'albumInfo']);

/** The envelope as XML 1.0. */
export function toXml(response: SubsonicAnswer): string {
  return `${xmlHead}${elementXml('subsonic-response', { xmlns, ...response })}`;
}

function element(name: string, value: unknown): string {
  if (value === null || typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  return elementXml(name, value);
}

/** An element of an object's fields, and of `inside`, which is XML already. */
export function elementXml(name: string, fields: object, inside = ''): string {
  let attributes = '';
  let content = '';
  for (const [key, inner] of Object.entries(fields)) {
    if (inner === undefined || inner === null) continue;
    if (Array.isArray(inner)) content += inner.map((one) => element(key, one)).join('');
    else if (typeof inner === 'object' || spelledOut.has(name)) content += element(key, inner);
    else if (key === 'value') content += escapeXml(String(inner));
    else attributes += ` ${key}="${escapeXml(String(inner))}"`;
  }
  content += inside;
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

// oxlint-disable-next-line no-control-regex
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** XML 1.0 has no place for most control characters and lone surrogates; they are dropped. */
function escapeXml(text: string): string {
  if (/^[\w .,:;()'/+=-]*$/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(unfit, '')
    .replace(/[&<>"\n\r\t]/g, (letter) => escapes[letter]!);
}
