/**
 * Genre values: ID3's numbers and brackets ('17', '(17)(RX)Rock'), iTunes' separators, repeated entries.
 *
 * The list is ID3v1's (id3.org, appendix A) with Winamp's extensions, in their fixed order.
 */

// prettier-ignore
const id3Genres = ('Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|' +
  'Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop|Vocal|Jazz+Funk|' +
  'Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|Alternative Rock|Bass|Soul|Punk|Space|' +
  'Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|Darkwave|Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|' +
  'Southern Rock|Comedy|Cult|Gangsta|Top 40|Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|' +
  'Showtunes|Trailer|Lo-Fi|Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk-Rock|National Folk|' +
  'Swing|Fast Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|Psychedelic Rock|' +
  'Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic|Humour|Speech|Chanson|Opera|Chamber Music|Sonata|Symphony|' +
  'Booty Bass|Primus|Porn Groove|Satire|Slow Jam|Club|Tango|Samba|Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|' +
  'Punk Rock|Drum Solo|A Cappella|Euro-House|Dance Hall|Goa|Drum & Bass|Club-House|Hardcore Techno|Terror|Indie|BritPop|' +
  'Worldbeat|Polsk Punk|Beat|Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|' +
  'Merengue|Salsa|Thrash Metal|Anime|Jpop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|Downtempo|Dub|' +
  'EBM|Eclectic|Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|Industro-Goth|Jam Band|Krautrock|Leftfield|' +
  'Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|Psytrance|Shoegaze|Space Rock|Trop Rock|World Music|Neoclassical|' +
  'Audiobook|Audio Theatre|Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|Dubstep|Garage Rock|Psybient').split('|');

/** The name of an ID3v1 genre number, or undefined. */
export function id3GenreName(number: number): string | undefined {
  return id3Genres[number];
}

/** Distinct genre names of all values, numbers resolved, split at ';' and ' / ' (never at ',' or a bare '/'). */
export function parseGenres(values: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const value of values) {
    for (const part of value.split(/;| \/ /)) {
      for (const name of resolveNumbers(part.trim()))
        if (name !== '' && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), name);
    }
  }
  return [...found.values()];
}

function resolveNumbers(value: string): string[] {
  if (value === '') return [];
  if (/^\d{1,3}$/.test(value)) return [codeName(value)];
  const names: string[] = [];
  let rest = value;
  for (let match = bracketed.exec(rest); match !== null; match = bracketed.exec(rest)) {
    names.push(codeName(match[1]!));
    rest = rest.slice(match[0].length);
  }
  if (rest.startsWith('((')) rest = rest.slice(1);
  // '(17)Rock' repeats the number in words.
  if (rest.trim() !== '') names.push(rest.trim());
  return names;
}

const bracketed = /^\(\s*(\d{1,3}|RX|CR)\s*\)/;

function codeName(code: string): string {
  if (code === 'RX') return 'Remix';
  if (code === 'CR') return 'Cover';
  // 255 is ID3v1's 'none'.
  return id3Genres[Number(code)] ?? (code === '255' ? '' : code);
}
