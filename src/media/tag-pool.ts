/**
 * A pool of worker threads that read tags in batches, with a time limit for each file.
 *
 * A scan must not stop for one file: a worker that hangs or dies on a file is replaced, that file is reported as a
 * problem, and the rest of its batch is read again. Memory is bounded by the workers' heap limits and by few batches
 * in flight. Where the workers wait for a disk or a network more than they work, there are soon more of them.
 */
import { Worker } from 'node:worker_threads';
import type { ThreadTimes } from '#base/thread-times.ts';
import type { TagProblem, TagResult } from './tags/types.ts';
import type { Batch, BatchResult, WorkerSetup } from './tags/worker.ts';

export interface TagPoolOptions {
  /** Worker threads; 2 unless told. */
  readonly threads?: number;
  /** How many there may be where files are slow to come; as many as `threads` unless told. */
  readonly threadsMax?: number;
  /** Time limit for one file; 20 s unless told (a sleeping disk must have time to wake). */
  readonly timeoutMs?: number;
  /** Heap limit of a worker in MB; 128 unless told. */
  readonly heapMb?: number;
  /** Another worker that speaks the same messages; tests give one that hangs and dies when told to. */
  readonly script?: URL;
}

export interface TagPool {
  /** Reads all files; the results stand in the order of the files. Rejects only after `close`. */
  read(files: readonly { readonly path: string | Buffer }[]): Promise<TagResult[]>;
  /** Ends the workers; reads under way are rejected. */
  close(): Promise<void>;
}

const filesPerBatch = 64;
/**
 * One batch in work and the others waiting, so that a worker never idles: whoever asked hears of a result only when
 * its own thread is free, and a transaction of a scan takes as long as several batches.
 */
const batchesPerWorker = 8;
const startMsMax = 30_000;
/** For so long the workers are watched before another one joins them. */
const watchedMs = 200;

/** Starts no thread until the first read. */
export function createTagPool(options: TagPoolOptions = {}): TagPool {
  return new Pool(options);
}

interface Job {
  readonly id: number;
  readonly files: readonly (string | Buffer)[];
  readonly done: (results: TagResult[]) => void;
  readonly failed: (error: Error) => void;
}

interface Lane {
  worker: Worker;
  readonly progress: Int32Array;
  readonly jobs: Job[];
  /** The progress that was last seen, and since when it stands still. */
  seen: string;
  sinceMs: number;
}

