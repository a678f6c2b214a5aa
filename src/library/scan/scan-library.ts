/** One library, scanned: the phases in their order, with tags read ahead while the last batch is written. */
import type { ScanContext } from './context.ts';
import { Identities } from './identify.ts';
import { issueOfCircle, issueOfFolder, issueOfTrouble } from './issue-words.ts';
import { assertRootStands, markGone, rootMark } from './mark-gone.ts';
import { isWithin, walk, type Walked } from './phase-1-walk.ts';
import { type ReadPart, readParts } from './phase-2-tags.ts';
import { type MatchedBatch, matchParts } from './phase-3-match.ts';
import { writeBatch } from './phase-4-write.ts';
import { bumpVersion, settle, write } from './phase-5-settle.ts';
import { pathIn } from './artwork-rows.ts';
import type { FolderListing, ScanPhase } from './types.ts';
import { batchesOf, type FolderPart } from './unpack.ts';
import type { Walkers } from './walkers.ts';

export interface LibraryScan {
  readonly context: ScanContext;
  readonly walkers: Walkers;
  /** Relative paths to begin at; [''] is the whole library. */
  readonly scope: readonly string[];
  /** Only the folders of the scope themselves, and new ones below. */
  readonly shallow: boolean;
  /** True when a file may be known elsewhere already: rows are missing, or other libraries hold tracks. */
  readonly mayMove: boolean;
  /** True when the last scan did not come to its end, so that counts may be behind. */
  readonly recover: boolean;
  onPhase(phase: ScanPhase): void;
}

const songsInBatch = 320;
const batchesAhead = 3;
const versionMs = 4000;

export async function scanLibrary(scan: LibraryScan): Promise<void> {
  const { context, scope, walkers } = scan;
  const mark = rootMark(context.library.root);
  scan.onPhase('walk');
  if (context.fresh) context.tagReader.warm();
  const walked = await walkLibrary(scan);
  // Their memory is worth more to the threads that come next.
  void walkers.close();
  const vanished = await markGone(context, walked, scope, mark);
  const todo = openListings(context, walked);
  countUnchanged(context, walked, todo);
  scan.onPhase('tags');
  await writeFolders(scan, todo, mark, scan.mayMove || vanished.length > 0 || context.tally.missing > 0);
  assertRootStands(context, mark);
  scan.onPhase('settle');
  await settle(context, { all: scan.recover, isLookedAt: lookedAt(scan, walked) });
  await dropFolders(context, vanished);
  const now = context.clock.now();
  if (!context.partial) await write(context, [{ kind: 'each', sql: 'UPDATE library SET scanned_at = ? WHERE id = ?', rows: [[now, context.library.id]] }]);
}

async function walkLibrary({ context, walkers, scope, shallow }: LibraryScan): Promise<Walked> {
  const doneBefore = context.tally.done;
  const walked = await walk({
    walkers, root: context.library.root, shallow, known: context.folders, full: context.full, signal: context.signal,
    from: scope,
    onProgress: (count) => void (context.tally.done = doneBefore + count),
  });
  context.tally.done = doneBefore;
  for (const folder of walked.unreadable) context.issues.add(issueOfFolder(folder.path, folder.code));
  for (const path of walked.circles) context.issues.add(issueOfCircle(path));
  for (const listing of walked.changed) for (const { name, code } of listing.troubles) context.issues.add(issueOfTrouble(pathIn(listing.path, name), code));
  return walked;
}

/** Folders without a file that matters and without a row need none: one is made when something lies below. */
function openListings(context: ScanContext, walked: Walked): FolderListing[] {
  return walked.changed.filter((listing) => {
    const isEmpty = listing.names === '' && !context.folders.has(listing.path);
    if (isEmpty) context.emptyFolders.set(listing.path, listing.fingerprint);
    return !isEmpty;
  });
}

function countUnchanged({ tally }: ScanContext, walked: Walked, todo: readonly FolderListing[]): void {
  const waiting = todo.reduce((sum, listing) => sum + listing.audioCount, 0);
  tally.done += walked.fileCount - waiting;
  tally.total = (tally.total ?? 0) + walked.fileCount;
}

async function writeFolders({ context }: LibraryScan, todo: readonly FolderListing[], mark: string, mayMove: boolean): Promise<void> {
  const identities = new Identities(context, { mayMove });
  let writing: Promise<void> = Promise.resolve();
  let versionAt = context.clock.now();
  let count = 0;
  try {
    for await (const parts of readAhead(context, batchesOf(todo, songsInBatch))) {
      context.signal.throwIfAborted();
      if (parts.some((part) => part.songs.some(({ result }) => result.kind === 'problem' && result.reason === 'missing'))) assertRootStands(context, mark);
      // What is known must be settled before the next batch is compared with it; a first scan has nothing to compare.
      if (!context.fresh || ++count % 64 === 0) {
        await writing;
        context.artists.shrink();
        context.albums.shrink();
      }
      const batch = await matchParts(context, identities, parts);
      await writing;
      writing = writeCounted(context, batch, parts);
      // Without this an early rejection would be nobody's until the next turn.
      writing.catch(() => {});
      if (context.clock.now() - versionAt > versionMs) {
        versionAt = context.clock.now();
        await writing;
        await write(context, [bumpVersion]);
      }
    }
  } finally {
    await writing;
  }
}

async function writeCounted(context: ScanContext, batch: MatchedBatch, parts: readonly ReadPart[]): Promise<void> {
  await writeBatch(context, batch);
  context.tally.missing += batch.lost.length + batch.displaced.length;
  for (const { part } of parts) context.tally.done += part.songs.length;
}

/** Keeps a few batches being read while one is matched and one is written. */
async function* readAhead(context: ScanContext, batches: Iterable<FolderPart[]>): AsyncGenerator<ReadPart[]> {
  const waiting: Promise<ReadPart[]>[] = [];
  for (const parts of batches) {
    const reading = readParts(context, parts);
    reading.catch(() => {});
    waiting.push(reading);
    if (waiting.length > batchesAhead) yield await waiting.shift()!;
  }
  for (const reading of waiting) yield await reading;
}

/** Tells whether this scan looked at what an issue's path names: then it would have met the trouble again. */
function lookedAt({ scope }: LibraryScan, walked: Walked): (path: string) => boolean {
  const changed = new Set(walked.changed.map((listing) => listing.path));
  const unreadable = walked.unreadable.map((folder) => folder.path);
  return (path) => {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (!scope.some((one) => isWithin(path, one))) return false;
    if (unreadable.some((one) => isWithin(path, one))) return false;
    // An unchanged folder keeps the issues of its files; one that could not be read before and is seen now has none.
    return changed.has(folder) || walked.seen.has(path) || !walked.seen.has(folder);
  };
}

/** Rows of folders that are gone and hold no track any more, not even a missing one. */
async function dropFolders(context: ScanContext, vanished: readonly string[]): Promise<void> {
  if (vanished.length === 0) return;
  const deepestFirst = [...vanished].sort().reverse();
  const ids = deepestFirst.map((path) => context.folders.get(path)!.id);
  const sql = 'DELETE FROM folder WHERE id = ? AND NOT EXISTS (SELECT 1 FROM track WHERE folder_id = folder.id) AND NOT EXISTS (SELECT 1 FROM folder below WHERE below.parent_id = folder.id)';
  await write(context, [context.numbers.keep(), { kind: 'each', sql, rows: ids.map((id) => [id]) }]);
}

