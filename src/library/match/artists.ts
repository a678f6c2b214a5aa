/**
 * Artists out of what the tags say: several values stay several; one value may name several people.
 *
 * ' feat. ', ';', ' / ' and ' vs. ' always separate. ',', '&', 'and', 'with', 'x' and '+' occur in the names of bands as often as
 * between people, so they separate only where every part is known as an artist by itself and the whole is not.
 */
import { foldedKey } from '#base/fold.ts';
import { keyOf } from './keys.ts';

export interface ArtistName {
  readonly name: string;
  readonly key: string;
  readonly mbid?: string | undefined;
  readonly sortName?: string | undefined;
  /** True for those named after 'feat.'. */
  readonly guest?: boolean;
}

/** What makes two spellings one artist; a name of signs alone ('???') is its own key. */
export function nameKey(name: string): string {
  return keyOf(name) || name;
}

/** Tells whether a folded name is known as an artist of its own, from elsewhere in the library. */
export type IsKnown = (key: string) => boolean;

const nameLengthMax = 300;
const artistCountMax = 64;

/** MusicBrainz' artist for compilations: https://musicbrainz.org/artist/89ad4ac3-39f7-470e-963a-56509c546377 */
export const variousArtists: ArtistName = {
  name: 'Various Artists',
  key: 'variousartists',
  mbid: '89ad4ac3-39f7-470e-963a-56509c546377',
};

const variousKeys = new Set([
  'variousartists',
  'various',
  'va',
  'diverseinterpreten',
  'verschiedeneinterpreten',
  'artistesdivers',
  'variosartistas',
  'artistivari',
  'varios',
  'sampler',
]);

/** True for the many spellings of "Various Artists". */
export function isVarious(key: string, mbid?: string): boolean {
  return variousKeys.has(key) || mbid === variousArtists.mbid;
}

/** The artists that `values` name, each once. `mbids` and `sortNames` belong to the values where they are as many. */
export function artistsOf(
  values: readonly string[],
  mbids: readonly string[],
  sortNames: readonly string[],
  isKnown: IsKnown,
): ArtistName[] {
  const names =
    values.length === 1
      ? splitOne(values[0]!, mbids.length, isKnown)
      : values.flatMap((value) => splitGuests(value));
  const found = new Map<string, ArtistName>();
  names.forEach(({ name, guest }, index) => {
    const short = name.slice(0, nameLengthMax).toWellFormed();
    const key = nameKey(short);
    const mbid = mbids.length === names.length ? mbids[index] : undefined;
    if (key === '' || found.has(mbid ?? key) || found.size === artistCountMax) return;
    const sortName = sortNames.length === names.length ? sortNames[index] : undefined;
    found.set(
      mbid ?? key,
      isVarious(key, mbid) ? variousArtists : { name: short, key, mbid, sortName, guest },
    );
  });
  return [...found.values()];
}

/** Folded names that splitting `value` may want to know about. */
export function candidateKeys(value: string): string[] {
  if (!anySeparator.test(value)) return [foldedKey(value)];
  const parts = splitGuests(value).flatMap((part) => [part.name, ...part.name.split(loose)]);
  return [value, ...parts].filter((name) => name !== '').map(nameKey);
}

/** 'Song (feat. B)' → the people named in a title. */
export function guestsInTitle(title: string): string[] {
  if (!/f(?:ea)?t/i.test(title)) return [];
  const match = guestInTitle.exec(title);
  return match ? splitPeople(match[1] ?? match[2]!) : [];
}

interface Part {
  readonly name: string;
  readonly guest: boolean;
}

const guestMark = /\s+[([]?(?:feat\.?|ft\.?|featuring)\s+/i;
const guestInTitle = /[([](?:feat\.?|ft\.?|featuring)\s+([^)\]]+)[)\]]|\s(?:feat\.|ft\.|featuring)\s+(.+)$/i;
const firm = /\s*;\s*|\s+\/\s+|\s+vs\.?\s+|\s*\0\s*/i;
const loose = /\s*,\s+(?:(?:and|&)\s+)?|\s+(?:&|and|with|x|×|\+|con|und|et)\s+|\s*、\s*/i;
const anySeparator = /[;/,&+×、]|\s(?:feat|ft|featuring|vs|and|with|x|con|und|et)\b/i;

function splitOne(value: string, mbidCount: number, isKnown: IsKnown): Part[] {
  // One id for the one value, or nothing that separates: the usual cases.
  if (mbidCount === 1 || !anySeparator.test(value) || isException(value) || isKnown(keyOf(value)))
    return [{ name: value, guest: false }];
  return splitGuests(value).flatMap((part) => splitLoose(part, mbidCount, isKnown));
}

