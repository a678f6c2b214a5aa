/** Digests of files' sound, one file at a time in one thread, which ends when there is nothing to do for a while. */
import { Worker } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import type { DigestAnswer } from './digest-worker.ts';

export interface Digester {
  /** 'flac-md5:…' or 'blake3:…'; null when there is no sound to digest. Never rejects: an error is an answer. */
  digest(path: string | Buffer): Promise<DigestAnswer>;
  close(): Promise<void>;
}

const idleMsMax = 10_000;
/** A file on a disk that does not answer must not hold everything up for ever. */
const timeoutMs = 10 * 60_000;

export function createDigester(): Digester {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const start = (): Worker => {
    const thread = new Worker(new URL('./digest-worker.ts', import.meta.url), {
      name: 'digest',
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    // One that dies while nothing is asked of it must not take the server along: the next question starts another.
    const forget = (): void => void (worker === thread && (worker = undefined));
    return thread.on('error', forget).on('exit', forget);
  };

  const ask = (path: string | Buffer): Promise<DigestAnswer> =>
    new Promise((resolve) => {
      clearTimeout(idle);
      const thread = (worker ??= start());
      const finish = (answer: DigestAnswer): void => {
        clearTimeout(timer);
        // One by one: removeAllListeners would also take the thread's own, and no further answer would arrive.
        thread.off('message', finish).off('error', failed).off('exit', ended);
        thread.unref();
        idle = setTimeout(() => void end(), idleMsMax).unref();
        resolve(answer);
      };
      const fail = (error: string): void => {
        if (worker === thread) worker = undefined;
        void thread.terminate();
        finish({ error, code: undefined });
      };
      const failed = (error: unknown): void => fail(messageOf(error));
      const ended = (): void => fail('the digesting thread ended');
      const timer = setTimeout(() => fail('reading the file took too long'), timeoutMs);
      thread.ref();
      thread.once('message', finish);
      thread.once('error', failed);
      thread.once('exit', ended);
      thread.postMessage(path);
    });

  return {
    digest: (path) => {
      const answer = queue.then(() => ask(path));
      queue = answer;
      return answer;
    },
    close: async () => {
      await end();
    },
  };
}
