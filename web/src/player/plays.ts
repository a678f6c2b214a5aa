/** Tells the server what was heard. A play that could not be told is told again later, with the time it was heard. */
import { call } from '../api/client.ts';
import type { Playable } from '../api/contract.ts';
import { isPassing } from '../api/problem.ts';

type Play = { trackId: string; finished: boolean; positionMs: number; playedAt?: string };

const AGAIN_MS = 30_000;
const WAITING_MAX = 200;
let waiting: Play[] = [];

export function reportPlayed(track: Playable, startedAt: Date): void {
  void tell({
    trackId: track.id,
    finished: true,
    positionMs: track.durationMs,
    playedAt: startedAt.toISOString(),
  });
}

export function reportProgress(track: Playable, positionMs: number): void {
  void tell({ trackId: track.id, finished: false, positionMs: Math.round(positionMs) });
}

async function tell(play: Play): Promise<void> {
  try {
    await call('POST /api/plays', { body: play });
  } catch (error) {
    // Where somebody is matters only now; that something was heard matters also later.
    if (!play.finished || !isPassing(error)) return;
    waiting = [...waiting, play].slice(-WAITING_MAX);
    setTimeout(tellAgain, AGAIN_MS);
  }
}

function tellAgain(): void {
  const plays = waiting;
  waiting = [];
  for (const play of plays) void tell(play);
}
