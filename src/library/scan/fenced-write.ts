/** How every phase writes: in one transaction that fails when another process scans by now. */
import type { BulkOperation } from '#base/database/index.ts';
import type { ScanContext } from './context.ts';

/** A transaction of the scan: fails when the lease was lost. */
export async function write(context: ScanContext, operations: readonly BulkOperation[]): Promise<void> {
  const some = operations.filter((operation) => operation.rows.length > 0);
  if (some.length > 0) await context.database.bulk([context.lease.fence(), ...some]);
}
