/**
 * Gives each song of a batch the track that it already is, if it is one: by its path where that still holds the same
 * music, else by the evidence of ../match/identity.ts among the tracks whose own file is gone.
 */
import { statSync } from 'node:fs';
import { type Evidence, isReplaced, likeness, strongLikeness } from '../match/identity.ts';
import type { ScanContext } from './context.ts';
import { chunksOf } from './chunks.ts';
import { type Draft, evidenceOf } from './draft.ts';
import { type KnownTrack, selectKnownTracks, toKnownTrack } from './known-tracks.ts';
import { songPath } from './song-path.ts';

export interface Song {
  readonly draft: Draft;
  /** The row at the song's own path. */
  readonly own: KnownTrack | undefined;
}

export interface Identified {
  readonly tracks: Map<Draft, KnownTrack>;
  /** Rows whose path now holds other music and whose own was found nowhere: they are missing, and leave the path. */
  readonly displaced: KnownTrack[];
}

/** Remembers which rows were taken in this scan, so that none is taken twice. */
export class Identities {
  readonly #context: ScanContext;
  readonly #taken = new Set<number>();
  /** True when a row may be missing or its file elsewhere, so that a new song may be an old track. */
  #mayMove: boolean;

  constructor(context: ScanContext, options: { mayMove: boolean }) {
    this.#context = context;
    this.#mayMove = options.mayMove;
  }

  /** Something was marked as missing: a song may be it. */
  noteMissing(): void {
    this.#mayMove = true;
  }

  /** True when the row was given to a song of this scan. */
  isTaken = (id: number): boolean => this.#taken.has(id);

