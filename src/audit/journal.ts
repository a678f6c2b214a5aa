/** The journal itself: append inside the decision's transaction, read, verify. */
import type { Kysely } from 'kysely';
import type { Clock } from '#base/clock.ts';
import { type Database, withSchema } from '#base/database/index.ts';
import { decodeEntry, encodeEntry, leafDigest } from './entry.ts';
import { insertEntry, readEntries, readEntryCount, takeNumber } from './queries.ts';
import type { AuditEntryTable, AuditSchema } from './schema.ts';
import type { Audit, AuditDecision, AuditEntry, AuditTransaction, AuditVerdict } from './types.ts';

const limitMax = 1000;

/** Opens the journal over migrated tables (`auditMigrations`). */
export function openAudit(parts: { database: Database; clock: Clock }): Audit {
  const { read } = withSchema<AuditSchema>(parts.database);
  return {
    append: (trx, decision) => append(trx, parts.clock, decision),
    read: async (from, limit = limitMax) =>
      (await readEntries(read, from, Math.min(limit, limitMax))).map(toEntry),
    verify: () => verify(read),
  };
}

async function append(trx: AuditTransaction, clock: Clock, decision: AuditDecision): Promise<AuditEntry> {
  const seq = await takeNumber(trx);
  const entry = encodeEntry({ details: {}, ...decision, seq, at: clock.now() });
  await insertEntry(trx, { seq, at: entry.at, bytes: entry.bytes, digest: entry.digest });
  return entry;
}

function toEntry(row: AuditEntryTable): AuditEntry {
  // Bytes that say nothing are shown as they are; `verify` names them.
  const said = decodeEntry(row.bytes) ?? unreadable;
  return { ...said, seq: row.seq, at: row.at, bytes: row.bytes, digest: row.digest };
}

const unreadable = {
  action: 'audit.unreadable',
  actor: 'system',
  subject: 'entry',
  reason: 'not canonical',
  details: {},
} as const;

async function verify(read: Kysely<AuditSchema>): Promise<AuditVerdict> {
  const countBefore = await readEntryCount(read);
  let seq = 0;
  for (;;) {
    const rows = await readEntries(read, seq, limitMax);
    for (const row of rows) {
      const reason = faultOf(row, seq);
      if (reason) return { kind: 'broken', seq, reason };
      seq++;
    }
    if (rows.length < limitMax) break;
  }
  // Entries may have been added meanwhile, so the count lies between what the head said before and says now.
  const countAfter = await readEntryCount(read);
  if (seq < countBefore || seq > countAfter) return { kind: 'broken', seq, reason: 'wrong-count' };
  return { kind: 'ok', entryCount: seq };
}

function faultOf(row: AuditEntryTable, seq: number) {
  if (row.seq !== seq) return 'gap';
  if (row.digest !== leafDigest(row.bytes)) return 'wrong-digest';
  const said = decodeEntry(row.bytes);
  if (!said) return 'not-canonical';
  if (said.seq !== row.seq || said.at !== row.at) return 'wrong-number';
  return undefined;
}
