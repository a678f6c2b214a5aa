/**
 * How tracks become albums. Tracks with the same group key are one album; the rule that made the key and the values
 * that it compared are kept with the album, so that anybody can see why. See README.md, "How tracks become albums".
 */
import type { Tags } from '#media/index.ts';
import { type ArtistName, isVarious } from './artists.ts';
import { keyOf } from './keys.ts';

export type GroupRule =
  /** The same MusicBrainz release. */
  | 'release-id'
  /** The same album artist, album title, year and folder. */
  | 'album-artist'
  /** A compilation: the same album title and folder, whoever plays. */
  | 'compilation'
  /** No album artist is written: the same artist, album title, year and folder. */
  | 'artist'
  /** No album artist is written and the folder holds several artists on one title: album title and folder. */
  | 'several-artists'
  /** No album title is written: the files of one folder. */
  | 'folder';

export interface GroupFact {
  readonly name: 'release' | 'album-artist' | 'artist' | 'album' | 'year' | 'folder';
  readonly value: string;
}

export interface Grouping {
  readonly rule: GroupRule;
  readonly key: string;
  readonly facts: readonly GroupFact[];
  /** The album's artists are the tracks' (or Various Artists where these differ), as the tags name none. */
  readonly artistsFromTracks: boolean;
}

/** What grouping looks at in one file. */
export interface GroupInput {
  readonly tags: Tags;
  readonly artists: readonly ArtistName[];
  readonly albumArtists: readonly ArtistName[];
  /** The folder's path in the library; discs in sibling folders have their parent's. */
  readonly folder: string;
  readonly year: number | undefined;
}

const discFolder =
  /^(?:cd|dis[ck]|disque|disco|lp|vinyl|side|seite|dvd|bd|tape|cassette)[\s._-]*(?:\d{1,2}|[a-d]|one|two|three|four|i{1,3}|iv)(?:$|[\s._\-:([])/i;

/** 'Album/CD1' → 'Album': discs that lie in folders of their own belong together. */
export function albumFolder(path: string): string {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  // 'CD1' right in the root has no album's folder above it.
  return slash > 0 && discFolder.test(name) ? path.slice(0, slash) : path;
}

/** The disc that a folder is named after: 'CD 2' → 2. */
export function discOfFolder(path: string): number | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const digits = discFolder.test(name) ? /\d{1,2}/.exec(name) : null;
  return digits ? Number(digits[0]) : undefined;
}

/** Groups the files of one folder; the answers stand in the order of `inputs`. */
export function groupFiles(inputs: readonly GroupInput[]): Grouping[] {
  const several = titlesOfSeveralArtists(inputs);
  const years = yearsOfTitles(inputs);
  return inputs.map((input) => groupOne(input, several, years));
}

function groupOne(
  input: GroupInput,
  several: ReadonlySet<string>,
  years: ReadonlyMap<string, number | null>,
): Grouping {
  const { tags, folder } = input;
  const release = tags.musicBrainz.release;
  if (release) return grouping('release-id', [fact('release', release)], false);
  const album = tags.album;
  if (!album) return grouping('folder', [fact('folder', folder)], true);
  const title = fact('album', album);
  const place = fact('folder', folder);
  if (input.albumArtists.length === 0 && !tags.compilation && several.has(titleKey(input)))
    return grouping('several-artists', [title, place], true);
  if (isCompilation(input)) return grouping('compilation', [title, place], input.albumArtists.length === 0);
  const hasAlbumArtist = input.albumArtists.length > 0;
  const artists = hasAlbumArtist ? input.albumArtists : mainArtists(input);
  const artist = fact(hasAlbumArtist ? 'album-artist' : 'artist', artists.map((one) => one.name).join(', '));
  const year = input.year ?? years.get(yearKey(input)) ?? undefined;
  const facts = [artist, title, ...(year === undefined ? [] : [fact('year', String(year))]), place];
  return grouping(hasAlbumArtist ? 'album-artist' : 'artist', facts, !hasAlbumArtist);
}

/** True when the tags say that the album gathers several artists. */
export function isCompilation({ tags, albumArtists }: Pick<GroupInput, 'tags' | 'albumArtists'>): boolean {
  if (albumArtists.length === 0) return tags.compilation;
  return albumArtists.every((artist) => isVarious(artist.key, artist.mbid));
}

const fact = (name: GroupFact['name'], value: string): GroupFact => ({ name, value });

function grouping(rule: GroupRule, facts: readonly GroupFact[], artistsFromTracks: boolean): Grouping {
  const values = facts.map(({ name, value }) =>
    name === 'folder' || name === 'release' || name === 'year' ? value : keyOf(value),
  );
  // 0x1f is ASCII's unit separator: no tag holds it.
  return { rule, key: [rule, ...values].join('\u{1f}'), facts, artistsFromTracks };
}

/** Guests do not make another album: 'A' and 'A feat. B' are both by A. */
function mainArtists(input: GroupInput): readonly ArtistName[] {
  const main = input.artists.filter((artist) => !artist.guest);
  return main.length > 0 ? main : input.artists;
}

const titleKey = ({ tags }: GroupInput): string => keyOf(tags.album!);
const yearKey = (input: GroupInput): string =>
  [
    ...(input.albumArtists.length > 0 ? input.albumArtists : mainArtists(input)).map((one) => one.key),
    titleKey(input),
  ].join('/');

/**
 * Titles without an album artist that several artists share: one compilation, unless each artist has a track 1 of
 * their own (several artists' 'Greatest Hits' in one folder).
 */
function titlesOfSeveralArtists(inputs: readonly GroupInput[]): Set<string> {
  const titles = new Map<string, { artists: Set<string>; places: Set<string>; collided: boolean }>();
  for (const input of inputs) {
    if (
      !input.tags.album ||
      input.albumArtists.length > 0 ||
      input.tags.compilation ||
      input.tags.musicBrainz.release
    )
      continue;
    const key = titleKey(input);
    const title = titles.get(key) ?? { artists: new Set(), places: new Set(), collided: false };
    titles.set(key, title);
    title.artists.add(mainArtists(input)[0]?.key ?? '');
    const place = `${input.tags.disc ?? 1}/${input.tags.track ?? 0}`;
    if (input.tags.track !== undefined && title.places.has(place)) title.collided = true;
    title.places.add(place);
  }
  const several = [...titles].filter(([, title]) => title.artists.size > 1 && !title.collided);
  return new Set(several.map(([key]) => key));
}

/** Artist and title → the only year that its files give, or null where they differ; files without a year join it. */
function yearsOfTitles(inputs: readonly GroupInput[]): Map<string, number | null> {
  const years = new Map<string, number | null>();
  if (inputs.every((input) => input.year !== undefined)) return years;
  for (const input of inputs) {
    if (input.year === undefined || !input.tags.album) continue;
    const key = yearKey(input);
    const known = years.get(key);
    years.set(key, known === undefined || known === input.year ? input.year : null);
  }
  return years;
}

/** Each rule as a person reads it. */
export const groupRuleSentences: Record<GroupRule, string> = {
  'release-id': 'These tracks carry the same MusicBrainz release id.',
  'album-artist': 'These tracks have the same album artist, album title, year and folder.',
  compilation: 'These tracks are marked as a compilation and have the same album title and folder.',
  artist:
    'No album artist is written, so these tracks are together for the same artist, album title, year and folder.',
  'several-artists':
    'No album artist is written and several artists share this album title in one folder, so it is a compilation.',
  folder: 'No album title is written, so these tracks are together because they lie in the same folder.',
};
