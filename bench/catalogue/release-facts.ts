/** What is printed on a release besides its music: when and where it came out, on which label, in which format. */
import { drawBarcode, drawCatalogNumber } from './ids.ts';
import { heavyRank, weighted } from './laws.ts';
import { Draws } from './random.ts';
import type { Release, World } from './world.ts';

export type Format = 'CD' | 'Vinyl' | 'Digital' | 'Cassette';

export interface ReleaseFacts {
  /** '1999', '1999-03' or '1999-03-05'. */
  readonly date: string | null;
  readonly country: { readonly iso: string; readonly discogs: string } | null;
  readonly labels: readonly { readonly label: number; readonly catalogNumber: string | null }[];
  readonly barcode: string | null;
  readonly format: Format;
  readonly tracksOnMedium: number;
}

const labelOffset = 30;
const elsewhere = weighted<readonly [string, string]>([
  [28, ['US', 'US']],
  [14, ['GB', 'UK']],
  [12, ['DE', 'Germany']],
  [8, ['XE', 'Europe']],
  [7, ['XW', 'Worldwide']],
  [6, ['FR', 'France']],
  [5, ['JP', 'Japan']],
  [5, ['IT', 'Italy']],
  [4, ['NL', 'Netherlands']],
  [3, ['CA', 'Canada']],
  [2, ['AU', 'Australia']],
  [2, ['ES', 'Spain']],
  [1, ['SE', 'Sweden']],
  [1, ['BE', 'Belgium']],
  [1, ['BR', 'Brazil']],
  [0.5, ['FI', 'Finland']],
  [0.5, ['PL', 'Poland']],
]);
const formats = {
  early: weighted<Format>([
    [80, 'Vinyl'],
    [10, 'Cassette'],
    [6, 'CD'],
    [4, 'Digital'],
  ]),
  middle: weighted<Format>([
    [62, 'CD'],
    [22, 'Vinyl'],
    [12, 'Cassette'],
    [4, 'Digital'],
  ]),
  late: weighted<Format>([
    [45, 'Digital'],
    [33, 'CD'],
    [17, 'Vinyl'],
    [5, 'Cassette'],
  ]),
};
/** A box of more records would run out of letters for its sides. */
const vinylTracksMax = 150;
const tracksOnMediumMax: Readonly<Record<Format, number>> = {
  CD: 20,
  Vinyl: 12,
  Digital: 1000,
  Cassette: 16,
};

/** Answers a function, for it draws from a stream of its own. */
export function openReleaseFacts(world: World): (release: Release) => ReleaseFacts {
  const draws = new Draws(world.seed, 'release-facts');
  return (release) => {
    draws.start(release.number);
    const format = drawFormat(release, draws);
    return {
      format,
      tracksOnMedium: Math.ceil(release.size / Math.ceil(release.size / tracksOnMediumMax[format])),
      date: drawDate(release.year, draws),
      country: drawCountry(release, draws),
      labels: drawLabels(world, release, draws),
      barcode: draws.next() < (release.year > 1984 ? 0.68 : 0.04) ? drawBarcode(draws) : null,
    };
  };
}

function drawFormat({ year, size }: Release, draws: Draws): Format {
  const format = formats[year < 1986 ? 'early' : year < 2006 ? 'middle' : 'late'].pick(draws.next());
  return format === 'Vinyl' && size > vinylTracksMax ? 'CD' : format;
}

function drawDate(year: number, draws: Draws): string | null {
  const chance = draws.next();
  const [month, day] = [1 + draws.below(12), 1 + draws.below(28)];
  if (chance < 0.1) return null;
  if (chance < 0.4) return String(year);
  if (chance < 0.48) return `${year}-${String(month).padStart(2, '0')}`;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function drawCountry({ language }: Release, draws: Draws): ReleaseFacts['country'] {
  const chance = draws.next();
  if (chance < 0.06) return null;
  const isAtHome = chance < 0.7 && language.name !== 'plain';
  const [iso, discogs] = isAtHome ? draws.pick(language.countries) : elsewhere.pick(draws.next());
  return { iso, discogs };
}

function drawLabels(world: World, { number }: Release, draws: Draws): ReleaseFacts['labels'] {
  const chance = draws.next();
  const count = chance < 0.06 ? 0 : chance < 0.9 ? 1 : 2;
  const labels = new Map<number, string | null>();
  for (let at = 0; at < count; at++) {
    const label = heavyRank(draws.next(), world.labelsBefore(number), labelOffset);
    labels.set(label, draws.next() < 0.75 ? drawCatalogNumber(label, draws) : null);
  }
  return [...labels].map(([label, catalogNumber]) => ({ label, catalogNumber }));
}
