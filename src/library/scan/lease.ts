/**
 * Who scans: one row in the database that one process holds, so that several processes on one database never scan at
 * once. A process that dies lets it run out; another then takes it, and the scan, over: at once on the same machine,
 * where it can be seen that the holder is dead.
 */
import { randomBytes } from 'node:crypto';
import type { BulkOperation, RoomDatabase } from '#base/database/index.ts';
import type { Clock } from '#base/clock.ts';
import type { LibrarySchema } from '../schema.ts';
import { createFence } from './fence.ts';
import { isDead, processMark } from './process-mark.ts';

export interface Lease {
  /** This process, for the scan's row. */
  readonly holder: string;
  /** Takes the lease if it is free, run out, ours, or that of a process that is certainly dead. */
  take(): Promise<boolean>;
  /** True when somebody else has it who may be alive. */
  isElsewhere(): Promise<boolean>;
  /** Holds it for another while; false when somebody else has it now. */
  renew(): Promise<boolean>;
  /** Fails the transaction it is part of when the lease is not ours. */
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
  const holder = `${processMark()}/${randomBytes(6).toString('hex')}`;
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
    return updated.numUpdatedRows === 1n || (await inherit());
  };

  /** Only from the very holder that is dead: another heir may have been quicker. */
  const inherit = async (): Promise<boolean> => {
    const held = await current();
    if (!held || !isDead(held.holder)) return false;
    const updated = await database.write
      .updateTable('lease')
      .set({ holder, expires_at: until() })
      .where('name', '=', name)
      .where('holder', '=', held.holder)
      .executeTakeFirst();
    return updated.numUpdatedRows === 1n;
  };

  const current = () =>
    database.read
      .selectFrom('lease')
      .select(['holder', 'expires_at'])
      .where('name', '=', name)
      .executeTakeFirst();

  const isElsewhere = async (): Promise<boolean> => {
    const held = await current();
    return (
      held !== undefined && held.holder !== holder && held.expires_at > clock.now() && !isDead(held.holder)
    );
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

  const fence = createFence(holder, clock, durationMs, name);

  const release = async (): Promise<void> => {
    await database.write.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
  };

  return { holder, take, isElsewhere, renew, fence, release };
}
