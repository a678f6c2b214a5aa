/** Fails the transaction it is part of when the lease is no longer ours, so that two scanners never mix. */
import type { Clock } from '#base/clock.ts';
import type { BulkOperation } from '#base/database/index.ts';

/** Makes the operation that every transaction of the lease's `holder` begins with; it also holds the lease for longer. */
export function createFence(
  holder: string,
  clock: Clock,
  durationMs: number,
  name: 'scanner' | 'background',
): () => BulkOperation {
  // expires_at must not be NULL: the update, and with it the transaction, fails unless the lease is ours.
  return () => ({
    kind: 'each',
    sql: `UPDATE lease SET expires_at = CASE WHEN holder = ? THEN CAST(? AS BIGINT) ELSE NULL END WHERE name = '${name}'`,
    rows: [[holder, clock.now() + durationMs]],
  });
}
