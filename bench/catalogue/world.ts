/**
 * The music of the generator, before a source tells of it: releases, the recordings on them, artists and labels, each a
 * pure function of its number. A release refers only to what has a smaller number, so that the world may be cut
 * anywhere, and a larger one begins with the smaller one.
 */
import { heavyRank, playsAt, durationSeconds, releaseYear, weighted } from './laws.ts';
import { type Language, languages } from './languages.ts';
import { openLayout } from './layout.ts';
import { Draws } from './random.ts';
import { drawMovement, drawName, drawTitle, drawWork, respell } from './titles.ts';

export interface Release {
  readonly number: number;
  readonly firstTrack: number;
  readonly size: number;
  readonly kind: 'original' | 'reissue' | 'compilation';
  /** The first edition; itself where it is one. */
  readonly root: number;
  /** 0: various artists. */
  readonly artist: number;
  /** From 0, the artist with the most releases, to 1. */
  readonly obscurity: number;
  readonly language: Language;
  readonly year: number;
  /** Its tracks are movements of works. */
  readonly isClassical: boolean;
}

export interface Recording {
  /** The number of the track that it was first heard on. */
  readonly number: number;
  readonly artist: number;
  readonly guest: number | undefined;
  readonly title: string;
  /** Of several movements, of which this is one; part of the title. */
  readonly work: string | undefined;
  readonly durationMs: number;
  readonly hasIsrc: boolean;
  readonly year: number;
  readonly country: string;
}

export interface World {
  readonly seed: number;
  releaseOf(track: number): number;
  firstTrackOf(release: number): number;
  release(release: number): Release;
  titleOfRelease(release: Release): string;
  /** The number of the recording on a track. */
  recordingOf(track: number): number;
  recording(number: number): Recording;
  /** In a year. */
  playsOf(recording: number): number;
  /** As it is written on that track, which may differ from the recording's title. */
  titleOn(track: number, recording: Recording): string;
  nameOfArtist(artist: number): string;
  /** An artist's language, a label's where it is. */
  languageOfArtist(artist: number): Language;
  nameOfLabel(label: number): string;
  /** How many artists and labels there are when the world ends before this release. */
  artistsBefore(release: number): number;
  labelsBefore(release: number): number;
}

const artistOffset = 500;
const compilationSizeMin = 8;
const yearMax = 2026;
/** Nothing is repeated before there is something to choose from. */
const originalsFirst = 500;
const languageOf = weighted(languages.map((language) => [language.share, language] as const));
const releasesKept = 4096;

