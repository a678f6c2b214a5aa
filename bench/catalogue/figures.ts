/** What the generator's rows are like, counted: to hold beside the figures that they should have. */
import type { TrackRow } from '../../src/catalogue/rows.ts';
import { playsShares } from './laws.ts';
import { type Range, releasesIn, rowsOf, type Source } from './source.ts';
import type { World } from './world.ts';

export interface Figures {
  readonly tracks: number;
  readonly tracksOfRelease: number;
  /** p50, p95, p99. */
  readonly titleCharacters: readonly number[];
  /** p50, p95. */
  readonly titleWords: readonly number[];
  /** p5, p25, p50, p75, p95. */
  readonly durationSeconds: readonly number[];
  readonly durationsAbsent: number;
  readonly recordingsOfTracks: number;
  readonly recordingsWithIsrc: number;
  readonly titlesThatVary: number;
  /** Of recordings, in the classes of `playsShares`. */
  readonly playsClasses: readonly number[];
  readonly distinctWords: number;
  readonly artists: number;
  /** Share of releases whose artists are the hundred most frequent ones. */
  readonly releasesOfTop100: number;
}

/** Reads every row of a range once. */
export function measureFigures(world: World, source: Source, range: Range): Figures {
  const [characters, words, seconds]: [number[], number[], number[]] = [[], [], []];
  const vocabulary = new Set<string>();
  const recordings = new Set<number>();
  const releasesByArtist = new Map<string, number>();
  const playsCounts = playsShares.map(() => 0);
  let [releases, tracks, absent, isrcs, varied] = [0, 0, 0, 0, 0];
  const count = (row: TrackRow, track: number): void => {
    characters.push([...row.title].length);
    const parts = row.title.split(' ');
    words.push(parts.length);
    for (const part of parts) vocabulary.add(part.toLowerCase());
    if (row.durationMs === null) absent++;
    else seconds.push(row.durationMs / 1000);
    const recording = world.recordingOf(track);
    if (recording !== track && row.title !== world.recording(recording).title) varied++;
    if (recordings.has(recording)) return;
    recordings.add(recording);
    if (row.isrcs.length > 0) isrcs++;
    const plays = world.playsOf(recording);
    playsCounts[playsShares.findIndex(([, most]) => plays <= most)]!++;
  };
  const first = world.firstTrackOf(releasesIn(world, range).from);
  for (const { release, tracks: rows } of rowsOf(world, source, range)) {
    releases++;
    const artist = release.credits[0]!.artistId!;
    releasesByArtist.set(artist, (releasesByArtist.get(artist) ?? 0) + 1);
    for (const row of rows) count(row, first + tracks++);
  }
  const top = [...releasesByArtist.values()].toSorted((a, b) => b - a).slice(0, 100);
  return {
    tracks,
    tracksOfRelease: tracks / releases,
    titleCharacters: quantiles(characters, [0.5, 0.95, 0.99]),
    titleWords: quantiles(words, [0.5, 0.95]),
    durationSeconds: quantiles(seconds, [0.05, 0.25, 0.5, 0.75, 0.95]),
    durationsAbsent: absent / tracks,
    recordingsOfTracks: recordings.size / tracks,
    recordingsWithIsrc: isrcs / recordings.size,
    titlesThatVary: varied / tracks,
    playsClasses: playsCounts.map((of) => of / recordings.size),
    distinctWords: vocabulary.size,
    artists: releasesByArtist.size,
    releasesOfTop100: top.reduce((sum, of) => sum + of, 0) / releases,
  };
}

function quantiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.floor(share * sorted.length)]!);
}
