/**
 * What a query finds, as numbers: as it was typed, then with every word as a beginning, then with typos mended; the
 * first reading that finds anything is the answer. Runs where the rows are (a procedure), as hundreds of candidates
 * are looked at for the twenty that are shown, and each question depends on the answers before it.
 */
import { defineProcedure, type Reader, type Rows } from '#base/database/index.ts';
import type { Viewer } from '../rows.ts';
import { findCandidates } from './candidates.ts';
import { completed } from './completions.ts';
import type { SearchKind } from './index-rows.ts';
import { findPlaylists } from './playlist-names.ts';
import { type Ranked, ranked } from './rank.ts';
import { corrected } from './spelling.ts';
import { loosened, type Wanted, type Word } from './words.ts';

export interface Span {
  readonly offset: number;
  readonly limit: number;
}

/** Statements that read items whole, with `idsMark` where their numbers belong. */
export type ShownStatements = Readonly<
  Record<SearchKind, { readonly sql: string; readonly parameters: readonly unknown[] }>
>;

export const idsMark = '\0ids';

export interface LookUpQuestion {
  readonly viewer: Viewer;
  readonly shown: ShownStatements;
  readonly wanted: Wanted;
  /** Mends nothing. */
  readonly exact: boolean;
  readonly artists: Span | undefined;
  readonly albums: Span | undefined;
  readonly tracks: Span | undefined;
  readonly playlists: Span | undefined;
}

/** Of one kind. */
export interface Hits {
  readonly total: number;
  readonly cut: boolean;
  /** Those in the span that was asked for. */
  readonly ids: readonly number[];
  /** The same, whole and in no order; playlists are not read here. */
  readonly rows: Rows;
  /** The best of all. */
  readonly first: Ranked | undefined;
}

export interface LookUpAnswer {
  readonly words: readonly Word[];
  /** The query had typos, and something else was looked for. */
  readonly mended: boolean;
  readonly artists: Hits;
  readonly albums: Hits;
  readonly tracks: Hits;
  readonly playlists: Hits;
}

// Nobody leaves all of more words unfinished, and to look for that is dear.
const looseWordCountMax = 5;
const noRows: Rows = { columns: '', rows: [] };
const nothing: Hits = { total: 0, cut: false, ids: [], rows: noRows, first: undefined };

export const lookUp = defineProcedure<LookUpQuestion, LookUpAnswer>(
  import.meta.url,
  'lookUp',
  async (reader, question) => {
    const found = await firstReading(reader, question);
    const read = async (kind: SearchKind, hits: Hits): Promise<Hits> =>
      hits.ids.length === 0
        ? hits
        : { ...hits, rows: await readShown(reader, question.shown[kind], hits.ids) };
    return {
      ...found,
      artists: await read('artist', found.artists),
      albums: await read('album', found.albums),
      tracks: await read('track', found.tracks),
    };
  },
);

async function firstReading(reader: Reader, question: LookUpQuestion): Promise<LookUpAnswer> {
  const { wanted, exact } = question;
  const typed = await findAll(reader, question, wanted);
  if (isAny(typed) || exact || wanted.words.length === 0) return typed;
  if (wanted.words.length > 1 && wanted.words.length <= looseWordCountMax) {
    const loose = await findAll(reader, question, loosened(wanted));
    if (isAny(loose)) return loose;
  }
  const correction = await corrected(reader, wanted);
  const mended = correction && (await findAll(reader, question, correction));
  return mended && isAny(mended) ? { ...mended, mended: true } : typed;
}

const isAny = ({ artists, albums, tracks, playlists }: LookUpAnswer): boolean =>
  [artists, albums, tracks, playlists].some((part) => part.total > 0);

async function findAll(reader: Reader, question: LookUpQuestion, asked: Wanted): Promise<LookUpAnswer> {
  const wanted = { ...asked, words: await completed(reader, asked.words) };
  const { viewer } = question;
  const find = async (kind: SearchKind, span: Span | undefined): Promise<Hits> => {
    if (!span) return nothing;
    const { rows, cut } = await findCandidates(reader, viewer, kind, wanted, span.offset + span.limit);
    return hitsOf(ranked(rows, wanted), cut, span);
  };
  const findNames = async (span: Span | undefined): Promise<Hits> =>
    span ? hitsOf(await findPlaylists(reader, viewer, wanted), false, span) : nothing;
  const [artists, albums, tracks, playlists] = await Promise.all([
    find('artist', question.artists),
    find('album', question.albums),
    find('track', question.tracks),
    findNames(question.playlists),
  ]);
  return { words: asked.words, mended: false, artists, albums, tracks, playlists };
}

function hitsOf(all: readonly Ranked[], cut: boolean, { offset, limit }: Span): Hits {
  const ids = all.slice(offset, offset + limit).map((hit) => hit.id);
  return { total: all.length, cut, ids, rows: noRows, first: all[0] };
}

function readShown(reader: Reader, shown: ShownStatements[SearchKind], ids: readonly number[]) {
  const list = reader.kind === 'sqlite' ? JSON.stringify(ids) : ids;
  const parameters = shown.parameters.map((value) => (value === idsMark ? list : value));
  return reader.named(shown.sql, parameters);
}
