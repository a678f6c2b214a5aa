/** Fails the transaction it is part of when the lease is not ours, so that two scanners never mix. */
import type { Clock } from '#base/clock.ts';
import type { BulkOperation } from '#base/database/index.ts';

/** Makes the operation that every transaction of the lease's `holder` begins with; it also holds the lease for longer. */
export function createFence(
  holder: string,
  clock: Clock,
  durationMs: number,
  name: 'scanner' | 'background',
): () => BulkOperation {
  // expires_at must not be NULL: the row to insert, and with it the transaction, fails where there is no lease of ours,
  // be it that somebody else has it or that they gave it back; the CASE looks again once the row is locked.
  return () => {
    const until = clock.now() + durationMs;
    return {
      kind: 'each',
      sql: `INSERT INTO lease (name, holder, expires_at)
        VALUES ('${name}', ?, (SELECT CAST(? AS BIGINT) FROM lease WHERE name = '${name}' AND holder = ?))
        ON CONFLICT (name) DO UPDATE SET expires_at = CASE WHEN lease.holder = excluded.holder THEN excluded.expires_at ELSE NULL END`,
      rows: [[holder, until, holder]],
    };
  };
}