/** At 'feat.' and at the separators that no name has. */
function splitGuests(value: string): Part[] {
  if (isException(value)) return [{ name: value, guest: false }];
  const [main, ...guests] = value.split(guestMark);
  const parts = main!.split(firm).map((name) => ({ name: name.trim(), guest: false }));
  for (const guest of guests)
    for (const name of splitPeople(guest.replace(/[)\]]\s*$/, ''))) parts.push({ name, guest: true });
  return parts.filter((part) => part.name !== '');
}

function splitLoose(part: Part, mbidCount: number, isKnown: IsKnown): Part[] {
  if (part.guest || isException(part.name) || isKnown(keyOf(part.name))) return [part];
  const names = part.name.split(loose).filter((name) => name !== '');
  if (names.length < 2) return [part];
  const sure = names.length === mbidCount || names.every((name) => isKnown(keyOf(name)));
  return sure ? names.map((name) => ({ name, guest: false })) : [part];
}

/** After 'feat.' come people: 'B, C & D' are three, unless it is a name like 'Simon & Garfunkel'. */
function splitPeople(text: string): string[] {
  const people = text.trim();
  if (isException(people)) return [people];
  const parts = people
    .split(/\s*;\s*|\s+\/\s+|\s*,\s+(?:(?:and|&)\s+)?|\s+&\s+/)
    .filter((name) => name !== '');
  return parts.some((name) => /^(?:the|his|her|their|co\.?)\s/i.test(name)) ? [people] : parts;
}

function isException(name: string): boolean {
  return exceptions.has(keyOf(name));
}

/** Well-known names that look like several; a library that knows a name by itself needs no entry here. */
const exceptions = new Set(
  `AC/DC; Simon & Garfunkel; Earth, Wind & Fire; Tyler, The Creator; Crosby, Stills & Nash; Crosby, Stills, Nash & Young; Emerson, Lake & Palmer;
  Hall & Oates; Daryl Hall & John Oates; Blood, Sweat & Tears; Peter, Paul and Mary; Peter, Paul & Mary; Sly & The Family Stone; Kool & The Gang;
  Florence + The Machine; Florence and the Machine; Mumford & Sons; Belle & Sebastian; Belle and Sebastian; Nick Cave & The Bad Seeds;
  Tom Petty and the Heartbreakers; Bob Marley & The Wailers; Echo & The Bunnymen; Siouxsie and the Banshees; Hootie & The Blowfish; Ike & Tina Turner;
  Sonny & Cher; Captain & Tennille; Salt-N-Pepa; Seals & Crofts; Brooks & Dunn; Big & Rich; Dan + Shay; Dan & Shay; Iron & Wine; Angus & Julia Stone;
  Chase & Status; Above & Beyond; Matt & Kim; She & Him; Tegan and Sara; Hothouse Flowers; Derek and the Dominos; Derek & The Dominos;
  King Gizzard & The Lizard Wizard; Edward Sharpe & The Magnetic Zeros; Huey Lewis & The News; Huey Lewis and the News; Gerry & The Pacemakers;
  Martha and the Vandellas; Gladys Knight & The Pips; Booker T. & The M.G.'s; Bill Haley & His Comets; Katrina and the Waves; KC and the Sunshine Band;
  Dr. Dog; Godspeed You! Black Emperor; Me First and the Gimme Gimmes; Coheed and Cambria; Marina and the Diamonds; Marina & The Diamonds;
  ...And You Will Know Us by the Trail of Dead; Now, Now; Oh, Rose; Years & Years; Capital Cities; Boards of Canada; Zager & Evans; Chas & Dave;
  Flanagan & Allen; Flatt & Scruggs; Ferrante & Teicher; Loggins & Messina; Medeski, Martin & Wood; Bell X1; Malcolm X; Lil Nas X; Brand X; X Japan;
  Nas & Damian Marley; Rodrigo y Gabriela; Rodgers & Hammerstein; Lerner & Loewe; Gilbert & Sullivan; Body/Head; Fela Kuti & Africa 70; Hey Marseilles;
  Everything but the Girl; Love and Rockets; Death in Vegas; Of Monsters and Men; Antony and the Johnsons; Antony & The Johnsons; Diana Ross & The Supremes;
  Frankie Valli & The Four Seasons; Smokey Robinson & The Miracles; Bruce Springsteen & The E Street Band; Prince & The Revolution; Prince and the Revolution;
  Joan Jett & The Blackhearts; Elvis Costello & The Attractions; Bruce Hornsby & The Range; Bob Seger & The Silver Bullet Band; Ashford & Simpson;
  Peaches & Herb; Eric B. & Rakim; Pete Rock & C.L. Smooth; Macklemore & Ryan Lewis; Nice & Smooth; Kid 'n Play; Black, Whites & Blues; Thievery Corporation;
  Kruder & Dorfmeister; Wisin & Yandel; Zion & Lennox; Jowell & Randy; Chitãozinho & Xororó; Leandro & Leonardo; Sandy & Junior; Zezé Di Camargo & Luciano`
    .split(/;\s*/)
    .map((name) => foldedKey(name.trim())),
);
