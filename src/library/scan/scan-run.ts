/** One scan from its row's beginning to its end: libraries one after the other, heartbeats, progress, outcome. */
import { sql } from 'kysely';
import type { Digester } from '../background/digester.ts';
import type { Clock } from '#base/clock.ts';
import type { RoomDatabase } from '#base/database/index.ts';
import { FonotecaError, messageOf } from '#base/errors.ts';
import { LibraryError } from '../errors.ts';
import type { LibrarySchema } from '../schema.ts';
import { createSearchIndexer } from '../search/index-rows.ts';
import { AlbumBook } from './album-book.ts';
import { ArtistBook } from './artist-book.ts';
import type { ScanContext, Tally } from './context.ts';
import { isUnsettled } from './fenced-write.ts';
import { GenreBook } from './genre-book.ts';
import { IssueLog } from './issue-log.ts';
import { createFence } from './fence.ts';
import { type Numbers, readNumbers } from './numbers.ts';
import { noScan, Rate, type ScanRow, statusOf } from './progress.ts';
import { scanLibrary } from './scan-library.ts';
import type { TagReader } from './tag-reader.ts';
import type { ScanOutcome, ScanPhase, ScanRequest, ScanStatus, StopReason } from './types.ts';
import type { Walkers } from './walkers.ts';

export interface ScanRunOptions {
  readonly database: RoomDatabase<LibrarySchema>;
  readonly clock: Clock;
  /** Who holds the lease that the scan runs under. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly tagReader: TagReader;
  readonly digester: Digester;
  readonly walkers: Walkers;
  readonly request: ScanRequest;
  tell(status: ScanStatus): void;
  log(level: 'info' | 'warn' | 'error', message: string, details?: Record<string, unknown>): void;
  playlistOwner(): Promise<number | null>;
}

const tellMs = 300;
const rowMs = 1000;

export class ScanRun {
  /** Resolves when the scan has its row. */
  readonly started: Promise<void>;
  readonly #options: ScanRunOptions;
  readonly #stop = new AbortController();
  readonly #tally: Tally = {
    done: 0,
    total: null,
    added: 0,
    changed: 0,
    moved: 0,
    missing: 0,
    unsettled: false,
  };
  readonly #rate = new Rate();
  readonly #issueLogs: IssueLog[] = [];
  #phase: ScanPhase = 'walk';
  #row: ScanRow | undefined;
  #begun!: () => void;
  #failedToBegin!: (error: unknown) => void;

  constructor(options: ScanRunOptions) {
    this.#options = options;
    this.started = new Promise((resolve, reject) => {
      this.#begun = resolve;
      this.#failedToBegin = reject;
    });
    this.started.catch(() => {});
  }

  /** 'interrupted': the server shuts down, and the scan goes on at the next start. */
  stop(why: StopReason): void {
    this.#stop.abort(why === 'taken over' ? new LibraryError('LIBRARY_SCAN_TAKEN_OVER') : new Stopped(why));
  }

  status(): ScanStatus {
    if (!this.#row) return { ...noScan, running: true, phase: this.#phase };
    this.#fillRow();
    return statusOf(this.#row, this.#row.ended_at === null ? this.#rate.perSecond : undefined);
  }

  /** Runs to an outcome; rejects only when not even the outcome can be written. */
  async run(): Promise<void> {
    try {
      this.#row = await this.#begin();
    } catch (error) {
      this.#failedToBegin(error);
      throw error;
    }
    this.#begun();
    const timers = this.#startTimers();
    let outcome: ScanOutcome = 'done';
    let problem: string | null = null;
    try {
      problem = await this.#scanAll();
      if (problem !== null) outcome = 'failed';
    } catch (error) {
      outcome = this.#stop.signal.reason instanceof Stopped ? this.#stop.signal.reason.outcome : 'failed';
      if (outcome === 'failed')
        problem =
          error instanceof FonotecaError
            ? error.message
            : `The scan stopped at something unforeseen: ${messageOf(error)}. What was written is whole; scan again.`;
      if (outcome === 'failed')
        this.#options.log('error', 'a scan failed', {
          reason: messageOf(error),
          stack: (error as Error).stack,
        });
    } finally {
      timers();
    }
    await this.#end(outcome, problem);
  }

  async #begin(): Promise<ScanRow> {
    const { database, clock, holder, request } = this.#options;
    const now = clock.now();
    const row = {
      library_id: request.libraryId ?? null,
      full_scan: request.full ?? false,
      owner: holder,
      phase: this.#phase,
      started_at: now,
      changed_at: now,
    };
    return database.write.insertInto('scan').values(row).returningAll().executeTakeFirstOrThrow();
  }

  #startTimers(): () => void {
    const tellTimer = setInterval(() => {
      this.#rate.note(this.#options.clock.now(), this.#tally.done);
      this.#options.tell(this.status());
    }, tellMs);
    let beating = false;
    const beat = async (): Promise<void> => {
      if (beating) return;
      beating = true;
      await this.#heartbeat().catch((error: unknown) =>
        this.#options.log('warn', 'a heartbeat of the scan failed', { reason: messageOf(error) }),
      );
      beating = false;
    };
    const rowTimer = setInterval(() => void beat(), Math.min(rowMs, this.#options.leaseMs / 4));
    return () => {
      clearInterval(tellTimer);
      clearInterval(rowTimer);
    };
  }

  async #heartbeat(): Promise<void> {
    this.#fillRow();
    const { database } = this.#options;
    const { id, phase, done, total, added, changed, moved, missing, issues, changed_at } = this.#row!;
    await database.write
      .updateTable('scan')
      .set({ phase, done, total, added, changed, moved, missing, issues, changed_at })
      .where('id', '=', id)
      // One that is late must not speak after the end.
      .where('ended_at', 'is', null)
      .execute();
    const asked = await database.read
      .selectFrom('scan')
      .select('cancel_asked')
      .where('id', '=', id)
      .executeTakeFirst();
    if (asked?.cancel_asked) this.stop('cancelled');
  }

  #fillRow(): void {
    const issues = this.#issueLogs.reduce((sum, log) => sum + log.count, 0);
    const { unsettled: _, ...counts } = this.#tally;
    this.#row = {
      ...this.#row!,
      ...counts,
      issues,
      phase: this.#phase,
      changed_at: this.#row!.ended_at ?? this.#options.clock.now(),
    };
  }

  /** Scans the libraries asked for; a library that cannot be scanned does not keep the others from it. */
  async #scanAll(): Promise<string | null> {
    const { database, request } = this.#options;
    const libraries = await database.read
      .selectFrom('library')
      .select(['id', 'name', 'root'])
      .$if(request.libraryId !== undefined, (query) => query.where('id', '=', request.libraryId!))
      .orderBy('id')
      .execute();
    const numbers = await readNumbers(database);
    const problems: string[] = [];
    for (const library of libraries) {
      try {
        await this.#scanOne(library, numbers);
      } catch (error) {
        if (!(error instanceof LibraryError) || this.#stop.signal.aborted) throw error;
        problems.push(error.message);
      }
    }
    return problems.length === 0 ? null : problems.join(' ');
  }

  async #scanOne(library: ScanContext['library'], numbers: Numbers): Promise<void> {
    const { database, clock, holder, leaseMs, tagReader, digester, walkers, request } = this.#options;
    this.#stop.signal.throwIfAborted();
    this.#tally.unsettled = false;
    const facts = await readFacts(database, library.id);
    const issues = new IssueLog({ libraryId: library.id, scanId: this.#row!.id, clock });
    this.#issueLogs.push(issues);
    const context: ScanContext = {
      database,
      clock,
      scanId: this.#row!.id,
      startedAt: this.#row!.started_at,
      library,
      fence: createFence(holder, clock, leaseMs, 'scanner'),
      numbers,
      tagReader,
      digester,
      issues,
      indexer: createSearchIndexer(database.kind),
      artists: new ArtistBook(database, numbers, { databaseIsEmpty: facts.noArtist }),
      albums: new AlbumBook(database, numbers, { libraryId: library.id, databaseIsEmpty: facts.noAlbum }),
      genres: await GenreBook.open(database, numbers),
      touched: { albums: new Set(), artists: new Set(), pictures: new Set(), movedAlbums: new Map() },
      tally: this.#tally,
      folders: await readFolders(database, library.id),
      emptyFolders: new Map(),
      fresh: facts.noTrack,
      full: request.full ?? false,
      partial: request.folders !== undefined,
      signal: this.#stop.signal,
      playlistOwner: this.#options.playlistOwner,
    };
    await scanLibrary({
      context,
      walkers,
      recover: await isUnsettled(context),
      scope: request.folders ?? [''],
      shallow: request.shallow ?? false,
      mayMove: facts.someMissing || facts.otherLibraries || context.partial,
      onPhase: (phase) => void (this.#phase = phase),
    });
  }

  async #end(outcome: ScanOutcome, error: string | null): Promise<void> {
    this.#fillRow();
    const now = this.#options.clock.now();
    const { id, phase, done, total, added, changed, moved, missing, issues } = this.#row!;
    this.#row = { ...this.#row!, ended_at: now, changed_at: now, outcome, error };
    await this.#options.database.write
      .updateTable('scan')
      .set({
        phase,
        done,
        total,
        added,
        changed,
        moved,
        missing,
        issues,
        changed_at: now,
        ended_at: now,
        outcome,
        error,
      })
      .where('id', '=', id)
      .execute();
  }
}

