/** One release of a Discogs dump as XML: what its rows say, and all else that stands in the real ones. */
import type { Credit, TrackRow } from '../../src/catalogue/rows.ts';
import type { Discogs } from './discogs.ts';
import { element, escaped } from './discogs-xml.ts';
import { Draws } from './random.ts';
import type { World } from './world.ts';

const qualities = ['Needs Vote', 'Correct', 'Needs Minor Changes', 'Complete and Correct'];
const genres = ['Rock', 'Electronic', 'Pop', 'Jazz', 'Classical', 'Folk, World, &amp; Country', 'Hip Hop'];
const roles = [
  'Written-By',
  'Producer',
  'Mixed By',
  'Vocals',
  'Guitar [Lead &amp; Rhythm]',
  'Mastered By',
  'Drums',
];

/** Answers what writes a release by its number. */
export function openDiscogsRelease(world: World, source: Discogs): (number: number) => string {
  const draws = new Draws(world.seed, 'discogs-extras');
  return (number) => {
    const row = source.release(number);
    const release = world.release(number);
    const tracks = Array.from({ length: release.size }, (_, at) => source.track(release.firstTrack + at));
    const works = tracks.map((_, at) => source.workOf(release.firstTrack + at));
    draws.start(number);
    const artists = artistsXml(row.credits, source);
    const labels = row.labels.map(
      ({ id, name, catalogNumber }) =>
        `<label name="${escaped(name)}${Number(id) % 11 === 0 ? ' (3)' : ''}" catno="${catalogNumber ?? 'none'}" id="${id}"/>`,
    );
    return (
      `<release id="${row.id}" status="Accepted">${imagesXml(draws)}${artists}${titleXml(row.title, draws)}` +
      (labels.length === 0 ? '<labels/>' : `<labels>${labels.join('')}</labels>`) +
      extraArtistsXml(world, draws) +
      `<formats><format name="${row.format}" qty="${tracks.at(-1)!.medium}" text="${draws.next() < 0.1 ? '180g &gt; Gatefold' : ''}"><descriptions><description>${draws.next() < 0.5 ? 'Album' : '12"'}</description></descriptions></format></formats>` +
      `<genres><genre>${draws.pick(genres)}</genre></genres><styles><style>House</style></styles>` +
      (row.country === null ? '' : element('country', row.country)) +
      (row.date === null ? '<released/>' : `<released>${dateAsWritten(row.date)}</released>`) +
      notesXml(row.title, draws) +
      `<data_quality>${draws.pick(qualities)}</data_quality>` +
      `<master_id is_main_release="${release.root === number}">${row.groupId}</master_id>` +
      `<tracklist>${tracklistXml(tracks, works, source, draws)}</tracklist>` +
      identifiersXml(row.barcode, draws) +
      videosXml(tracks, draws) +
      companiesXml(draws) +
      '</release>'
    );
  };
}

function imagesXml(draws: Draws): string {
  const count = draws.below(6);
  if (count === 0) return '';
  const image = (type: string): string =>
    `<image type="${type}" uri="" uri150="" width="600" height="${400 + draws.below(201)}"/>`;
  return `<images>${image('primary')}${Array.from({ length: count - 1 }, () => image('secondary')).join('')}</images>`;
}

/** Credits as they are printed: the name, how it is varied here, and what joins it to the next. */
function artistsXml(credits: readonly Credit[], source: Discogs): string {
  const artists = credits.map(({ artistId, name, join }) => {
    const number = artistId === '194' ? 0 : Number(artistId) - 1000;
    const own = source.numberedName(number);
    const variation = own.replace(/ \(\d+\)$/, '') === name ? '' : name;
    return `<artist><id>${artistId}</id>${element('name', own)}${element('anv', variation)}${element('join', join.trim())}<role/><tracks/></artist>`;
  });
  return `<artists>${artists.join('')}</artists>`;
}

/** Sometimes a line was broken in it. */
function titleXml(title: string, draws: Draws): string {
  const text = escaped(title);
  return `<title>${draws.next() < 0.003 ? text.replace(' ', '&#13;\n') : text}</title>`;
}

function extraArtistsXml(world: World, draws: Draws): string {
  const count = draws.below(9);
  if (count === 0) return '<extraartists/>';
  const artist = (): string => {
    const number = 1 + draws.below(400);
    return `<artist><id>${number + 1000}</id>${element('name', world.nameOfArtist(number))}<anv/><join/><role>${draws.pick(roles)}</role><tracks>${draws.next() < 0.2 ? 'A1 to B3' : ''}</tracks></artist>`;
  };
  return `<extraartists>${Array.from({ length: count }, artist).join('')}</extraartists>`;
}

