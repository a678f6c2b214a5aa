/** A few worker threads that render takes; ended at once when the work is cancelled. */

import { Worker } from 'node:worker_threads';
import { messageOf } from '#base/errors.ts';
import { DemoError } from './errors.ts';
import type { RenderAnswer, RenderRequest } from './worker.ts';
import type { RenderedTrack } from './render.ts';

export class Studio {
  readonly #idle: Worker[];
  readonly #all: readonly Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  #failure: unknown;

  constructor(threads: number) {
    this.#all = Array.from({ length: threads }, () => new Worker(new URL('./worker.ts', import.meta.url)));
    // A worker's fault is told where its answer is waited for.
    for (const worker of this.#all) worker.on('error', () => undefined);
    this.#idle = [...this.#all];
  }

  /** Renders one take as soon as a thread is free. Throws DEMO_WORKER_FAILED; after that, every call does. */
  async render(request: RenderRequest): Promise<readonly RenderedTrack[]> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((take) => this.#waiting.push(take)));
    try {
      if (this.#failure !== undefined) throw this.#failure;
      return await ask(worker, request);
    } catch (error) {
      this.#failure ??= error;
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(worker);
      else next(worker);
    }
  }

  /** Ends the threads; what was being rendered is rejected. */
  async close(): Promise<void> {
    this.#failure ??= failed('the work was ended');
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, request: RenderRequest): Promise<readonly RenderedTrack[]> {
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: RenderAnswer): void => {
      forget();
      if (answer.ok) resolve(answer.tracks);
      else reject(failed(answer.reason));
    };
    const onError = (error: unknown): void => {
      forget();
      reject(failed(messageOf(error)));
    };
    const onExit = (): void => onError(new Error('its thread ended'));
    const forget = (): void => {
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
    };
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}

function failed(reason: string): Error {
  return new DemoError('DEMO_WORKER_FAILED', { reason });
}