class Pool implements TagPool {
  #threads: number;
  readonly #threadsMax: number;
  /** What the workers' time went into since their number was last thought about. */
  #times: ThreadTimes = { wallMs: 0, blockedMs: 0 };
  readonly #timeoutMs: number;
  readonly #heapMb: number;
  readonly #script: URL;
  readonly #lanes: Lane[] = [];
  readonly #waiting: Job[] = [];
  #nextId = 1;
  #watch: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({
    threads = 2,
    threadsMax = threads,
    timeoutMs = 20_000,
    heapMb = 128,
    script,
  }: TagPoolOptions) {
    this.#threads = Math.max(1, threads);
    this.#threadsMax = threadsMax;
    this.#timeoutMs = timeoutMs;
    this.#heapMb = heapMb;
    this.#script = script ?? new URL('./tags/worker.ts', import.meta.url);
  }

  async read(files: readonly { readonly path: string | Buffer }[]): Promise<TagResult[]> {
    if (this.#closed) throw new Error('the tag pool is closed');
    const batches: Promise<TagResult[]>[] = [];
    for (let from = 0; from < files.length; from += filesPerBatch) {
      const batch = files.slice(from, from + filesPerBatch).map((file) => file.path);
      batches.push(this.#enqueue(batch));
    }
    this.#dispatch();
    return (await Promise.all(batches)).flat();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    const error = new Error('the tag pool was closed');
    for (const job of [...this.#waiting.splice(0), ...this.#lanes.flatMap((lane) => lane.jobs)])
      job.failed(error);
    const ends = this.#lanes.splice(0).map((lane) => retire(lane.worker));
    // A thread that hangs in the kernel cannot be waited for.
    await Promise.race([
      Promise.allSettled(ends),
      new Promise((resolve) => setTimeout(resolve, 1000).unref()),
    ]);
  }

  #enqueue(files: readonly (string | Buffer)[]): Promise<TagResult[]> {
    return new Promise((done, failed) => {
      this.#waiting.push({ id: this.#nextId, files, done, failed });
      this.#nextId = (this.#nextId % 0x7fffffff) + 1;
    });
  }

  /** Gives waiting batches to the lanes with the fewest, starting lanes as long as there are too few. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const lane = this.#freestLane();
      if (lane === undefined) break;
      this.#give(lane, this.#waiting.shift()!);
    }
    const busy = this.#lanes.some((lane) => lane.jobs.length > 0);
    if (busy && this.#watch === undefined)
      this.#watch = setInterval(() => this.#findHung(), Math.max(10, this.#timeoutMs / 4));
    if (!busy && this.#watch !== undefined) {
      clearInterval(this.#watch);
      this.#watch = undefined;
    }
    // Idle workers do not keep the process alive.
    for (const { jobs, worker } of this.#lanes) {
      if (jobs.length > 0) worker.ref();
      else worker.unref();
    }
  }

  #freestLane(): Lane | undefined {
    const free = this.#lanes
      .filter((lane) => lane.jobs.length < batchesPerWorker)
      .sort((a, b) => a.jobs.length - b.jobs.length)[0];
    if (free !== undefined && free.jobs.length === 0) return free;
    if (this.#lanes.length < this.#threads) return this.#startLane();
    return free;
  }

  #give(lane: Lane, job: Job): void {
    if (lane.jobs.length === 0) [lane.seen, lane.sinceMs] = ['', performance.now()];
    lane.jobs.push(job);
    lane.worker.postMessage({ id: job.id, files: job.files } satisfies Batch);
  }

  #startLane(): Lane {
    const progress = new Int32Array(new SharedArrayBuffer(8));
    const lane: Lane = {
      worker: this.#startWorker(progress),
      progress,
      jobs: [],
      seen: '',
      sinceMs: performance.now(),
    };
    this.#attach(lane);
    this.#lanes.push(lane);
    return lane;
  }

  #startWorker(progress: Int32Array): Worker {
    return new Worker(this.#script, {
      workerData: { progress } satisfies WorkerSetup,
      resourceLimits: { maxOldGenerationSizeMb: this.#heapMb, maxYoungGenerationSizeMb: 8 },
      name: 'tags',
    });
  }

  #attach(lane: Lane): void {
    const { worker } = lane;
    worker.on('message', (result: BatchResult) => this.#finish(lane, result));
    // Out of memory, an exception outside a file, or an exit: the file in work is to blame.
    worker.on('error', (error: Error) =>
      this.#replace(lane, worker, 'crashed', `Reading the file ended its reader (${error.message}).`),
    );
    worker.on('exit', () => this.#replace(lane, worker, 'crashed', 'Reading the file ended its reader.'));
  }

  #finish(lane: Lane, { id, json, times }: BatchResult): void {
    const at = lane.jobs.findIndex((job) => job.id === id);
    if (at < 0) return;
    const [job] = lane.jobs.splice(at, 1);
    lane.sinceMs = performance.now();
    this.#adapt(times);
    this.#dispatch();
    job!.done(JSON.parse(json) as TagResult[]);
  }

  /** One more thread where the others wait for their files most of the time. */
  #adapt(times: ThreadTimes): void {
    const wallMs = this.#times.wallMs + times.wallMs;
    const blockedMs = this.#times.blockedMs + times.blockedMs;
    const isOver = wallMs >= watchedMs;
    if (isOver && blockedMs > wallMs / 2 && this.#threads < this.#threadsMax) this.#threads++;
    this.#times = isOver ? { wallMs: 0, blockedMs: 0 } : { wallMs, blockedMs };
  }

  #findHung(): void {
    const now = performance.now();
    for (const lane of this.#lanes) {
      if (lane.jobs.length === 0) continue;
      const seen = `${Atomics.load(lane.progress, 0)}/${Atomics.load(lane.progress, 1)}`;
      // A worker that has not begun is loading its code, which is no file's fault.
      const starting = Atomics.load(lane.progress, 0) === 0;
      if (seen !== lane.seen) [lane.seen, lane.sinceMs] = [seen, now];
      else if (now - lane.sinceMs > this.#timeoutMs + (starting ? startMsMax : 0)) {
        const seconds = Math.round(this.#timeoutMs / 100) / 10;
        this.#replace(
          lane,
          lane.worker,
          'timeout',
          `Reading the file took longer than ${seconds} s and was given up.`,
        );
      }
    }
  }

  /** Puts a new worker in a lane, blames the file in work and gives the rest out again. */
  #replace(lane: Lane, worker: Worker, reason: TagProblem['reason'], message: string): void {
    if (lane.worker !== worker || this.#closed) return;
    void retire(worker);
    const jobs = lane.jobs.splice(0);
    const [batch, index] = [Atomics.load(lane.progress, 0), Atomics.load(lane.progress, 1)];
    Atomics.store(lane.progress, 0, 0);
    lane.worker = this.#startWorker(lane.progress);
    this.#attach(lane);
    for (const job of jobs.reverse()) {
      // Before the first file there is nobody to blame but the first one.
      const blamed = job.id === batch ? index : batch === 0 && job === jobs.at(-1) ? 0 : -1;
      this.#waiting.unshift(
        blamed < 0 ? job : this.#without(job, blamed, { kind: 'problem', reason, message }),
      );
    }
    this.#dispatch();
  }

  /** The same job without one file, whose result is known. */
  #without(job: Job, index: number, problem: TagProblem): Job {
    const id = this.#nextId;
    this.#nextId = (this.#nextId % 0x7fffffff) + 1;
    return {
      ...job,
      id,
      files: job.files.toSpliced(index, 1),
      done: (results) => job.done(results.toSpliced(index, 0, problem)),
    };
  }
}

function retire(worker: Worker): Promise<number> {
  worker.removeAllListeners();
  worker.on('error', () => undefined);
  worker.unref();
  return worker.terminate();
}
