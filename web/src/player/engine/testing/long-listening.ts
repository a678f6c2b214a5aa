/**
 * Plays a queue from seam to seam in a plain browser, seeking to shortly before each end, and weighs the page after
 * chosen tracks. The test does it with short tracks, the bench with whole ones.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Playable } from '../../../../../src/server/api/contract.ts';
import { openPlainPage } from './plain-browser.ts';

export interface Weighing {
  /** How many tracks were played before it; 0: the page alone. */
  tracks: number;
  /** As it was found; differs from track to track, as the collector comes and goes. */
  uncollectedBytes: number;
  /** After a collection, so that what is left is held. */
  residentBytes: number;
  /** Of that, what is not Chromium's program. */
  anonymousBytes: number;
}

export interface ListeningOptions {
  url: string;
  tracks: readonly Playable[];
  /** After how many tracks the page is weighed. */
  weighAfter: readonly number[];
  /** How long each track is heard from its beginning before it is sought to its end. */
  listenMs: number;
  /** How long a track is listened to before the page is weighed. */
  settleMs: number;
  onWeighing?: (weighing: Weighing) => void;
}

export interface ListeningResult {
  weighings: Weighing[];
  /** The most that was seen, looking five times a second. */
  peakBytes: number;
  firstSoundMs: number;
  /** How often a track was announced: once each, and the first again when the queue ended. */
  announcements: number;
}

const BEFORE_END_MS = 600;

export async function listenThrough(options: ListeningOptions): Promise<ListeningResult> {
  const { tracks, weighAfter, listenMs, settleMs } = options;
  const page = await openPlainPage(options.url);
  const weighings: Weighing[] = [];
  const note = async (count: number) => {
    const uncollectedBytes = (await page.weigh()).residentBytes;
    await page.collect();
    await sleep(500);
    const weighing = { tracks: count, uncollectedBytes, ...(await page.weigh()) };
    weighings.push(weighing);
    options.onWeighing?.(weighing);
  };
  let peakBytes = 0;
  const look = setInterval(() => {
    void page.weigh().then(({ residentBytes }) => (peakBytes = Math.max(peakBytes, residentBytes)));
  }, 200);
  try {
    await page.until('window.engine !== undefined');
    await note(0);
    const begun = Date.now();
    await page.evaluate(`engine.load(${JSON.stringify(tracks)})`);
    await page.until(playing(0));
    const firstSoundMs = Date.now() - begun;
    for (const [index, track] of tracks.entries()) {
      await page.until(playing(index));
      await sleep(weighAfter.includes(index + 1) ? settleMs : listenMs);
      if (weighAfter.includes(index + 1)) await note(index + 1);
      await page.evaluate(`engine.seek(${track.durationMs - BEFORE_END_MS})`);
    }
    await page.until(`events.some(({ name }) => name === 'end')`);
    const announcements = await page.evaluate<number>(`events.filter(({ name }) => name === 'track').length`);
    return { weighings, peakBytes, firstSoundMs, announcements };
  } finally {
    clearInterval(look);
    await page.close();
  }
}

function playing(index: number): string {
  return `(({ index, state }) => index === ${index} && state === 'playing')(engine.snapshot())`;
}
