/**
 * The page's one player: the audio engine, and what can be asked of it in the page's words. Whatever changes the
 * queue goes through here, is saved for the next visit, and can be taken back.
 */
import { ask } from '../api/ask.ts';
import type { Playable, Settings } from '../api/contract.ts';
import { messageOf } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { artworkUrl } from '../api/urls.ts';
import { notify } from '../frame/notices.ts';
import { plural } from '../text/format.ts';
import { createEngine, type StreamRequest } from './engine/index.ts';
import { reportPlayed, reportProgress } from './plays.ts';
import * as queues from './queue.ts';
import { readVolume } from './volume.ts';

type Tracks = readonly Playable[];

const SIMILAR_MAX = 50;

export const engine = createEngine({
  urlFor: streamUrl,
  artworkUrlFor: (artwork, sizePx) => artworkUrl(artwork.id, sizePx),
  onPlayed: reportPlayed,
  onProgress: reportProgress,
  ...readVolume(),
});

/** Plays a list from one of its tracks on; what was in the queue can be brought back. */
export function playTracks(tracks: Tracks, index = 0): void {
  const playable = tracks.filter((track) => !track.missing);
  const wanted = tracks[index];
  if (tracks.length === 0) {
    notify({ text: 'There is nothing here to play.' });
    return;
  }
  if (playable.length === 0) {
    notify({
      text: 'None of these files is there now. They may be on a disk that is not connected.',
      tone: 'bad',
    });
    return;
  }
  engine.load(playable, { index: Math.max(0, wanted === undefined ? 0 : playable.indexOf(wanted)) });
}

export function playNext(tracks: Tracks): void {
  change(queues.insertNext(current(), tracks));
  notify({ text: `${said(tracks)} plays next.` });
}

export function addToQueue(tracks: Tracks): void {
  change(queues.append(current(), tracks));
  notify({ text: `${said(tracks)} added to the queue.` });
}

/** What goes on by itself when the queue would end. */
export function addAfterEnd(tracks: Tracks): void {
  change(queues.append(current(), tracks));
}

/** Takes it back, but for what is heard by then. */
export function removeAddedAfterEnd(tracks: Tracks): void {
  const { tracks: queue, index } = current();
  const kept = queue.filter((track, at) => at <= index || !tracks.includes(track));
  change({ tracks: kept, index });
}

export function moveInQueue(from: number, to: number): void {
  change(queues.move(current(), from, to));
}

export function removeFromQueue(at: number): void {
  const before = current();
  const track = before.tracks[at];
  if (track === undefined) return;
  change(queues.removeAt(before, at));
  const undo = (): void => change(queues.insertAt(current(), [track], at));
  notify({ text: `“${track.title}” taken from the queue.`, action: { label: 'Undo', run: undo } });
}

export function shuffleQueue(): void {
  const before = current();
  change(queues.shuffleRest(before));
  const undo = (): void =>
    change({ tracks: before.tracks, index: before.tracks.indexOf(engine.snapshot().track as Playable) });
  notify({ text: 'What comes next was mixed.', action: { label: 'Undo', run: undo } });
}

export function clearQueue(): void {
  const before = current();
  const positionMs = engine.positionMs();
  engine.clear();
  const undo = (): void => engine.load(before.tracks, { index: before.index, positionMs, play: false });
  notify({
    text: `Queue cleared, ${plural(before.tracks.length, 'track')}.`,
    action: { label: 'Undo', run: undo },
  });
}

export async function playAlbum(id: string, from?: { trackId: string; positionMs: number }): Promise<void> {
  const tracks = await tracksOfAlbum(id);
  const index = Math.max(
    0,
    tracks.findIndex((track) => track.id === from?.trackId),
  );
  if (from === undefined) playTracks(tracks);
  else engine.load(tracks, { index, positionMs: from.positionMs });
}

/** Plays a track, then what is like it. */
export async function playSimilar(track: Playable): Promise<void> {
  const query = { limit: SIMILAR_MAX };
  try {
    const similar = await queryClient.fetchQuery(
      ask('GET /api/tracks/:id/similar', { params: { id: track.id }, query }),
    );
    playTracks([track, ...similar.filter(({ id }) => id !== track.id)]);
  } catch (error) {
    notify({ text: messageOf(error), tone: 'bad' });
  }
}

export async function tracksOfAlbum(id: string): Promise<Playable[]> {
  const album = await queryClient.fetchQuery(ask('GET /api/albums/:id', { params: { id } }));
  return album.discs.flatMap((disc) => disc.tracks);
}

export function applySettings({ replayGain, preampDb, maxBitrateKbps }: Settings): void {
  engine.setSettings({ replayGain, preampDb, maxBitrateKbps });
}

function current(): queues.Queue<Playable> {
  const { queue, index } = engine.snapshot();
  return { tracks: queue, index };
}

function change(next: queues.Queue<Playable>): void {
  const { queue } = engine.snapshot();
  if (next.tracks === queue) return;
  if (next.tracks.length === 0) engine.clear();
  else if (queue.length === 0) engine.load(next.tracks, { index: next.index, play: false });
  else engine.updateQueue(next.tracks, next.index);
}

function said(tracks: Tracks): string {
  const [only] = tracks;
  return tracks.length === 1 && only !== undefined ? `“${only.title}”` : plural(tracks.length, 'track');
}

function streamUrl(track: Playable, { format, bitrateKbps, startMs }: StreamRequest): string {
  const query = new URLSearchParams({ format });
  if (bitrateKbps !== undefined) query.set('bitrate', String(bitrateKbps));
  if (startMs !== undefined) query.set('startMs', String(startMs));
  return new URL(`api/stream/${encodeURIComponent(track.id)}?${query}`, document.baseURI).href;
}
