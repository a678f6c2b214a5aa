/** Tracks under their work: those that follow one another with the same one stand together. */
import type { AlbumTrack } from '../../api/contract.ts';

export interface Work {
  /** Null for tracks that name none. */
  work: string | null;
  tracks: AlbumTrack[];
}

export function worksOf(tracks: readonly AlbumTrack[]): Work[] {
  const works: Work[] = [];
  for (const track of tracks) {
    const last = works.at(-1);
    const work = track.work === '' ? null : track.work;
    if (last !== undefined && last.work === work) last.tracks.push(track);
    else works.push({ work, tracks: [track] });
  }
  return works;
}
