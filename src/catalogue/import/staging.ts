/**
 * Where an import's rows wait to be built: a folder of Parquet files for each table, made under another name and
 * renamed when it is whole. Rows go out in parts; with each part a note is written of how far the input was read, so
 * that an import which was killed goes on there.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  DuckDBDataChunkWriter,
  DuckDBInstance,
  type DuckDBAppender,
  type DuckDBConnection,
} from '@duckdb/node-api';
import { type RowsByTable, type TableName, tableNames, tables } from './tables.ts';

/** How far an import is: everything before is in its parts. */
export interface Mark {
  /** Which files, so that an import of others does not go on where this one was. */
  readonly input: string;
  /** Files of the input that are done. */
  readonly filesDone: number;
  /** Records of the next file that are done. */
  readonly recordsDone: number;
  readonly parts: number;
  readonly rows: Readonly<Record<TableName, number>>;
  readonly rejected: number;
  readonly rejectsBytes: number;
}

export interface Reject {
  readonly file: string;
  /** The record's number in its file, from 1. */
  readonly record: number;
  readonly reason: string;
  /** How it begins. */
  readonly text: string;
}

export interface Staging {
  readonly mark: Mark;
  put<Name extends TableName>(table: Name, row: RowsByTable[Name]): void;
  reject(reject: Reject): void;
  /** To be called between two records; writes a part when there is enough for one. */
  passed(filesDone: number, recordsDone: number): Promise<void>;
  /** The same, however little there is: before an import is broken off. */
  keep(filesDone: number, recordsDone: number): Promise<void>;
  /** Writes what is left of so many files and gives the folder its name; `manifest` lies in it as import.json. */
  finish(filesDone: number, manifest: (mark: Mark) => object): Promise<void>;
  /** Leaves everything as it is, to go on another time. */
  close(): void;
}

const rejectTextMax = 300;
const start: Omit<Mark, 'input'> = {
  filesDone: 0,
  recordsDone: 0,
  parts: 0,
  rows: { artist: 0, label: 0, release: 0, track: 0 },
  rejected: 0,
  rejectsBytes: 0,
};

interface StagingOptions {
  readonly memoryMb?: number | undefined;
  readonly rowsInPart?: number | undefined;
}

/**
 * Opens the folder `path`.partial, where an import of the same `input` may have been broken off, and answers how to go
 * on. What another input left there goes.
 */
export async function openStaging(
  path: string,
  input: string,
  { memoryMb = 512, rowsInPart = 1_000_000 }: StagingOptions = {},
): Promise<Staging> {
  const making = `${path}.partial`;
  let mark = readMark(making, input);
  if (mark.parts === 0) rmSync(making, { recursive: true, force: true });
  for (const table of tableNames) mkdirSync(join(making, table), { recursive: true });
  dropUnmarked(making, mark);
  const rejects = openSync(join(making, 'rejects.ndjson'), 'a');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MB`,
    threads: '1',
    temp_directory: join(making, 'spill'),
  });
  const connection = await instance.connect();
  const buffers = new Map<TableName, Buffer>();
  for (const table of tableNames) buffers.set(table, await openBuffer(connection, table));
  let counts = { ...mark.rows };
  let { rejected, rejectsBytes } = mark;
  let waiting = 0;

  const writePart = async (filesDone: number, recordsDone: number): Promise<void> => {
    for (const [table, buffer] of buffers)
      if (counts[table] > mark.rows[table])
        await buffer.write(join(making, table, `${String(mark.parts).padStart(5, '0')}.parquet`));
    fsyncSync(rejects);
    mark = {
      input,
      filesDone,
      recordsDone,
      parts: mark.parts + 1,
      rows: { ...counts },
      rejected,
      rejectsBytes,
    };
    writeWhole(join(making, 'mark.json'), mark);
    waiting = 0;
  };
  const close = (): void => {
    closeSync(rejects);
    connection.closeSync();
    instance.closeSync();
  };

  return {
    get mark() {
      return { ...mark, rows: counts, rejected, rejectsBytes };
    },
    put: (table, row) => {
      buffers.get(table)!.writer.appendRow(tables[table].map((column) => column.value(row as never)));
      counts[table]++;
      waiting++;
    },
    reject: (reject) => {
      const line = `${JSON.stringify({ ...reject, text: reject.text.slice(0, rejectTextMax).toWellFormed() })}\n`;
      rejectsBytes += writeSync(rejects, line);
      rejected++;
    },
    passed: async (filesDone, recordsDone) => {
      if (waiting >= rowsInPart) await writePart(filesDone, recordsDone);
    },
    keep: writePart,
    finish: async (filesDone, manifest) => {
      await writePart(filesDone, 0);
      close();
      writeWhole(join(making, 'import.json'), manifest(mark));
      rmSync(join(making, 'mark.json'));
      rmSync(join(making, 'spill'), { recursive: true, force: true });
      rmSync(path, { recursive: true, force: true });
      renameSync(making, path);
    },
    close,
  };
}

interface Buffer {
  readonly writer: DuckDBDataChunkWriter;
  /** Its rows become one Parquet file, and it is empty again. */
  write(file: string): Promise<void>;
}

async function openBuffer(connection: DuckDBConnection, table: TableName): Promise<Buffer> {
  const columns = tables[table].map(({ name, type }) => `"${name}" ${type}`).join(', ');
  await connection.run(`CREATE TABLE ${table} (${columns})`);
  const appender: DuckDBAppender = await connection.createAppender(table);
  const writer = DuckDBDataChunkWriter.forAppender(appender);
  return {
    writer,
    write: async (file) => {
      writer.flush();
      appender.flushSync();
      const target = `${file}.tmp`;
      await connection.run(
        `COPY ${table} TO '${target.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
      );
      await connection.run(`TRUNCATE ${table}`);
      renameSync(target, file);
    },
  };
}

function readMark(folder: string, input: string): Mark {
  const file = join(folder, 'mark.json');
  const mark = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Mark) : undefined;
  return mark?.input === input ? mark : { ...start, input };
}

/** What was written after the last mark comes again. */
function dropUnmarked(folder: string, mark: Mark): void {
  for (const table of tableNames)
    for (const name of readdirSync(join(folder, table)))
      if (!(Number.parseInt(name, 10) < mark.parts) || name.endsWith('.tmp'))
        rmSync(join(folder, table, name));
  const rejects = join(folder, 'rejects.ndjson');
  if ((statSync(rejects, { throwIfNoEntry: false })?.size ?? 0) > mark.rejectsBytes)
    truncateSync(rejects, mark.rejectsBytes);
}

/** All of it or nothing, also when the machine stops. */
function writeWhole(file: string, value: object): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, undefined, 2)}\n`, { flush: true });
  renameSync(temporary, file);
}
