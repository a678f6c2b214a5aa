/** A recording that is on no release, as a row; what recordings have wherever they stand. */
import type { TrackRow } from '../../rows.ts';
import { readCredits } from './credits.ts';
import { type Fields, mbidOf, textOf, textsOf, wholeOf } from './document.ts';

/** Throws with a reason when the document lacks what every recording has. */
export function readRecording(document: Fields): TrackRow {
  const id = mbidOf(document['id'], 'a recording');
  const title = textOf(document['title']);
  if (title === null) throw new Error(`recording ${id} has no title`);
  return {
    releaseId: null,
    medium: null,
    number: null,
    position: null,
    title,
    credits: readCredits(document),
    durationMs: wholeOf(document['length']) || null,
    mbid: id,
    isrcs: readIsrcs(document),
  };
}

/** ISO 3901: country, registrant, year, number. What is no such code is none. */
export function readIsrcs(recording: Fields): string[] {
  return textsOf(recording['isrcs']).filter((code) => /^[A-Z]{2}[A-Z\d]{3}\d{7}$/.test(code));
}
