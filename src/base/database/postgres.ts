/** PostgreSQL behind the same interface: one pool for reads, one for writes, so that a scan never takes all of them. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { messageOf } from '../errors.ts';
import { type BulkOperation, postgresRows, postgresStatement } from './bulk.ts';
import type { AnySchema, Database } from './database.ts';
import { DatabaseError } from './errors.ts';
import type { Reader } from './procedure.ts';

const readCountMax = 10;
const writeCountMax = 6;

/** Opens the PostgreSQL database at `url` (postgres://user:password@host:port/name). */
export async function openPostgres(url: string): Promise<Database> {
  const readPool = makePool(url, readCountMax);
  const writePool = makePool(url, writeCountMax);
  await writePool.query('SELECT 1').catch(async (error: unknown) => {
    await Promise.all([readPool.end(), writePool.end()]);
    throw new DatabaseError(
      'DATABASE_UNREACHABLE',
      { address: withoutPassword(url), reason: messageOf(error) },
      { cause: error },
    );
  });
  return {
    kind: 'postgres',
    address: url,
    read: new Kysely<AnySchema>({ dialect: new PostgresDialect({ pool: readPool }) }),
    write: new Kysely<AnySchema>({ dialect: new PostgresDialect({ pool: writePool }) }),
    bulk: (operations) => runBulk(writePool, operations),
    readIds: (sql, parameters = []) => readIds(readPool, sql, parameters),
    run: (procedure, question) => procedure.run(readerOf(readPool), question),
    copyTo: () => Promise.reject(new DatabaseError('DATABASE_NOT_SQLITE')),
    close: async () => void (await Promise.all([readPool.end(), writePool.end()])),
  };
}

function makePool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        parserOf(oid) ?? pg.types.getTypeParser(oid, format),
    },
  });
  // An idle connection that the server closed is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The pool listens to idle connections only; one that is in somebody's hands when the server goes would end the
  // process too. Its query fails by itself.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** int8 and numeric come as text by default; counts and times fit a number. */
function parserOf(oid: number): ((text: string) => number) | undefined {
  return oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC ? Number : undefined;
}

async function runBulk(pool: pg.Pool, operations: readonly BulkOperation[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const operation of operations) await runOperation(client, operation);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    client.release(error instanceof Error ? error : true);
    throw toDatabaseError(error);
  }
}

async function runOperation(client: pg.PoolClient, operation: BulkOperation): Promise<void> {
  if (operation.rows.length === 0) return;
  if (operation.kind === 'each') {
    const sql = numbered(operation.sql);
    for (const row of operation.rows) await client.query(sql, [...row]);
    return;
  }
  const columns = operation.kind === 'delete' ? operation.keys : operation.columns;
  await client.query(postgresStatement(operation), [postgresRows(columns, operation.rows)]);
}

function readerOf(pool: pg.Pool): Reader {
  const ask = (sql: string, parameters: readonly unknown[]) =>
    pool.query<unknown[]>({ text: numbered(sql), values: [...parameters], rowMode: 'array' });
  return {
    kind: 'postgres',
    rows: async (sql, parameters) => (await ask(sql, parameters)).rows,
    named: async (sql, parameters) => {
      const { fields, rows } = await ask(sql, parameters);
      return { columns: fields.map((field) => field.name).join('\0'), rows };
    },
  };
}

async function readIds(
  pool: pg.Pool,
  sql: string,
  parameters: readonly unknown[],
): Promise<Int32Array<ArrayBuffer>> {
  // One value of four bytes an id, most significant first, instead of a million small arrays.
  const text = `SELECT string_agg(int4send(id::int4), ''::bytea) AS packed FROM (${numbered(sql)}) AS listed(id)`;
  const { rows } = await pool.query<{ packed: Buffer | null }>(text, [...parameters]);
  const bytes = Buffer.from(rows[0]?.packed ?? []);
  const ids = new Int32Array(bytes.length / 4);
  for (let at = 0; at < ids.length; at++) ids[at] = bytes.readInt32BE(at * 4);
  return ids;
}

/** `?` → `$1`, `$2` …; the statements that use it hold no question marks of their own. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

function toDatabaseError(error: unknown): Error {
  // Class 23 is integrity constraint violation, 53100 disk_full: postgresql.org/docs/current/errcodes-appendix.html
  const code = String((error as { code?: string }).code ?? '');
  if (code.startsWith('23'))
    return new DatabaseError('DATABASE_CONSTRAINT', { reason: messageOf(error) }, { cause: error });
  if (code === '53100') return new DatabaseError('DATABASE_DISK_FULL', {}, { cause: error });
  return new DatabaseError('DATABASE_QUERY_FAILED', { reason: messageOf(error) }, { cause: error });
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@]*@/, '//$1:…@');
}
