/**
 * How every phase writes: in one transaction that fails when another process scans by now. The first one notes that
 * the library is unsettled; the last one takes the note away, so that a scan that did not come to its end is made good.
 */
import type { BulkOperation } from '#base/database/index.ts';
import type { ScanContext } from './context.ts';

/** A transaction of the scan: fails when the lease was lost. */
export async function write(context: ScanContext, operations: readonly BulkOperation[]): Promise<void> {
  const some = operations.filter((operation) => operation.rows.length > 0);
  if (some.length === 0) return;
  const note = context.tally.unsettled ? [] : [unsettled(context)];
  await context.database.bulk([context.fence(), ...note, ...some]);
  context.tally.unsettled = true;
}

/** The end of what `write` began; tells readers that lists changed, if anything did. */
export async function writeLast(context: ScanContext, operations: readonly BulkOperation[]): Promise<void> {
  const some = operations.filter((operation) => operation.rows.length > 0);
  const changed = context.tally.unsettled ? [bumpVersion] : [];
  await context.database.bulk([
    context.fence(),
    ...some,
    ...changed,
    { kind: 'delete', table: 'counter', keys: ['name'], rows: [[noteName(context)]] },
  ]);
  context.tally.unsettled = false;
}

/** Tells readers that lists changed. */
export const bumpVersion: BulkOperation = {
  kind: 'each',
  sql: "UPDATE counter SET value = value + 1 WHERE name = 'library_version'",
  rows: [[]],
};

/** True when the last scan of the library wrote something and did not come to its end. */
export async function isUnsettled({
  database,
  library,
}: Pick<ScanContext, 'database' | 'library'>): Promise<boolean> {
  const note = await database.read
    .selectFrom('counter')
    .select('name')
    .where('name', '=', noteName({ library }))
    .executeTakeFirst();
  return note !== undefined;
}

const noteName = ({ library }: Pick<ScanContext, 'library'>): string => `unsettled_${library.id}`;

function unsettled(context: ScanContext): BulkOperation {
  return {
    kind: 'upsert',
    table: 'counter',
    columns: ['name', 'value'],
    rows: [[noteName(context), 1]],
    keys: ['name'],
  };
}
