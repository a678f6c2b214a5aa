/** Phase 1: the staged rows of all imports side by side, each with the source that said it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type TableName, tableNames, tables } from '../import/tables.ts';
import type { FoundImport } from './build-snapshot.ts';

/** Makes the views `staged_artist`, `staged_label`, `staged_release` and `staged_track`, with a column `source`. */
export async function gather(connection: DuckDBConnection, imports: readonly FoundImport[]): Promise<void> {
  for (const table of tableNames) {
    const parts = imports.flatMap(({ folder, manifest }) => {
      const rows = join(folder, table);
      const isEmpty = !existsSync(rows) || readdirSync(rows).length === 0;
      return isEmpty
        ? []
        : [
            `SELECT ${literal(manifest.source)} AS source, * FROM read_parquet(${literal(join(rows, '*.parquet'))})`,
          ];
    });
    await connection.run(
      `CREATE VIEW staged_${table} AS ${parts.length > 0 ? parts.join(' UNION ALL BY NAME ') : nothing(table)}`,
    );
  }
}

/** A text in SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function nothing(table: TableName): string {
  const columns = tables[table].map(({ name, type }) => `NULL::${type} AS "${name}"`);
  return `SELECT NULL::VARCHAR AS source, ${columns.join(', ')} WHERE FALSE`;
}
