/** One release of a MusicBrainz JSON dump as rows: the release, its tracks, and the labels that it names. */
import type { Credit, LabelRow, ReleaseRow, TrackRow } from '../../rows.ts';
import { areSameCredits, readCredits, readDiscogsIds } from './credits.ts';
import {
  type Fields,
  fieldsOf,
  listOf,
  mbidOf,
  optionalMbidOf,
  textOf,
  textsOf,
  wholeOf,
} from './document.ts';
import { readIsrcs } from './recording.ts';

export interface MusicBrainzRelease {
  readonly release: ReleaseRow;
  readonly tracks: readonly TrackRow[];
  /** As often as releases name them. */
  readonly labels: readonly LabelRow[];
}

/** Throws with a reason when the document lacks what every release has. */
export function readRelease(document: Fields): MusicBrainzRelease {
  const id = mbidOf(document['id'], 'a release');
  const title = textOf(document['title']);
  if (title === null) throw new Error(`release ${id} has no title`);
  const media = listOf(document['media'], 'media');
  const labels = readLabels(document);
  const release: ReleaseRow = {
    id,
    title,
    credits: readCredits(document),
    ...readFirstEvent(document),
    labels,
    barcode: readBarcode(document['barcode']),
    groupId: optionalMbidOf(fieldsOf(document['release-group'])['id'], 'a release group'),
    format: media.map((medium) => textOf(medium['format'])).find((format) => format !== null) ?? null,
    mbid: id,
    discogsIds: readDiscogsIds(document, 'release'),
  };
  return {
    release,
    tracks: media.flatMap((medium, at) => readMedium(release, medium, at + 1)),
    labels: labels.flatMap((label) =>
      label.id === null ? [] : { id: label.id, name: label.name, mbid: label.id, parentId: null },
    ),
  };
}

/** The date and country of the first event, which the document repeats as its own. */
function readFirstEvent(document: Fields): Pick<ReleaseRow, 'date' | 'country'> {
  const [first = {}] = listOf(document['release-events'], 'release-events');
  const [code = null] = textsOf(fieldsOf(first['area'])['iso-3166-1-codes']);
  return {
    date: readDate(document['date']) ?? readDate(first['date']),
    country: textOf(document['country']) ?? code,
  };
}

/** '1999-03-05' as exactly as it is known: MusicBrainz leaves off what is not, or writes '????-03' and '1999-??-05'. */
export function readDate(value: unknown): string | null {
  const [date = null] =
    /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?/.exec(String(value)) ?? [];
  return date === '0000' ? null : date;
}

function readLabels(document: Fields): ReleaseRow['labels'] {
  return listOf(document['label-info'], 'label-info').flatMap((info) => {
    const label = fieldsOf(info['label']);
    const name = textOf(label['name']);
    if (name === null) return [];
    return {
      id: optionalMbidOf(label['id'], 'a label'),
      name,
      catalogNumber: textOf(info['catalog-number']),
    };
  });
}

/** What can be printed as bars (UPC, EAN, GTIN), also without the digit at its end or with zeros before it. */
function readBarcode(value: unknown): string | null {
  const digits = (textOf(value) ?? '').replace(/[\s-]/g, '');
  return /^\d{8,14}$/.test(digits) ? digits : null;
}

/** Tracks that sound: what is hidden before the first one too, and data tracks not. */
function readMedium(release: ReleaseRow, medium: Fields, at: number): TrackRow[] {
  const position = wholeOf(medium['position']) ?? at;
  const hidden = listOf(medium['pregap'] === undefined ? [] : [medium['pregap'] ?? {}], 'pregap');
  return [
    ...hidden.map((track) => readTrack(release, position, track, 0)),
    ...listOf(medium['tracks'], 'tracks').map((track, index) =>
      readTrack(release, position, track, index + 1),
    ),
  ];
}

function readTrack(release: ReleaseRow, medium: number, track: Fields, at: number): TrackRow {
  const recording = fieldsOf(track['recording']);
  const title = textOf(track['title']) ?? textOf(recording['title']);
  if (title === null) throw new Error(`track ${medium}-${at} of release ${release.id} has no title`);
  return {
    releaseId: release.id,
    medium,
    number: wholeOf(track['position']) ?? at,
    position: textOf(track['number']),
    title,
    credits: ownCredits(release, readCredits(track), recording),
    durationMs: wholeOf(track['length']) || wholeOf(recording['length']) || null,
    mbid: optionalMbidOf(recording['id'], `the recording of track ${medium}-${at} of release ${release.id}`),
    isrcs: readIsrcs(recording),
  };
}

/** Empty where the release's are meant. */
function ownCredits(release: ReleaseRow, ofTrack: Credit[], recording: Fields): Credit[] {
  const credits = ofTrack.length > 0 ? ofTrack : readCredits(recording);
  return areSameCredits(credits, release.credits) ? [] : credits;
}
