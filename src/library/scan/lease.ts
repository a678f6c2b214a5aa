/**
 * Who scans: one row in the database that one process holds, so that several processes on one database never scan at
 * once. A process that dies lets it run out; another then takes it, and the scan, over.
 */
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { Clock } from '#base/clock.ts';
import type { LibrarySchema } from '../schema.ts';

export interface Lease {
  /** This process, for the scan's row. */
  readonly holder: string;
  /** Takes the lease if it is free, run out or ours. */
  take(): Promise<boolean>;
  /** Holds it for another while; false when somebody else has it now. */
  renew(): Promise<boolean>;
  /** Fails the transaction it is part of when the lease is no longer ours, so that two scanners never mix. */
  fence(): BulkOperation;
  release(): Promise<void>;
}

/** `durationMs`: how long a silent holder is waited for. `name`: what is held. */
export function createLease(
  database: RoomDatabase<LibrarySchema>,
  clock: Clock,
  durationMs: number,
  name: 'scanner' | 'background' = 'scanner',
): Lease {
  const holder = `${hostname()}/${process.pid}/${randomBytes(6).toString('hex')}`;
  const until = (): number => clock.now() + durationMs;

  const take = async (): Promise<boolean> => {
    const row = { name, holder, expires_at: until() };
    const inserted = await database.write
      .insertInto('lease')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 1n) return true;
    const updated = await database.write
      .updateTable('lease')
      .set({ holder, expires_at: until() })
      .where('name', '=', name)
      .where((where) => where.or([where('holder', '=', holder), where('expires_at', '<', clock.now())]))
      .executeTakeFirst();
    return updated.numUpdatedRows === 1n;
  };

  const renew = async (): Promise<boolean> => {
    const updated = await database.write
      .updateTable('lease')
      .set({ expires_at: until() })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return updated.numUpdatedRows === 1n;
  };

  // expires_at must not be NULL: the update, and with it the transaction, fails unless the lease is ours.
  const fence = (): BulkOperation => ({
    kind: 'each',
    sql: `UPDATE lease SET expires_at = CASE WHEN holder = ? THEN CAST(? AS BIGINT) ELSE NULL END WHERE name = '${name}'`,
    rows: [[holder, until()]],
  });

  const release = async (): Promise<void> => {
    await database.write.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
  };

  return { holder, take, renew, fence, release };
}
