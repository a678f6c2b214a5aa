/**
 * The thread that scans. It has its own way to the database (a SQLite file is read and written right here) and its own
 * helpers for walking and for tags; it is told what to scan and tells how far it is.
 *
 * Half of what a first scan of a few thousand files takes is the loading of code, so the helpers are started first:
 * they load theirs while this thread loads the rest of its own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#base/clock.ts';
import { messageOf } from '#base/errors.ts';
import { stepBack } from '#base/priority.ts';
import { createDigester } from '../background/digester.ts';
import type { LibrarySchema } from '../schema.ts';
import type { ScanRun } from './scan-run.ts';
import { createTagReader } from './tag-reader.ts';
import type { ScanRequest, ScanStatus, StopReason } from './types.ts';
import { createWalkers } from './walkers.ts';

export interface ScanThreadSetup {
  /** Of the database. */
  readonly address: string;
  readonly leaseMs: number;
  /** `threadsMax`: where files are slow to come. */
  readonly tagThreads: { readonly threads: number; readonly threadsMax: number };
  readonly walkThreads: number;
  readonly tagTimeoutMs: number | undefined;
}

export type ToScan =
  | { readonly kind: 'run'; readonly request: ScanRequest; readonly holder: string }
  | { readonly kind: 'stop'; readonly why: StopReason }
  | { readonly kind: 'owner'; readonly id: number | null }
  | { readonly kind: 'close' };

/** How the scan stands. */
export type ScanNews =
  | { readonly kind: 'begun'; readonly status: ScanStatus }
  | { readonly kind: 'status'; readonly status: ScanStatus }
  /** `failure`: why not even the outcome could be written. */
  | { readonly kind: 'ended'; readonly status: ScanStatus; readonly failure?: string };

export type FromScan =
  | ScanNews
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly details: Record<string, unknown> | undefined;
    }
  | { readonly kind: 'ask-owner' };

stepBack();

const setup = workerData as ScanThreadSetup;
const tagReader = createTagReader({ ...setup.tagThreads, timeoutMs: setup.tagTimeoutMs });
const walkers = createWalkers(setup.walkThreads);
tagReader.warm();
walkers.warm();
const [{ openDatabaseHere, withSchema }, scanRun] = await Promise.all([
  import('#base/database/index.ts'),
  import('./scan-run.ts'),
]);
const database = await openDatabaseHere(setup.address);
const digester = createDigester();
const owners: ((id: number | null) => void)[] = [];
let run: ScanRun | undefined;

parentPort!.on('message', (message: ToScan) => {
  if (message.kind === 'run') void scan(message.request, message.holder);
  else if (message.kind === 'stop') run?.stop(message.why);
  else if (message.kind === 'owner') for (const answer of owners.splice(0)) answer(message.id);
  else void close();
});

async function scan(request: ScanRequest, holder: string): Promise<void> {
  const scanning = new scanRun.ScanRun({
    database: withSchema<LibrarySchema>(database),
    clock: systemClock,
    holder,
    leaseMs: setup.leaseMs,
    tagReader,
    digester,
    walkers,
    request,
    tell: (status) => post({ kind: 'status', status }),
    log: (level, message, details) => post({ kind: 'log', level, message, details }),
    playlistOwner: () =>
      new Promise((resolve) => {
        owners.push(resolve);
        post({ kind: 'ask-owner' });
      }),
  });
  run = scanning;
  scanning.started.then(
    () => post({ kind: 'begun', status: scanning.status() }),
    () => {},
  );
  const failure = await scanning.run().then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  run = undefined;
  post({ kind: 'ended', status: scanning.status(), ...(failure !== undefined && { failure }) });
}

function post(message: FromScan): void {
  parentPort!.postMessage(message);
}

async function close(): Promise<void> {
  await Promise.all([tagReader.close(), digester.close(), walkers.close()]);
  await database.close();
  parentPort!.close();
}
