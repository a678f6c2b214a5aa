/** The journal's SQL. */
import type { Kysely } from 'kysely';
import type { AuditEntryTable, AuditSchema } from './schema.ts';

/**
 * Takes the next number. The row stays locked until the transaction ends, on both engines, so numbers are given in
 * the order of commits and a rolled-back decision gives its number back.
 */
export async function takeNumber(trx: Kysely<AuditSchema>): Promise<number> {
  const { entry_count } = await trx
    .updateTable('audit_head')
    .set((head) => ({ entry_count: head('entry_count', '+', 1) }))
    .where('id', '=', 1)
    .returning('entry_count')
    .executeTakeFirstOrThrow();
  return entry_count - 1;
}

export async function insertEntry(trx: Kysely<AuditSchema>, entry: AuditEntryTable): Promise<void> {
  await trx.insertInto('audit_entry').values(entry).execute();
}

export function readEntries(
  db: Kysely<AuditSchema>,
  from: number,
  limit: number,
): Promise<AuditEntryTable[]> {
  return db
    .selectFrom('audit_entry')
    .selectAll()
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export async function readEntryCount(db: Kysely<AuditSchema>): Promise<number> {
  const head = await db.selectFrom('audit_head').select('entry_count').where('id', '=', 1).executeTakeFirst();
  return head?.entry_count ?? 0;
}