/** Everything of one seed. */
export function openWorld(seed = 1): World {
  const layout = openLayout(seed);
  const stream = {
    release: new Draws(seed, 'release'),
    recording: new Draws(seed, 'recording'),
    title: new Draws(seed, 'title'),
    track: new Draws(seed, 'track'),
    compilation: new Draws(seed, 'compilation'),
    work: new Draws(seed, 'work'),
    artist: new Draws(seed, 'artist'),
    label: new Draws(seed, 'label'),
  };
  const releases: Release[] = [];
  const names: { artist: number; name: string }[] = [];

  const artistsBefore = (release: number): number => 1000 + Math.floor(release * 0.45);
  const labelsBefore = (release: number): number => 100 + Math.floor(release * 0.06);
  const languageOfArtist = (artist: number): Language => languageOf.pick(stream.artist.start(artist).next());

  const release = (number: number): Release => {
    const kept = releases[number % releasesKept];
    if (kept?.number === number) return kept;
    const made = makeRelease(number);
    releases[number % releasesKept] = made;
    return made;
  };

  const makeRelease = (number: number): Release => {
    const draws = stream.release.start(number);
    const [kindChance, target, obscurity, language, year] = [
      draws.next(),
      draws.next(),
      draws.next(),
      draws.next(),
      draws.next(),
    ];
    const isClassical = draws.next() < 0.03;
    const size = layout.sizeOf(number);
    const place = { number, firstTrack: layout.firstTrackOf(number), size };
    if (kindChance < 0.24 && number > originalsFirst) {
      const of = release(Math.floor(number * target));
      const first = of.root === of.number ? of : release(of.root);
      const later = first.year + Math.floor(1 + (yearMax - first.year) * year);
      return { ...first, ...place, kind: 'reissue', root: first.number, year: Math.min(yearMax - 1, later) };
    }
    const shared = { ...place, root: number, obscurity, year: Math.floor(releaseYear(year)) };
    if (kindChance < 0.34 && size >= compilationSizeMin && number > originalsFirst)
      return {
        ...shared,
        kind: 'compilation',
        artist: 0,
        language: languageOf.pick(language),
        isClassical: false,
      };
    const artist = 1 + heavyRank(obscurity, artistsBefore(number) - 1, artistOffset);
    return {
      ...shared,
      kind: 'original',
      artist,
      language: language < 0.85 ? languageOfArtist(artist) : languages[0]!,
      isClassical,
    };
  };

  /** A reissue has its first edition's recordings, and more where it is longer; a compilation takes what is much played. */
  const recordingOf = (track: number): number => {
    const on = release(layout.releaseOf(track));
    if (on.kind === 'original') return track;
    if (on.kind === 'reissue') {
      const first = release(on.root);
      const at = track - on.firstTrack;
      return at < first.size ? recordingOf(first.firstTrack + at) : track;
    }
    const draws = stream.compilation.start(track);
    const drawn = [Math.floor(draws.next() * on.firstTrack), Math.floor(draws.next() * on.firstTrack)];
    const [one, other] = [recordingOf(drawn[0]!), recordingOf(drawn[1]!)];
    return shareBelow(one) > shareBelow(other) ? one : other;
  };

  /** The share of recordings that are played less. Half of them follow their artist, all are evenly spread. */
  const shareBelow = (recording: number): number => {
    const draws = stream.recording.start(recording);
    const chance = draws.fine();
    if (draws.next() < 0.5) return chance;
    const { obscurity } = release(layout.releaseOf(recording));
    const moved = 1 - obscurity + (chance - 0.5) * 0.5;
    return moved < 0 ? -moved : moved >= 1 ? 2 - moved - 2 ** -40 : moved;
  };

  const recording = (number: number): Recording => {
    const on = release(layout.releaseOf(number));
    const draws = stream.recording.start(number);
    draws.fine();
    draws.next();
    const durationMs = Math.round(durationSeconds(draws.next()) * 1000);
    const hasIsrc = draws.next() < (on.year > 1988 ? 0.48 : 0.2);
    const hasGuest = draws.next() < 0.05;
    const guest = 1 + heavyRank(draws.next(), artistsBefore(on.number) - 1, artistOffset);
    const artist = on.artist === 0 ? guest : on.artist;
    const country = on.language.countries[draws.below(on.language.countries.length)]![0];
    const work = on.isClassical && on.size > 3 ? workOf(on, number) : undefined;
    stream.title.start(number);
    const title = work
      ? `${work}: ${drawMovement(on.language, (number - on.firstTrack) % 4, stream.title)}`
      : drawTitle(on.language, stream.title);
    return {
      number,
      artist,
      guest: hasGuest && guest !== artist ? guest : undefined,
      title,
      work,
      durationMs,
      hasIsrc,
      year: on.year,
      country,
    };
  };

  /** Four movements a work. */
  const workOf = (on: Release, track: number): string =>
    drawWork(on.language, stream.work.start(track - ((track - on.firstTrack) % 4)));

  const nameOfArtist = (artist: number): string => {
    if (artist === 0) return 'Various Artists';
    const kept = names[artist % releasesKept];
    if (kept?.artist === artist) return kept.name;
    const language = languageOf.pick(stream.artist.start(artist).next());
    const name = drawName(language, stream.artist);
    names[artist % releasesKept] = { artist, name };
    return name;
  };

  return {
    seed,
    releaseOf: layout.releaseOf,
    firstTrackOf: layout.firstTrackOf,
    release,
    titleOfRelease: (of) => {
      // From the other end: a release and a track of one number have different titles.
      const base = drawTitle(of.language, stream.title.start(-1 - of.root));
      if (of.root === of.number) return base;
      const draws = stream.track.start(-1 - of.number);
      return draws.next() < 0.2 ? respell(base, draws) : base;
    },
    recordingOf,
    recording,
    playsOf: (number) => playsAt(shareBelow(number)),
    titleOn: (track, of) => {
      if (track === of.number) return of.title;
      const draws = stream.track.start(track);
      return draws.next() < 0.25 ? respell(of.title, draws) : of.title;
    },
    nameOfArtist,
    languageOfArtist,
    nameOfLabel: (label) => {
      const draws = stream.label.start(label);
      const chance = draws.next();
      const name = drawName(languageOf.pick(draws.next()), draws);
      return chance < 0.6 ? `${name} Records` : chance < 0.75 ? `${name} Music` : name;
    },
    artistsBefore,
    labelsBefore,
  };
}