class Stopped extends Error {
  readonly outcome: 'cancelled' | 'interrupted';
  constructor(outcome: 'cancelled' | 'interrupted') {
    super(`the scan was ${outcome}`);
    this.outcome = outcome;
  }
}

async function readFacts(database: RoomDatabase<LibrarySchema>, libraryId: number) {
  const { rows } = await sql<{
    track: boolean | number;
    artist: boolean | number;
    album: boolean | number;
    missing: boolean | number;
    others: boolean | number;
  }>`
    SELECT EXISTS (SELECT 1 FROM track) OR EXISTS (SELECT 1 FROM artwork) AS track, EXISTS (SELECT 1 FROM artist) AS artist, EXISTS (SELECT 1 FROM album WHERE library_id = ${libraryId}) AS album,
      EXISTS (SELECT 1 FROM track WHERE missing_since IS NOT NULL) AS missing, EXISTS (SELECT 1 FROM track WHERE library_id <> ${libraryId}) AS others`.execute(
    database.read,
  );
  const facts = rows[0]!;
  return {
    noTrack: !facts.track,
    noArtist: !facts.artist,
    noAlbum: !facts.album,
    someMissing: Boolean(facts.missing),
    otherLibraries: Boolean(facts.others),
  };
}

async function readFolders(
  database: RoomDatabase<LibrarySchema>,
  libraryId: number,
): Promise<ScanContext['folders']> {
  const rows = await database.read
    .selectFrom('folder')
    .select(['id', 'path', 'fingerprint', 'artwork_id'])
    .where('library_id', '=', libraryId)
    .execute();
  return new Map(
    rows.map((row) => [row.path, { id: row.id, fingerprint: row.fingerprint, artworkId: row.artwork_id }]),
  );
}
