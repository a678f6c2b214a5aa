/**
 * One answer in three forms: XML (the default), JSON and JSONP. Endpoints write the JSON shape; XML is derived from it
 * by the protocol's own rule: a plain value is an attribute, an object or a list is made of child elements.
 */
import type { FastifyReply } from 'fastify';
import { version as serverVersion } from '#base/version.ts';
import type { SubsonicError } from './errors.ts';

export const protocolVersion = '1.16.1';

/** What an endpoint answers: the one element inside the envelope, or nothing. */
export type SubsonicAnswer = Readonly<Record<string, unknown>>;
/** An element of the envelope that was made before, as text in both forms. */
export class Prepared {
  readonly name: string;
  readonly json: string;
  readonly xml: string;
  constructor(name: string, json: string, xml: string) {
    this.name = name;
    this.json = json;
    this.xml = xml;
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

/** The same for an element that was made before. */
export function sendPrepared(reply: FastifyReply, format: Format, prepared: Prepared): FastifyReply {
  const head = { status: 'ok', ...base };
  if (format.kind === 'xml') {
    const root = elementXml('subsonic-response', { xmlns, ...head }, prepared.xml);
    return reply
      .header('cache-control', 'no-store')
      .type('text/xml; charset=utf-8')
      .send(`${xmlHead}${root}`);
  }
  return sendJson(
    reply,
    format,
    `{"subsonic-response":${JSON.stringify(head).slice(0, -1)},"${prepared.name}":${prepared.json}}}`,
  );
}

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
    return reply.header('cache-control', 'no-store').type('text/xml; charset=utf-8').send(toXml(response));
  }
  return sendJson(reply, format, JSON.stringify({ 'subsonic-response': response }));
}

function sendJson(reply: FastifyReply, format: Exclude<Format, { kind: 'xml' }>, json: string): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (format.kind === 'json') return reply.type('application/json; charset=utf-8').send(json);
  // U+2028 and U+2029 end a line in old JavaScript, though not in JSON.
  const script = json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return reply.type('application/javascript; charset=utf-8').send(`${format.callback}(${script});`);
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
