/**
 * One entry of the journal as bytes, and back: docs/formats/audit-journal.md. The bytes are what counts; the columns
 * beside them only help to find them.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { AuditError } from './errors.ts';
import type { AuditDecision, AuditEntry } from './types.ts';

type Numbered = Required<AuditDecision> & { readonly seq: number; readonly at: number };

const version = 1;
const word = /^[a-z]+(-[a-z0-9]+)*(\.[a-z]+(-[a-z0-9]+)*)+$/;
const subjectShape = /^[a-z]+(-[a-z]+)*(:[\w.-]{1,128})?$/;
const detailName = /^[a-z][A-Za-z0-9]{0,39}$/;
const textLengthMax = 500;

/** The entry's canonical bytes and their leaf hash. Throws AUDIT_DECISION_UNFIT for what must not be in a journal. */
export function encodeEntry(entry: Numbered): AuditEntry {
  refuseUnfit(entry);
  const { seq, at, action, actor, subject, reason, details } = entry;
  const bytes = Buffer.from(
    canonicalJson({ v: version, seq, at, action, actor, subject, reason, details }),
    'utf8',
  );
  return { seq, at, action, actor, subject, reason, details, bytes, digest: leafDigest(bytes) };
}

/** The entry that canonical bytes say, or undefined when they are not canonical or not an entry of this version. */
export function decodeEntry(bytes: Uint8Array): Numbered | undefined {
  const value = parseCanonicalJson(bytes);
  if (value === null || typeof value !== 'object' || Object.keys(value).join() !== members) return undefined;
  const { v, ...said } = value as unknown as Numbered & { v: number };
  return v === version ? said : undefined;
}

/** In canonical order. */
const members = 'action,actor,at,details,reason,seq,subject,v';

/** RFC 6962 section 2.1: the hash of a Merkle tree's leaf is SHA-256(0x00 || entry). In hex. */
export function leafDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(leafPrefix).update(bytes).digest('hex');
}

const leafPrefix = Buffer.from([0]);

/** Keeps the journal free of what a person could be known by: erasing an account must never touch an entry. */
function refuseUnfit({ action, actor, subject, reason, details }: AuditDecision & Numbered): void {
  if (!word.test(action)) refuse(`"${action}" is no action`);
  if (actor !== 'system' && !(Number.isSafeInteger(actor) && actor > 0))
    refuse('the actor is no account number');
  if (!subjectShape.test(subject)) refuse('the subject is not like "account:7"');
  if (reason === '') refuse('the reason is missing');
  refuseText(reason);
  for (const [name, value] of Object.entries(details)) {
    if (!detailName.test(name)) refuse(`"${name}" is no name of a detail`);
    if (typeof value === 'string') refuseText(value);
    else if (typeof value === 'number' && !Number.isSafeInteger(value)) refuse(`${name} is no whole number`);
  }
}

function refuseText(text: string): void {
  if (text.length > textLengthMax) refuse('a text is too long');
  if (!text.isWellFormed()) refuse('a text is no Unicode');
  // A net, not a proof: reasons and details are words of the program, and these two would never be.
  if (/\S@\S/.test(text)) refuse('a text looks like an e-mail address');
  if (isIP(text)) refuse('a text is an IP address');
}

function refuse(reason: string): never {
  throw new AuditError('AUDIT_DECISION_UNFIT', { reason });
}
