/** What the audit journal takes and gives, in types. */
import type { Kysely } from 'kysely';
import type { AnySchema } from '#base/database/database.ts';

/** Who decided: an account's number, or the program itself (the command line, a job). Never a name or an address. */
export type Actor = number | 'system';

/** Facts of a decision: flat, whole numbers and short words of the program, nothing that a person typed. */
type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditDecision {
  /** 'account.added', 'library.removed': noun, dot, past participle. */
  readonly action: string;
  readonly actor: Actor;
  /** What was decided about: 'account:7', 'library:2'. */
  readonly subject: string;
  /** Why, as a word or sentence of the program: 'setup-token', 'asked'. */
  readonly reason: string;
  readonly details?: AuditDetails;
}

export interface AuditEntry extends Required<AuditDecision> {
  /** 0, 1, 2 … without gaps: the leaf's index in a Merkle tree. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The canonical bytes; everything above is read from them. */
  readonly bytes: Uint8Array;
  /** SHA-256 of 0x00 and the bytes (RFC 6962 section 2.1), in hex. */
  readonly digest: string;
}

export type AuditVerdict =
  | { readonly kind: 'ok'; readonly entryCount: number }
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly reason: 'gap' | 'not-canonical' | 'wrong-digest' | 'wrong-number' | 'wrong-count';
    };

/** A transaction of the database's `write`: the decision and its entry stand or fall together. */
export type AuditTransaction = Kysely<AnySchema>;

export interface Audit {
  /** Numbers and writes the entry inside the decision's own transaction; call it last, it holds back other appends. */
  append(trx: AuditTransaction, decision: AuditDecision): Promise<AuditEntry>;
  /** Entries from number `from` on, at most `limit` (1,000 when absent). */
  read(from: number, limit?: number): Promise<AuditEntry[]>;
  /** Reads everything: no gap, each entry's bytes canonical, each digest right. */
  verify(): Promise<AuditVerdict>;
}
