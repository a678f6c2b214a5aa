/**
 * Whose turn it is to be drawn. A list that was thrown to another place has a hundred rows to draw at once, which is a
 * frame that comes late; so its blocks take turns, a few a frame, and those that have left again are never drawn.
 */
import { useEffect, useState } from 'react';

/** A screen of blocks is there after half a dozen frames, a tenth of a second. */
const TURNS_PER_FRAME = 2;
const waiting = new Set<() => void>();
let running = false;

/** True once `wanted` has had its turn; at once where nothing scrolls yet. */
export function useTurn(wanted: boolean, atOnce: boolean): boolean {
  const [had, setHad] = useState(wanted && atOnce);
  useEffect(() => {
    if (wanted && !had) return takeTurn(() => setHad(true));
  }, [wanted, had]);
  return wanted && had;
}

/** Calls `act` when it is its turn, unless the returned function was called before. */
function takeTurn(act: () => void): () => void {
  waiting.add(act);
  if (!running) requestAnimationFrame(giveTurns);
  running = true;
  return () => waiting.delete(act);
}

function giveTurns(): void {
  let left = TURNS_PER_FRAME;
  for (const act of waiting) {
    if (left === 0) break;
    left -= 1;
    waiting.delete(act);
    act();
  }
  running = waiting.size > 0;
  if (running) requestAnimationFrame(giveTurns);
}
