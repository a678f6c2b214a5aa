/**
 * A procedure: code that asks one question after the other and looks at far more rows than it answers. It runs where
 * the rows are: on SQLite inside a reading thread, which saves sending each of them to another one; on PostgreSQL in
 * this process. So it must be able to run anywhere: what it needs comes with the question, which is sent.
 */
import type { DatabaseKind } from './database.ts';

/** Rows as they cost least to send: as objects they cost twice as much to read and four times as much to send. */
export interface Rows {
  /** The names of the columns, with U+0000 between them. */
  readonly columns: string;
  readonly rows: unknown[][];
}

/** Reads in the engine's own SQL; `?` stands for a parameter. */
export interface Reader {
  readonly kind: DatabaseKind;
  /** Each row as the values of its columns. Integers are numbers; what SQLite calls true is true in the columns of a table only. */
  rows(sql: string, parameters: readonly unknown[]): Promise<unknown[][]> | unknown[][];
  /** For rows that are answered as they are: `objectsOf` makes objects of them where they arrive. */
  named(sql: string, parameters: readonly unknown[]): Promise<Rows> | Rows;
}

export interface Procedure<Question, Answer> {
  /** Where another thread finds it: the file, and the name under which that exports it. */
  readonly url: string;
  readonly name: string;
  run(reader: Reader, question: Question): Promise<Answer>;
}

/** `url`: `import.meta.url` of the file that exports what this returns as `name`. */
export function defineProcedure<Question, Answer>(
  url: string,
  name: string,
  run: (reader: Reader, question: Question) => Promise<Answer>,
): Procedure<Question, Answer> {
  return { url, name, run };
}

export function objectsOf<R>({ columns, rows }: Rows): R[] {
  if (rows.length === 0) return [];
  const names = columns.split('\0');
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at++) row[names[at]!] = values[at];
    return row as R;
  });
}

/** What `defineProcedure` made, in a thread that knows its place only. */
export async function importProcedure(url: string, name: string): Promise<Procedure<unknown, unknown>> {
  const exported = (await import(url)) as Record<string, Procedure<unknown, unknown>>;
  return exported[name]!;
}
