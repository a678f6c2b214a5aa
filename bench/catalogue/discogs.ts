/** The generator's world as Discogs would tell it: known by numbers, half of the lengths absent, spelt its own way. */
import type { Credit } from '../../src/catalogue/rows.ts';
import { Draws } from './random.ts';
import { type Format, openReleaseFacts, type ReleaseFacts } from './release-facts.ts';
import type { Source } from './source.ts';
import { respell } from './titles.ts';
import type { Release, World } from './world.ts';

export interface Discogs extends Source {
  /** The work that a track is printed beneath; its row's title begins with it. */
  workOf(track: number): string | undefined;
  /** With the number that tells artists of one name apart on Discogs. */
  numberedName(artist: number): string;
}

const variousId = '194';
const artistIdMin = 1000;
const formatNames: Readonly<Record<Format, string>> = {
  CD: 'CD',
  Vinyl: 'Vinyl',
  Digital: 'File',
  Cassette: 'Cassette',
};
/** Whole releases without lengths, and single tracks of the others: half of all. */
const absentOnRelease = 0.47;
const absentOnTrack = 0.057;
const respelled = 0.08;

/** The number of a release, of its master (the first edition's) and of a label. */
export const discogsId = (number: number): string => String(number + 1);
export const discogsArtistId = (artist: number): string =>
  artist === 0 ? variousId : String(artist + artistIdMin);

/** Opens the source; `world` may be shared. */
export function openDiscogs(world: World): Discogs {
  const releaseDraws = new Draws(world.seed, 'discogs-release');
  const trackDraws = new Draws(world.seed, 'discogs-track');
  const factsOf = openReleaseFacts(world);
  let last:
    | { readonly release: Release; readonly facts: ReleaseFacts; readonly hasLengths: boolean }
    | undefined;
  const place = (number: number): NonNullable<typeof last> => {
    const release = world.release(number);
    if (last?.release.number !== number)
      last = {
        release,
        facts: factsOf(release),
        hasLengths: releaseDraws.start(number).next() >= absentOnRelease,
      };
    return last;
  };
  const nameOf = (artist: number): string => (artist === 0 ? 'Various' : world.nameOfArtist(artist));
  const credit = (artist: number, draws: Draws, join = ''): Credit => {
    const name = nameOf(artist);
    const isVariation = artist > 0 && draws.next() < respelled;
    return {
      artistId: discogsArtistId(artist),
      name: isVariation ? name.replace(/^(.)\S* /u, '$1. ') : name,
      join,
    };
  };
  /** The recording on a track, how its title is spelt here, and a stream to draw the rest from. */
  const heard = (number: number) => {
    const recording = world.recording(world.recordingOf(number));
    const draws = trackDraws.start(number);
    const written = world.titleOn(number, recording);
    const title = draws.next() < respelled ? respell(written, draws) : written;
    return { recording, draws, title };
  };

  return {
    name: 'discogs',
    release: (number) => {
      const { release, facts } = place(number);
      const draws = releaseDraws.start(number);
      draws.next();
      const title = world.titleOfRelease(release);
      return {
        id: discogsId(number),
        title: draws.next() < respelled ? respell(title, draws) : title,
        credits: [credit(release.artist, draws)],
        date: facts.date,
        country: facts.country?.discogs ?? null,
        labels: facts.labels.map(({ label, catalogNumber }) => ({
          id: discogsId(label),
          name: world.nameOfLabel(label),
          catalogNumber,
        })),
        barcode: facts.barcode,
        groupId: discogsId(release.root),
        format: formatNames[facts.format],
        mbid: null,
      };
    },
    track: (number) => {
      const { release, facts, hasLengths } = place(world.releaseOf(number));
      const { recording, draws, title } = heard(number);
      const isLengthKnown = draws.next() >= absentOnTrack && hasLengths;
      const seconds = Math.round(recording.durationMs / 1000 + (draws.next() - 0.5));
      const isReleases = recording.artist === release.artist && recording.guest === undefined;
      const { guest } = recording;
      const credits = isReleases
        ? []
        : [credit(recording.artist, draws, guest === undefined ? '' : ' Feat. ')];
      if (guest !== undefined) credits.push(credit(guest, draws));
      return {
        releaseId: discogsId(release.number),
        ...positionOf(release, facts, number - release.firstTrack),
        title,
        credits,
        durationMs: isLengthKnown ? seconds * 1000 : null,
        mbid: null,
        isrcs: [],
      };
    },
    artist: (number) => {
      const name = nameOf(number);
      const draws = trackDraws.start(-1 - number);
      draws.next();
      const hasVariations = number > 0 && name.includes(' ') && draws.next() < 0.3;
      const realName = number > 0 && draws.next() < 0.2 ? world.nameOfArtist(number + 1) : null;
      return {
        id: discogsArtistId(number),
        name,
        sortName: null,
        mbid: null,
        comment: realName,
        aliases: hasVariations ? [name.replace(/^(.)\S* /u, '$1. '), name.replaceAll(' ', '')] : [],
      };
    },
    label: (number) => ({
      id: discogsId(number),
      name: world.nameOfLabel(number),
      mbid: null,
      parentId: number > 50 && number % 9 === 0 ? discogsId(Math.floor(number / 40)) : null,
    }),
    workOf: (number) => {
      const { recording, title } = heard(number);
      return recording.number === number && title === recording.title ? recording.work : undefined;
    },
    numberedName: (artist) => {
      const draws = trackDraws.start(-1 - artist);
      return artist > 0 && draws.next() < 0.1 ? `${nameOf(artist)} (${2 + draws.below(8)})` : nameOf(artist);
    },
  };
}

interface Position {
  readonly medium: number;
  readonly number: number;
  readonly position: string;
}

/** '7', '2-07', or the side and the place on it: 'B3'. */
function positionOf({ size }: Release, { format, tracksOnMedium }: ReleaseFacts, at: number): Position {
  const medium = Math.floor(at / tracksOnMedium);
  const onMedium = at % tracksOnMedium;
  const place = { medium: medium + 1, number: onMedium + 1 };
  if (format === 'Vinyl' || format === 'Cassette') {
    const tracks = Math.min(tracksOnMedium, size - medium * tracksOnMedium);
    const onFirstSide = Math.ceil(tracks / 2);
    const isSecond = onMedium >= onFirstSide;
    const letter = String.fromCharCode(65 + medium * 2 + (isSecond ? 1 : 0));
    return { ...place, position: `${letter}${onMedium - (isSecond ? onFirstSide : 0) + 1}` };
  }
  const number = String(onMedium + 1);
  return { ...place, position: size > tracksOnMedium ? `${medium + 1}-${number.padStart(2, '0')}` : number };
}
