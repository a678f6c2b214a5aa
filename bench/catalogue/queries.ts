/** The query mix of the bench: classes by how many rows their words are in, drawn from the snapshot with a fixed seed. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldedWords } from '#base/fold.ts';

export interface QueryClass {
  readonly name: string;
  readonly queries: readonly string[];
  /** p99, in milliseconds, at 60M rows. */
  readonly barMs?: number;
  /** Whether the peer is asked too. */
  readonly peer?: boolean;
}

const queryCount = 300;
const commonShare = 0.001;

interface Row {
  readonly title: string;
  readonly credit: string | null;
}

export function queriesOf(snapshot: string): QueryClass[] {
  const database = new DatabaseSync(join(snapshot, 'index', 'recordings.db'), { readOnly: true });
  const { count } = database.prepare('SELECT count(*) AS count FROM recording').get() as { count: number };
  const words = (where: string, ...values: number[]): string[] =>
    (database.prepare(`SELECT word FROM term WHERE ${where}`).all(...values) as { word: string }[]).map(
      (row) => row.word,
    );
  const random = mulberry(1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const many = (make: () => string): string[] => Array.from({ length: queryCount }, make);
  const recording = database.prepare('SELECT title, credit FROM recording WHERE rank = ?');
  const anyRow = (): Row => recording.get(Math.floor(random() * count)) as unknown as Row;

  const common = words('rows > ?', count * commonShare);
  const rare = words('rows BETWEEN 2 AND 20 AND length(word) > 3');
  const lettered = words('length(word) BETWEEN 4 AND 12 AND rows > 1');
  const prefix = (length: number): string => [...pick(lettered)].slice(0, length).join('');
  const classes: QueryClass[] = [
    { name: 'one common word', queries: many(() => `${pick(common)} `), barMs: 2, peer: true },
    {
      name: 'two common words',
      queries: many(() => `${pick(common)} ${pick(common)} `),
      barMs: 2,
      peer: true,
    },
    { name: 'one rare word', queries: many(() => `${pick(rare)} `) },
    { name: 'two words that rarely meet', queries: many(() => `${pick(common)} ${pick(rare)} `) },
    {
      name: 'a beginning of 1 to 3 letters',
      queries: many(() => prefix(1 + Math.floor(random() * 3))),
      barMs: 2,
    },
    { name: 'a beginning of 4 letters', queries: many(() => prefix(4)), barMs: 2 },
    { name: 'a word and a beginning', queries: many(() => `${pick(common)} ${prefix(3)}`), barMs: 20 },
    { name: 'title and artist', queries: many(() => named(anyRow())), barMs: 60, peer: true },
    {
      name: 'four common words',
      queries: many(() => Array.from({ length: 4 }, () => pick(common)).join(' ')),
      barMs: 100,
    },
    { name: 'a word that nothing has', queries: many(() => `${pick(lettered)}qx `) },
  ];
  database.close();
  return classes;
}

function named({ title, credit }: Row): string {
  return `${foldedWords(title).join(' ')} ${foldedWords(credit ?? '').join(' ')} `;
}

/** Mulberry32: small, and the same everywhere. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
