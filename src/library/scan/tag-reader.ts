/** What the scan asks of the media room's tag pool; the threads start with the first scan and end when idle. */
import { createTagPool, type TagPool, type TagResult } from '#media/index.ts';

export interface TagReader {
  /** Answers in the order of `paths`, whatever is in the files. */
  read(paths: readonly (string | Buffer)[]): Promise<TagResult[]>;
  /** Starts the threads ahead of the first read: they need a moment. */
  warm(): void;
  close(): Promise<void>;
}

const idleMsMax = 20_000;

export function createTagReader(options: {
  threads: number;
  threadsMax: number;
  timeoutMs?: number | undefined;
}): TagReader {
  const { threads, threadsMax, timeoutMs } = options;
  let pool: TagPool | undefined;
  let busy = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  const close = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = pool;
    pool = undefined;
    await ending?.close();
  };

  const read = async (paths: readonly (string | Buffer)[]): Promise<TagResult[]> => {
    clearTimeout(idleTimer);
    pool ??= createTagPool({
      threads,
      threadsMax,
      heapMb: 64,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    busy++;
    try {
      return await pool.read(paths.map((path) => ({ path })));
    } finally {
      if (--busy === 0) idleTimer = setTimeout(() => void close(), idleMsMax).unref();
    }
  };

  // More than one batch of the pool, so that more than one thread starts; there is no such file.
  const warm = (): void => void read(Array.from({ length: 65 }, () => '/dev/null/none')).catch(() => {});

  return { read, warm, close };
}