/** What is not known of a date is written as zeros, or left away. */
function dateAsWritten(date: string): string {
  if (date.length === 4 && Number(date) % 3 === 0) return `${date}-00-00`;
  return date.length === 7 ? `${date}-00` : date;
}

function notesXml(title: string, draws: Draws): string {
  return draws.next() < 0.5
    ? ''
    : `<notes>Recorded in ${1950 + draws.below(70)} &amp; mixed later.&#13;\n\n${escaped(title)} comes with a booklet of ${4 + draws.below(40)} pages.\n℗ &lt;unknown&gt;</notes>`.replace(
        '℗',
        '&#8471;',
      );
}

function tracklistXml(
  tracks: readonly TrackRow[],
  works: readonly (string | undefined)[],
  source: Discogs,
  draws: Draws,
): string {
  const hasHeadings = draws.next() < 0.3;
  let xml = '';
  for (let at = 0; at < tracks.length; at++) {
    const track = tracks[at]!;
    if (track.number === 1 && hasHeadings && (tracks.at(-1)!.medium ?? 1) > 1)
      xml += `<track><position/><title>Part ${track.medium} &amp; more</title><duration/></track>`;
    const work = works[at];
    if (work === undefined) {
      const isMedley = draws.next() < 0.004;
      xml += trackXml(track, track.title, source, draws, isMedley ? medleyXml : '');
      continue;
    }
    let movements = '';
    for (; works[at] === work; at++)
      movements += trackXml(tracks[at]!, tracks[at]!.title.slice(work.length + 2), source, draws);
    at--;
    xml += `<track><position/>${element('title', work)}<duration/><sub_tracks>${movements}</sub_tracks></track>`;
  }
  return xml;
}

/** Parts without places of their own only say what is in a track. */
const medleyXml =
  '<sub_tracks><track><position/><title>One tune</title><duration/></track><track><position/><title>Another</title><duration/></track></sub_tracks>';

function trackXml(
  { position, credits, durationMs }: TrackRow,
  title: string,
  source: Discogs,
  draws: Draws,
  parts = '',
): string {
  return (
    `<track>${element('position', position ?? '')}${titleXml(title, draws)}${element('duration', durationMs === null ? '' : length(durationMs))}` +
    `${credits.length === 0 ? '' : artistsXml(credits, source)}${parts}</track>`
  );
}

/** '4:45', '1:02:03'. */
function length(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${end}` : `${minutes}:${end}`;
}

/** People type a barcode as it is printed, too. */
function identifiersXml(barcode: string | null, draws: Draws): string {
  const matrix = `<identifier type="Matrix / Runout" description="Side A" value="QX ${draws.below(99_999)} A&lt;1&gt;"/>`;
  if (barcode === null) return draws.next() < 0.5 ? '<identifiers/>' : `<identifiers>${matrix}</identifiers>`;
  const printed = `${barcode[0]} ${barcode.slice(1, 7)} ${barcode.slice(7)} &gt;`;
  return `<identifiers>${matrix}<identifier type="Barcode" description="Text" value="${draws.next() < 0.4 ? printed : barcode}"/></identifiers>`;
}

function videosXml(tracks: readonly TrackRow[], draws: Draws): string {
  const count = Math.min(tracks.length, draws.below(6));
  const videos = Array.from({ length: count }, (_, at) => {
    const title = escaped(tracks[at]!.title);
    return `<video src="https://video.example/watch?v=${draws.bits().toString(36)}" duration="${100 + draws.below(300)}" embed="true"><title>${title}</title><description>${title}&#13;\n(as it was sung)</description></video>`;
  });
  return videos.length === 0 ? '' : `<videos>${videos.join('')}</videos>`;
}

function companiesXml(draws: Draws): string {
  const company = (): string => {
    const id = 1 + draws.below(99_999);
    return `<company><id>${id}</id><name>Works &amp; Sons ${id}</name><catno/><entity_type>23</entity_type><entity_type_name>Recorded At</entity_type_name><resource_url>https://api.discogs.com/labels/${id}</resource_url></company>`;
  };
  const count = draws.below(4);
  return count === 0
    ? '<companies/>'
    : `<companies>${Array.from({ length: count }, company).join('')}</companies>`;
}
