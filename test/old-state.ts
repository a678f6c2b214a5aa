/**
 * States that earlier Fonotecas left behind, frozen in test/fixtures/state-<generation>: the files, and what was
 * answered to questions about them when they were made. `make-old-state.ts` makes one; old-state.test.ts opens all.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { auditMigrations } from '#audit/index.ts';
import { instanceMigrations, type Migration } from '#base/database/index.ts';
import { guardMigrations } from '#guard/index.ts';
import { libraryMigrations } from '#library/index.ts';
import { fillFolder } from './music.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');

export interface OldState {
  /** The version that made it. */
  readonly version: string;
  readonly people: Readonly<Record<string, OldPerson>>;
  readonly engines: Readonly<Record<'sqlite' | 'postgres', { readonly questions: readonly Question[] }>>;
}

export interface OldPerson {
  readonly name: string;
  readonly password: string;
  /** A legacy credential's: for token and salt, too. */
  readonly secret: string;
}

/** What was asked, by whom, and what was answered. */
export interface Question {
  readonly person: string;
  /** An OpenSubsonic endpoint, or a path of the web API that begins with '/api/'. */
  readonly of: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly answer: unknown;
}

const told = new Set(
  'id name title album artist year track discNumber duration starred userRating playCount played position comment current changed songCount albumCount value start path reason missingSince created adminRole theme replayGain'.split(
    ' ',
  ),
);

/** What an answer says of what people have; the rest of its fields may change with the program. */
export function gist(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(gist);
  if (typeof answer !== 'object' || answer === null) return answer;
  const fields = Object.entries(answer).filter(
    ([name, value]) => told.has(name) || (typeof value === 'object' && value !== null),
  );
  return Object.fromEntries(fields.map(([name, value]) => [name, gist(value)]));
}

/** The music folder of the frozen states, made anew: one file of the time before is gone. */
export async function fillOldFolder(folder: string): Promise<void> {
  await fillFolder(folder);
  rmSync(join(folder, goneSong));
}

export const goneSong = 'Clara Kvapil/Measures/02 Two.mp3';

/** Every migration of every room, in the order in which they run. */
export const allMigrations: readonly Migration[] = [
  ...instanceMigrations,
  ...auditMigrations,
  ...guardMigrations,
  ...libraryMigrations,
];

/** Digests of a migration's statements on both engines. */
export function digestsOf(migration: Migration): { sqlite: string; postgres: string } {
  const digest = (kind: 'sqlite' | 'postgres') => {
    const words = {
      sqlite: { kind, id: 'ID', blob: 'BLOB', real: 'REAL' },
      postgres: { kind, id: 'ID', blob: 'BYTEA', real: 'DOUBLE' },
    }[kind];
    // White space is not text: statements may be laid out anew.
    const text = migration.statements(words).map((statement) => statement.replaceAll(/\s+/g, ' ').trim());
    return createHash('sha256').update(JSON.stringify(text)).digest('hex');
  };
  return { sqlite: digest('sqlite'), postgres: digest('postgres') };
}
