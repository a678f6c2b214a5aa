/** How a source tells of the generator's world: as rows that its importer would make. */
import type { ArtistRow, LabelRow, ReleaseRow, TrackRow } from '../../src/catalogue/rows.ts';
import type { World } from './world.ts';

export interface Source {
  readonly name: 'musicbrainz' | 'discogs';
  release(release: number): ReleaseRow;
  /** Track i of the world, whatever release it is on. */
  track(track: number): TrackRow;
  artist(artist: number): ArtistRow;
  label(label: number): LabelRow;
}

/** Tracks from `from` to before `to`: all of those on releases that begin there, so that ranges tile. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The numbers of the releases that begin in the range. */
export function releasesIn(world: World, { from, to }: Range): Range {
  const first = (track: number): number => {
    const release = world.releaseOf(track);
    return world.firstTrackOf(release) === track ? release : release + 1;
  };
  return { from: first(from), to: first(to) };
}

/** The numbers of the artists who are first heard of in the range of releases; all before are in the ranges before. */
export function artistsIn(world: World, releases: Range): Range {
  return born(world.artistsBefore, releases);
}

export function labelsIn(world: World, releases: Range): Range {
  return born(world.labelsBefore, releases);
}

function born(before: (release: number) => number, { from, to }: Range): Range {
  if (to === from) return { from: 0, to: 0 };
  return { from: from === 0 ? 0 : before(from - 1), to: before(to - 1) };
}

/** Every number of a range. */
export function* numbersOf({ from, to }: Range): Generator<number> {
  for (let number = from; number < to; number++) yield number;
}

/** The rows of a range: each release with its tracks. */
export function* rowsOf(
  world: World,
  source: Source,
  range: Range,
): Generator<{ readonly release: ReleaseRow; readonly tracks: readonly TrackRow[] }> {
  for (const number of numbersOf(releasesIn(world, range))) {
    const { firstTrack, size } = world.release(number);
    const tracks = Array.from({ length: size }, (_, at) => source.track(firstTrack + at));
    yield { release: source.release(number), tracks };
  }
}