  async identify(songs: readonly Song[]): Promise<Identified> {
    const result: Identified = { tracks: new Map(), displaced: [] };
    if (this.#context.fresh) return result;
    const evidence = new Map(
      songs.map((song) => [song.draft, evidenceOf(song.draft, this.#context.library.id)]),
    );
    const open = await this.#byPath(songs, evidence, result);
    const isLost = result.displaced.length > 0;
    if (open.length > 0 && (this.#mayMove || isLost)) await this.#byEvidence(open, evidence, result);
    if (isLost) this.#mayMove = true;
    const left = open.filter((draft) => !result.tracks.has(draft) && draft.essence === null);
    if (left.length > 0 && this.#mayMove) await this.#byDigest(left, result);
    return result;
  }

  /**
   * Moved and re-tagged at once: only the sound is left to know it by. Files are digested now, which reads them whole,
   * where a missing track of the same format has just their length.
   */
  async #byDigest(drafts: readonly Draft[], result: Identified): Promise<void> {
    const { database, library, digester } = this.#context;
    for (const some of chunksOf(drafts, 200)) {
      const lengths = distinct(some.map((draft) => draft.durationMs));
      const rows = await selectKnownTracks(database)
        .where('track.missing_since', 'is not', null)
        .where('track.duration_ms', 'in', lengths)
        .where('track.essence', 'like', 'blake3:%')
        .limit(5000)
        .execute();
      const byLength = Map.groupBy(rows.map(toKnownTrack), (row) => row.durationMs);
      for (const draft of some) {
        const candidates = byLength.get(draft.durationMs)?.filter((row) => !this.#taken.has(row.id)) ?? [];
        if (candidates.length === 0) continue;
        const answer = await digester.digest(songPath(library.root, draft.folderPath, draft.file.name));
        if ('error' in answer || answer.digest === null) continue;
        draft.essence = draft.segment > 0 ? `${answer.digest}#${draft.segment}` : answer.digest;
        const found = candidates.find((row) => row.essence === draft.essence);
        if (found) this.#take(draft, found, result);
      }
    }
  }

  /** Settles the songs whose path speaks for them; answers with the others. */
  async #byPath(
    songs: readonly Song[],
    evidence: ReadonlyMap<Draft, Evidence>,
    result: Identified,
  ): Promise<Draft[]> {
    const open: Draft[] = [];
    const doubtful: Song[] = [];
    for (const song of songs) {
      const own = song.own && !this.#taken.has(song.own.id) ? song.own : undefined;
      if (!own) open.push(song.draft);
      else if (looksSame(evidence.get(song.draft)!, own)) this.#take(song.draft, own, result);
      else doubtful.push({ draft: song.draft, own });
    }
    if (doubtful.length > 0) await this.#settleDoubts(doubtful, evidence, result, open);
    return open;
  }

  /** Files that changed under their path: re-tagged, swapped with another, or replaced. */
  async #settleDoubts(
    songs: readonly Song[],
    evidence: ReadonlyMap<Draft, Evidence>,
    result: Identified,
    open: Draft[],
  ): Promise<void> {
    const candidates = await this.#candidates(songs.map((song) => evidence.get(song.draft)!));
    for (const { draft, own } of songs) {
      const file = evidence.get(draft)!;
      const other = this.#best(
        file,
        candidates,
        (row, score) => row.id !== own!.id && score >= strongLikeness && hasLeft(row),
      );
      if (other) {
        this.#take(draft, other, result);
        result.displaced.push(own!);
      } else if (this.#taken.has(own!.id)) open.push(draft);
      else if (isReplaced(file, own!)) {
        result.displaced.push(own!);
        open.push(draft);
      } else this.#take(draft, own!, result);
    }
    // A row that another song of the batch took has not been displaced after all.
    removeTaken(result.displaced, this.#taken);
  }

  async #byEvidence(
    drafts: readonly Draft[],
    evidence: ReadonlyMap<Draft, Evidence>,
    result: Identified,
  ): Promise<void> {
    const candidates = await this.#candidates(drafts.map((draft) => evidence.get(draft)!));
    for (const row of result.displaced) addCandidate(candidates, { ...row, missingSince: 1 });
    for (const draft of drafts) {
      const found = this.#best(
        evidence.get(draft)!,
        candidates,
        (row) => row.missingSince !== null || isGone(row),
      );
      if (found) this.#take(draft, found, result);
    }
    removeTaken(result.displaced, this.#taken);
  }

  #take(draft: Draft, row: KnownTrack, result: Identified): void {
    this.#taken.add(row.id);
    result.tracks.set(draft, row);
  }

  #best(
    file: Evidence,
    candidates: Candidates,
    mayTake: (row: KnownTrack, score: number) => boolean,
  ): KnownTrack | undefined {
    const scored = candidatesOf(file, candidates)
      .filter((row) => !this.#taken.has(row.id))
      .map((row) => ({ row, score: likeness(file, row) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.row.id - b.row.id);
    return scored.find(({ row, score }) => mayTake(row, score))?.row;
  }

  /** Rows that any of the songs may be. */
  async #candidates(files: readonly Evidence[]): Promise<Candidates> {
    const found: Candidates = {
      byId: new Set(),
      bySize: new Map(),
      byEssence: new Map(),
      byMbid: new Map(),
      byTitle: new Map(),
    };
    const base = selectKnownTracks(this.#context.database);
    const missing = base.where('track.missing_since', 'is not', null);
    for (const some of chunksOf(files, 200)) {
      const sizes = [...new Set(some.map((file) => file.sizeBytes))];
      const times = [...new Set(some.map((file) => file.mtimeMs))];
      addAll(
        found,
        await base
          .where('track.size_bytes', 'in', sizes)
          .where('track.mtime_ms', 'in', times)
          .limit(5000)
          .execute(),
      );
      const essences = distinct(some.map((file) => file.essence));
      if (essences.length > 0)
        addAll(
          found,
          await base
            .where('track.essence', 'in', essences)
            .orderBy('track.missing_since')
            .limit(2000)
            .execute(),
        );
      const recordings = distinct(some.map((file) => file.mbidRecording));
      if (recordings.length > 0)
        addAll(found, await missing.where('track.mbid_recording', 'in', recordings).limit(2000).execute());
      addAll(
        found,
        await missing
          .where('track.title', 'in', distinct(some.map((file) => file.title)))
          .limit(5000)
          .execute(),
      );
    }
    return found;
  }
}

interface Candidates {
  readonly byId: Set<number>;
  readonly bySize: Map<number, KnownTrack[]>;
  readonly byEssence: Map<string, KnownTrack[]>;
  readonly byMbid: Map<string, KnownTrack[]>;
  readonly byTitle: Map<string, KnownTrack[]>;
}

function addAll(candidates: Candidates, rows: readonly Parameters<typeof toKnownTrack>[0][]): void {
  for (const row of rows) addCandidate(candidates, toKnownTrack(row));
}

function addCandidate(candidates: Candidates, row: KnownTrack): void {
  if (candidates.byId.has(row.id) && row.missingSince === null) return;
  candidates.byId.add(row.id);
  push(candidates.bySize, row.sizeBytes, row);
  if (row.essence !== null) push(candidates.byEssence, row.essence, row);
  if (row.mbidRecording !== null) push(candidates.byMbid, row.mbidRecording, row);
  push(candidates.byTitle, row.title, row);
}

function candidatesOf(file: Evidence, candidates: Candidates): KnownTrack[] {
  const rows = new Map<number, KnownTrack>();
  const lists = [
    candidates.bySize.get(file.sizeBytes),
    file.essence === null ? undefined : candidates.byEssence.get(file.essence),
    file.mbidRecording === null ? undefined : candidates.byMbid.get(file.mbidRecording),
    candidates.byTitle.get(file.title),
  ];
  for (const list of lists) for (const row of list ?? []) rows.set(row.id, row);
  return [...rows.values()];
}

/** The path and the bytes, or the path and the sound: nothing to doubt. */
function looksSame(file: Evidence, row: KnownTrack): boolean {
  if (file.sizeBytes === row.sizeBytes && file.mtimeMs === row.mtimeMs) return true;
  return file.essence !== null && file.essence === row.essence;
}

/** The row's file is not where the row says. */
function isGone(row: KnownTrack): boolean {
  return stateOf(row) === 'gone';
}

/** The row's file is gone, or another one is in its place. */
function hasLeft(row: KnownTrack): boolean {
  return row.missingSince !== null || stateOf(row) !== 'there';
}

function stateOf(row: KnownTrack): 'there' | 'gone' | 'changed' {
  try {
    const stat = statSync(songPath(row.root, row.folderPath, row.fileName), { throwIfNoEntry: false });
    if (stat)
      return stat.size === row.sizeBytes && Math.floor(stat.mtimeMs) === row.mtimeMs ? 'there' : 'changed';
    // A whole disk that is away takes no file with it.
    return statSync(songPath(row.root, '', ''), { throwIfNoEntry: false }) ? 'gone' : 'there';
  } catch {
    return 'there';
  }
}

function removeTaken(rows: KnownTrack[], taken: ReadonlySet<number>): void {
  for (let at = rows.length - 1; at >= 0; at--) if (taken.has(rows[at]!.id)) rows.splice(at, 1);
}

function distinct<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value) => value !== null))] as T[];
}

function push<K>(map: Map<K, KnownTrack[]>, key: K, row: KnownTrack): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}
