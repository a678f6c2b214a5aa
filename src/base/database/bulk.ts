/**
 * Many rows in one message: what the scanner sends instead of one query a row.
 *
 * SQLite runs one prepared statement for each row; PostgreSQL gets the rows as one JSON parameter and spreads them
 * by the table's own column types (json_populate_recordset), so neither needs types here.
 */

export type BulkOperation =
  | {
      readonly kind: 'upsert';
      readonly table: string;
      readonly columns: readonly string[];
      /** Values in the order of `columns`; binary values as Uint8Array. */
      readonly rows: readonly (readonly unknown[])[];
      /** Columns of the unique key; without it a row that is there already is an error. */
      readonly keys?: readonly string[];
      /** Columns to overwrite where the key exists; none: the old row stays. */
      readonly update?: readonly string[];
    }
  | {
      readonly kind: 'delete';
      readonly table: string;
      readonly keys: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    }
  | {
      /** One statement for each of `rows`; `?` stands for a parameter. Kept for what the two above cannot say. */
      readonly kind: 'each';
      readonly sql: string;
      readonly rows: readonly (readonly unknown[])[];
    };

/** The statement that SQLite prepares once and runs for every row. */
export function sqliteStatement(operation: BulkOperation): string {
  if (operation.kind === 'each') return operation.sql;
  if (operation.kind === 'delete')
    return `DELETE FROM ${operation.table} WHERE ${operation.keys.map((key) => `${key} = ?`).join(' AND ')}`;
  const marks = operation.columns.map(() => '?').join(', ');
  return `INSERT INTO ${operation.table} (${operation.columns.join(', ')}) VALUES (${marks})${conflict(operation)}`;
}

/** The statement that PostgreSQL runs once for all rows, which are its only parameter, as JSON. */
export function postgresStatement(operation: Exclude<BulkOperation, { kind: 'each' }>): string {
  const spread = `json_populate_recordset(NULL::${operation.table}, $1::json)`;
  if (operation.kind === 'delete') {
    const match = operation.keys.map((key) => `t.${key} = r.${key}`).join(' AND ');
    return `DELETE FROM ${operation.table} t USING ${spread} r WHERE ${match}`;
  }
  const columns = operation.columns.join(', ');
  return `INSERT INTO ${operation.table} (${columns}) SELECT ${columns} FROM ${spread}${conflict(operation)}`;
}

/** Rows as the JSON that `postgresStatement` takes; bytea is written as PostgreSQL's hex form. */
export function postgresRows(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, jsonValue(row[index])]))),
  );
}

function jsonValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  // PostgreSQL's text holds no NUL; the readers drop it, this is the last line.
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
}

function conflict(operation: Extract<BulkOperation, { kind: 'upsert' }>): string {
  if (!operation.keys) return '';
  const target = ` ON CONFLICT (${operation.keys.join(', ')})`;
  if (!operation.update?.length) return `${target} DO NOTHING`;
  return `${target} DO UPDATE SET ${operation.update.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}
