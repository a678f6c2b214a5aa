/**
 * The queue as a value: tracks in playing order and the place that is heard. Every change gives a new queue in
 * which the same track is still the one heard, unless it was the one removed.
 */

export interface Queue<T> {
  readonly tracks: readonly T[];
  /** -1 when the queue is empty. */
  readonly index: number;
}

export const EMPTY: Queue<never> = { tracks: [], index: -1 };

/** Puts tracks right after the one that is heard. */
export function insertNext<T>(queue: Queue<T>, added: readonly T[]): Queue<T> {
  return insertAt(queue, added, queue.index + 1);
}

export function append<T>(queue: Queue<T>, added: readonly T[]): Queue<T> {
  return insertAt(queue, added, queue.tracks.length);
}

export function insertAt<T>(queue: Queue<T>, added: readonly T[], at: number): Queue<T> {
  if (added.length === 0) return queue;
  const place = clamp(at, 0, queue.tracks.length);
  const tracks = queue.tracks.toSpliced(place, 0, ...added);
  if (queue.index < 0) return { tracks, index: 0 };
  return { tracks, index: place <= queue.index ? queue.index + added.length : queue.index };
}

/** Takes one track out; when it was the one heard, the next stands in its place (or the last, at the end). */
export function removeAt<T>(queue: Queue<T>, at: number): Queue<T> {
  if (at < 0 || at >= queue.tracks.length) return queue;
  const tracks = queue.tracks.toSpliced(at, 1);
  const index = at < queue.index ? queue.index - 1 : Math.min(queue.index, tracks.length - 1);
  return { tracks, index };
}

/** Moves one track; `to` is its place afterwards. */
export function move<T>(queue: Queue<T>, from: number, to: number): Queue<T> {
  const tracks = moved(queue.tracks, from, to);
  if (tracks === queue.tracks) return queue;
  return { tracks, index: placeAfterMove(queue.index, from, clamp(to, 0, tracks.length - 1)) };
}

/** The same list with one thing at another place; the list itself when nothing moves. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const target = clamp(to, 0, list.length - 1);
  const thing = list[from];
  if (thing === undefined || from === target) return list;
  return list.toSpliced(from, 1).toSpliced(target, 0, thing);
}

/** Mixes what comes after the track that is heard; what was heard stays as it was. */
export function shuffleRest<T>(queue: Queue<T>, random: () => number = Math.random): Queue<T> {
  const rest = queue.tracks.slice(queue.index + 1);
  for (let at = rest.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [rest[at], rest[other]] = [rest[other] as T, rest[at] as T];
  }
  return { ...queue, tracks: [...queue.tracks.slice(0, queue.index + 1), ...rest] };
}

/** Those that are not in a list yet, each once. */
export function newTo<T extends { id: string }>(list: readonly T[], found: readonly T[]): T[] {
  const here = new Set(list.map(({ id }) => id));
  return found.filter(({ id }) => !here.has(id) && here.add(id).has(id));
}

/** Names for a list in which the same track may stand twice: its id and which time this is. */
export function keysOf(tracks: readonly { id: string }[]): string[] {
  const seen = new Map<string, number>();
  return tracks.map(({ id }) => {
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    return `${id}:${times}`;
  });
}

function placeAfterMove(index: number, from: number, to: number): number {
  if (index === from) return to;
  if (from < index && to >= index) return index - 1;
  if (from > index && to <= index) return index + 1;
  return index;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
