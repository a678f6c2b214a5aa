/**
 * The items that a query may mean, before they are ranked: all of them when they are few; else the best kinds of
 * match first, each up to a bound, and `cut` says that there are more. One statement each kind of item: what the
 * threads tell each other costs more than what they look up.
 */
import { sql } from 'kysely';
import { idList, type Reading } from '../reading.ts';
import type { Viewer } from '../rows.ts';
import type { SearchKind } from './index-rows.ts';
import { type LightRow, lightRows } from './light-rows.ts';
import { matches, withBeginning, withSortKey, withTitle, withWords } from './match.ts';
import { finished, type Wanted } from './words.ts';

export interface Candidates {
  readonly rows: readonly LightRow[];
  readonly cut: boolean;
}

interface Statistics {
  /** Hits of the words as they stand. */
  readonly exactly: number;
  /** Hits anywhere, up to one more than the bound. */
  readonly found: number;
  readonly last: number | null;
}

// Few different bounds, so that few statements are prepared.
const bounds = [150, 300, 1_000, 2_000];
const shareOf = { title: 0.2, beginning: 0.3, words: 0.4, anywhere: 0.3 } as const;
// So few hits that titles typed without their spaces are looked for too.
const few = 20;
// Several common words that rarely meet are the dearest query there is. With so many hits of the very words, longer
// ones that begin with the last are not looked for as well.
const severalWords = 3;
const plenty = 60;
// A viewer who sees little of a large library: look further, but not for ever.
const roundCountMax = 5;
const enough = 50;

/** `wantedCount`: how many hits will be shown at most; bounds grow with it. */
export async function findCandidates(
  reading: Reading,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
  wantedCount: number,
): Promise<Candidates> {
  const limit = bounds.find((bound) => bound >= wantedCount * 2) ?? bounds.at(-1)!;
  const { rows, exactly, found, last } = await readCandidates(reading, viewer, kind, wanted, limit);
  const cut = found > limit || exactly > enoughOf(wanted, limit);
  if (!cut || viewer.libraryIds === 'all' || rows.length >= enough) return { rows, cut };
  return { rows: [...rows, ...(await lookFurther(reading, viewer, kind, wanted, last ?? 0, limit))], cut };
}

/** So many hits of the words as they stand make longer words needless. */
function enoughOf({ words }: Wanted, limit: number): number {
  return words.length >= severalWords ? Math.min(plenty, limit) : limit;
}

/**
 * `whole` stands before `anywhere` because the words as they stand are cheap to find, and where they give enough
 * nobody needs to know which longer words begin with the last of them.
 */
async function readCandidates(
  { database }: Reading,
  viewer: Viewer,
  kind: SearchKind,
  wanted: Wanted,
  limit: number,
): Promise<Statistics & { rows: LightRow[] }> {
  const engine = database.kind;
  const { words, key, sortKey } = wanted;
  const [bound, oneMore] = [sql.lit(limit), sql.lit(limit + 1)];
  const upTo = (share: number) => sql.lit(Math.ceil(limit * share));
  const isCut = sql`(SELECT COUNT(*) FROM anywhere) > ${bound}`;
  const picked = sql`
    SELECT id FROM (SELECT id FROM anywhere ORDER BY id LIMIT CASE WHEN ${isCut} THEN ${upTo(shareOf.anywhere)} ELSE ${bound} END) p1
    UNION SELECT id FROM (${withTitle(engine, kind, key, { when: isCut })} LIMIT ${upTo(shareOf.title)}) p2
    UNION SELECT id FROM (${withSortKey(kind, sortKey, isCut)} LIMIT ${upTo(shareOf.beginning)}) p3
    UNION SELECT id FROM (${withWords(engine, kind, finished(words), { titleOnly: true, when: isCut })} LIMIT ${upTo(shareOf.words)}) p4
    UNION SELECT id FROM (${withBeginning(engine, kind, key, { when: sql`(SELECT COUNT(*) FROM anywhere) < ${sql.lit(few)}` })} LIMIT ${sql.lit(few)}) p5`;
  const { rows } = await sql<LightRow & Statistics>`
    WITH whole AS MATERIALIZED (${withWords(engine, kind, finished(words))} LIMIT ${oneMore}),
      longer AS MATERIALIZED (${withWords(engine, kind, words, { when: sql`(SELECT COUNT(*) FROM whole) <= ${sql.lit(enoughOf(wanted, limit))}` })} LIMIT ${oneMore}),
      anywhere AS MATERIALIZED (SELECT id FROM whole UNION SELECT id FROM longer),
      picked AS MATERIALIZED (${picked})
    SELECT light.*, s.found, s.last, (SELECT COUNT(*) FROM whole) AS exactly FROM (SELECT COUNT(*) AS found, MAX(id) AS last FROM anywhere) s
      LEFT JOIN (${lightRows(engine, viewer, kind, sql`SELECT id FROM picked`)}) light ON 1 = 1`.execute(
    database.read,
  );
  const { exactly, found, last } = rows[0]!;
  // One row of nulls stands for none.
  return { rows: rows.filter((row) => row.id !== null), exactly, found, last };
}

async function lookFurther(
  reading: Reading,
  viewer: Viewer,
  kind: SearchKind,
  { words }: Wanted,
  last: number,
  limit: number,
): Promise<LightRow[]> {
  const { database } = reading;
  const out: LightRow[] = [];
  for (let round = 0, after = last; round < roundCountMax && out.length < enough; round++) {
    const more = await matches(database, withWords(database.kind, kind, words, { after }), limit);
    out.push(
      ...(await lightRows(database.kind, viewer, kind, idList(database.kind, more)).execute(database.read))
        .rows,
    );
    if (more.length < limit) break;
    after = more.at(-1)!;
  }
  return out;
}
