/**
 * Loudness and waveform of one file, measured in a thread of its own.
 *
 * The thread starts with the first file and stops when there has been nothing to do for a while. One file at a time: the
 * point is to be unnoticed, not fast. A thread that dies takes one file with it and is replaced.
 */
import { Worker } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import type { AnalysisReply, AnalysisRequest } from './analysis-worker.ts';
import type { FilePath } from './ffmpeg.ts';
import type { Analysis, AnalysisFailure } from './measure.ts';

export interface Analyser {
  /** Measures a file; never rejects. Calls wait for each other. */
  analyse(path: FilePath, signal?: AbortSignal): Promise<Analysis | AnalysisFailure>;
  /** Ends the thread; what is under way fails as aborted. */
  close(): Promise<void>;
}

const idleMs = 20_000;
const script = new URL('./analysis-worker.ts', import.meta.url);
const aborted: AnalysisFailure = { kind: 'failed', reason: 'aborted', message: 'stopped' };

/** Makes an analyser; nothing is started before the first file. `by: 'wasm'` does without ffmpeg even where it is. */
export function createAnalyser(options: { readonly by?: 'ffmpeg' | 'wasm' } = {}): Analyser {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let lastId = 0;

  const stop = async (): Promise<void> => {
    const stopping = worker;
    worker = undefined;
    await stopping?.terminate();
  };

  const analyseNow = async (
    path: FilePath,
    signal: AbortSignal | undefined,
  ): Promise<Analysis | AnalysisFailure> => {
    if (isClosed || signal?.aborted === true) return aborted;
    clearTimeout(idle);
    worker ??= new Worker(script, { name: 'analysis', resourceLimits: { maxYoungGenerationSizeMb: 8 } });
    const current = worker;
    const outcome = await ask(current, { kind: 'analyse', id: ++lastId, path, ...options }, signal);
    if (outcome === 'died' && worker === current) worker = undefined;
    idle = setTimeout(() => void stop(), idleMs).unref();
    if (outcome !== 'died') return outcome;
    return isClosed
      ? aborted
      : { kind: 'failed', reason: 'damaged', message: 'the analysis broke down on this file' };
  };

  return {
    analyse: (path, signal) => {
      const result = queue.then(() => analyseNow(path, signal));
      queue = result;
      return result;
    },
    close: async () => {
      isClosed = true;
      clearTimeout(idle);
      await stop();
      await queue;
    },
  };
}

/** One question and its answer, or `died` when the thread ends without one. Listens only as long as it takes. */
function ask(
  worker: Worker,
  request: Extract<AnalysisRequest, { kind: 'analyse' }>,
  signal: AbortSignal | undefined,
): Promise<Analysis | AnalysisFailure | 'died'> {
  return new Promise((resolve) => {
    const finish = (outcome: Analysis | AnalysisFailure | 'died') => {
      worker.off('message', hear).off('error', die).off('exit', die);
      signal?.removeEventListener('abort', abort);
      // An idle thread must not keep the program from ending.
      worker.unref();
      resolve(outcome);
    };
    const hear = (reply: AnalysisReply) => {
      if (reply.id === request.id) finish(reply.outcome);
    };
    const die = () => finish('died');
    const abort = () => worker.postMessage({ kind: 'abort', id: request.id } satisfies AnalysisRequest);
    worker.ref();
    worker.on('message', hear).on('error', die).on('exit', die);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      worker.postMessage(request);
    } catch (error) {
      finish({ kind: 'failed', reason: 'unreadable', message: messageOf(error) });
    }
  });
}
