/**
 * The worker thread of the tag pool: reads a batch of files, file by file, and says in shared memory at which one
 * it is, so that its owner can tell a hang from work and name the file that hangs.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import { stepBack } from '#base/priority.ts';
import { startThreadTimes, type ThreadTimes } from '#base/thread-times.ts';
import { readTagsThoroughly } from './taglib.ts';
import { readTags } from './read.ts';
import type { TagResult } from './types.ts';

export interface Batch {
  readonly id: number;
  readonly files: readonly (string | Uint8Array)[];
}

export interface BatchResult {
  readonly id: number;
  /** `TagResult[]` as JSON: parsed in half the time that a structured clone of so many small objects takes. */
  readonly json: string;
  readonly times: ThreadTimes;
}

/** Two integers: the batch and the index of the file that is being read. */
export interface WorkerSetup {
  readonly progress: Int32Array;
}

stepBack();
const { progress } = workerData as WorkerSetup;

// One batch after the other, even where a thorough read waits in between.
let queue: Promise<void> = Promise.resolve();
parentPort!.on('message', (batch: Batch) => {
  queue = queue.then(() => readBatch(batch));
});

async function readBatch(batch: Batch): Promise<void> {
  const results: TagResult[] = [];
  const times = startThreadTimes();
  for (const [index, file] of batch.files.entries()) {
    Atomics.store(progress, 0, batch.id);
    Atomics.store(progress, 1, index);
    results.push(
      await readOne(
        typeof file === 'string' ? file : Buffer.from(file.buffer, file.byteOffset, file.byteLength),
      ),
    );
  }
  parentPort!.postMessage({
    id: batch.id,
    json: JSON.stringify(results),
    times: times(),
  } satisfies BatchResult);
}

/** Awaits only where the fast path has doubts. */
function readOne(file: string | Buffer): TagResult | Promise<TagResult> {
  let doubtful = false;
  try {
    const result = readTags(file, { onDoubt: () => (doubtful = true) });
    return doubtful ? readTagsThoroughly(file) : result;
  } catch (error) {
    return { kind: 'problem', reason: 'crashed', message: `Reading the file failed: ${messageOf(error)}` };
  }
}
