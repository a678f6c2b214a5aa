/**
 * The thread that measures music, one file at a time, at the lowest priority: on Linux a thread has a priority of its
 * own, so that a library of a million tracks is analysed without anybody noticing.
 */
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { FilePath } from './ffmpeg.ts';
import type { Analysis, AnalysisFailure } from './measure.ts';
import { measure } from './measure.ts';

export type AnalysisRequest =
  | {
      readonly kind: 'analyse';
      readonly id: number;
      readonly path: string | Uint8Array;
      readonly by?: 'ffmpeg' | 'wasm';
    }
  | { readonly kind: 'abort'; readonly id: number };

export interface AnalysisReply {
  readonly id: number;
  readonly outcome: Analysis | AnalysisFailure;
}

const port = parentPort!;
const running = new Map<number, AbortController>();

lowerOwnPriority();
port.on('message', (request: AnalysisRequest) => {
  if (request.kind === 'abort') running.get(request.id)?.abort();
  else void analyse(request);
});

async function analyse({ id, path, by }: Extract<AnalysisRequest, { kind: 'analyse' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const file: FilePath = typeof path === 'string' ? path : Buffer.from(path);
  const outcome = await measure(file, {
    signal: controller.signal,
    background: true,
    ...(by === undefined ? {} : { by }),
  });
  running.delete(id);
  port.postMessage({ id, outcome } satisfies AnalysisReply);
}

function lowerOwnPriority(): void {
  // Elsewhere 0 means the whole process, listeners and all.
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_LOW);
  } catch {
    // A courtesy; some sandboxes do not allow it.
  }
}
