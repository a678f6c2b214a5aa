/** One library, scanned: the phases in their order, with tags read ahead while the last batch is written. */
import type { ScanContext } from './context.ts';
import { Identities } from './identify.ts';
import { issueOfCircle, issueOfFolder, issueOfTrouble } from './issue-words.ts';
import { assertRootStands, markGone, rootMark } from './mark-gone.ts';
import { createListingStream } from './listing-stream.ts';
import { isWithin, walk, type Walked, type WalkJob } from './phase-1-walk.ts';
import { type ReadPart, readParts } from './phase-2-tags.ts';
import { type MatchedBatch, matchParts } from './phase-3-match.ts';
import { writeBatch } from './phase-4-write.ts';
import { bumpVersion, write } from './fenced-write.ts';
import { settle } from './phase-5-settle.ts';
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
/** A first scan has nothing to compare, and each commit waits for the disk. */
const songsInFirstBatch = 400;
const batchesAhead = 2;
const versionMs = 4000;

export async function scanLibrary(scan: LibraryScan): Promise<void> {
  const { context } = scan;
  const mark = rootMark(context.library.root);
  scan.onPhase('walk');
  const { walked, vanished } = context.fresh
    ? await walkAndWrite(scan, mark)
    : await walkThenWrite(scan, mark);
  assertRootStands(context, mark);
  scan.onPhase('settle');
  await dropFolders(context, vanished);
  await settle(context, { all: scan.recover, isLookedAt: lookedAt(scan, walked) });
}

interface WalkResult {
  readonly walked: Walked;
  readonly vanished: readonly string[];
}

/** What is gone must be known before a new file can be told from a moved one: the walk comes first. */
async function walkThenWrite(scan: LibraryScan, mark: string): Promise<WalkResult> {
  const { context, scope, walkers } = scan;
  const doneBefore = context.tally.done;
  const walked = await walkLibrary(scan, {
    onProgress: (count) => void (context.tally.done = doneBefore + count),
  });
  context.tally.done = doneBefore;
  // Their memory is worth more to the threads that come next.
  void walkers.close();
  const vanished = await markGone(context, walked, scope, mark);
  const todo = walked.changed.filter((listing) => isOpen(context, listing));
  const waiting = todo.reduce((sum, listing) => sum + listing.audioCount, 0);
  context.tally.done += walked.fileCount - waiting;
  context.tally.total = (context.tally.total ?? 0) + walked.fileCount;
  scan.onPhase('tags');
  await writeFolders(scan, todo, mark, scan.mayMove || vanished.length > 0 || context.tally.missing > 0);
  return { walked, vanished };
}

/** Where nothing is known, nothing can have moved: tags are read while the walk goes on. */
async function walkAndWrite(scan: LibraryScan, mark: string): Promise<WalkResult> {
  const { context, walkers } = scan;
  const stream = createListingStream();
  const walking = walkLibrary(scan, {
    onProgress: () => {},
    onChanged: (listing) => void (isOpen(context, listing) && stream.push(listing)),
  }).then(
    (walked) => {
      context.tally.total = (context.tally.total ?? 0) + walked.fileCount;
      void walkers.close();
      scan.onPhase('tags');
      stream.end();
      return walked;
    },
    (error: unknown) => {
      stream.end(error);
      throw error;
    },
  );
  walking.catch(() => {});
  await writeFolders(scan, stream, mark, false);
  return { walked: await walking, vanished: [] };
}

async function walkLibrary(
  { context, walkers, scope, shallow }: LibraryScan,
  hooks: Pick<WalkJob, 'onProgress' | 'onChanged'>,
): Promise<Walked> {
  const { library, folders: known, full, signal } = context;
  const walked = await walk({
    walkers,
    root: library.root,
    shallow,
    known,
    full,
    signal,
    from: scope,
    ...hooks,
  });
  for (const folder of walked.unreadable) context.issues.add(issueOfFolder(folder.path, folder.code));
  for (const path of walked.circles) context.issues.add(issueOfCircle(path));
  return walked;
}

function noteTroubles(context: ScanContext, listing: FolderListing): void {
  for (const { name, code } of listing.troubles)
    context.issues.add(issueOfTrouble(pathIn(listing.path, name), code));
}

/** Folders without a file that matters and without a row need none: one is made when something lies below. */
function isOpen(context: ScanContext, listing: FolderListing): boolean {
  noteTroubles(context, listing);
  const isEmpty = listing.names === '' && !context.folders.has(listing.path);
  if (isEmpty) context.emptyFolders.set(listing.path, listing.fingerprint);
  return !isEmpty;
}

async function writeFolders(
  { context }: LibraryScan,
  todo: Iterable<FolderListing> | AsyncIterable<FolderListing>,
  mark: string,
  mayMove: boolean,
): Promise<void> {
  const identities = new Identities(context, { mayMove });
  let writing: Promise<void> = Promise.resolve();
  let versionAt = context.clock.now();
  let count = 0;
  try {
    for await (const parts of readAhead(
      context,
      batchesOf(todo, context.fresh ? songsInFirstBatch : songsInBatch),
    )) {
      context.signal.throwIfAborted();
      if (
        parts.some((part) =>
          part.songs.some(({ result }) => result.kind === 'problem' && result.reason === 'missing'),
        )
      )
        assertRootStands(context, mark);
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

async function writeCounted(
  context: ScanContext,
  batch: MatchedBatch,
  parts: readonly ReadPart[],
): Promise<void> {
  await writeBatch(context, batch);
  context.tally.missing += batch.lost.length + batch.displaced.length;
  for (const { part } of parts) context.tally.done += part.songs.length;
}

/** Keeps a few batches being read while one is matched and one is written. */
async function* readAhead(
  context: ScanContext,
  batches: AsyncIterable<FolderPart[]>,
): AsyncGenerator<ReadPart[]> {
  const waiting: Promise<ReadPart[]>[] = [];
  for await (const parts of batches) {
    const reading = readParts(context, parts);
    reading.catch(() => {});
    waiting.push(reading);
    if (waiting.length > batchesAhead) yield await waiting.shift()!;
  }
  for (const reading of waiting) yield await reading;
}

/** Tells whether this scan looked at what an issue's path names: then it would have met the trouble again. */
function lookedAt({ scope }: LibraryScan, walked: Walked): (path: string) => boolean {
  const unreadable = walked.unreadable.map((folder) => folder.path);
  return (path) => {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (!scope.some((one) => isWithin(path, one))) return false;
    if (unreadable.some((one) => isWithin(path, one))) return false;
    // An unchanged folder keeps the issues of its files; one that could not be read before and is seen now has none.
    return walked.looked.has(folder) || walked.seen.has(path) || !walked.seen.has(folder);
  };
}

/** Rows of folders that are gone and hold no track any more, not even a missing one. */
async function dropFolders(context: ScanContext, vanished: readonly string[]): Promise<void> {
  if (vanished.length === 0) return;
  const deepestFirst = [...vanished].sort().reverse();
  const ids = deepestFirst.map((path) => context.folders.get(path)!.id);
  const sql =
    'DELETE FROM folder WHERE id = ? AND NOT EXISTS (SELECT 1 FROM track WHERE folder_id = folder.id) AND NOT EXISTS (SELECT 1 FROM folder below WHERE below.parent_id = folder.id)';
  await write(context, [context.numbers.keep(), { kind: 'each', sql, rows: ids.map((id) => [id]) }]);
}
