/**
 * Plays a queue from seam to seam, seeking to shortly before each end, and weighs the page after chosen tracks. The
 * test does it with short tracks, the bench with whole ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Playable } from '../../../../../src/server/api/contract.ts';
import type { Stage } from './stage.ts';

export interface Weighing {
  /** How many tracks were played before it. */
  tracks: number;
  residentBytes: number;
  heapBytes: number;
}

export interface ListeningOptions {
  tracks: readonly Playable[];
  /** After how many tracks the page is weighed. */
  weighAfter: readonly number[];
  /** How long each track is heard from its beginning before it is sought to its end. */
  listenMs: number;
  /** How long the page may settle before it is weighed. */
  settleMs: number;
  onWeighing?: (weighing: Weighing) => void;
}

const BEFORE_END_MS = 600;

export async function listenThrough(
  stage: Stage,
  options: ListeningOptions,
): Promise<{ weighings: Weighing[]; peakBytes: number }> {
  const weighings: Weighing[] = [];
  let peakBytes = 0;
  await stage.page.evaluate(`recorded.on = false; engine.load(${JSON.stringify(options.tracks)})`);
  for (let played = 0; played < options.tracks.length; played++) {
    await stage.until(
      `engine.snapshot().index === ${played} && engine.snapshot().state === 'playing'`,
      60_000,
    );
    await sleep(options.listenMs);
    peakBytes = Math.max(peakBytes, (await stage.pageBytes()).residentBytes);
    if (options.weighAfter.includes(played + 1)) {
      await sleep(options.settleMs);
      const weighing = { tracks: played + 1, ...(await stage.pageBytes(true)) };
      weighings.push(weighing);
      options.onWeighing?.(weighing);
    }
    await stage.page.evaluate(`engine.seek(${options.tracks[played]!.durationMs - BEFORE_END_MS})`);
  }
  await stage.until(`events.some(({ name }) => name === 'end')`, 60_000);
  return { weighings, peakBytes };
}
