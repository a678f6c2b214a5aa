/** Songs that a cue sheet cuts out of one file. */
import type { TagsFound } from '#media/index.ts';
import type { Segment } from './draft.ts';
import type { ReadSong } from './phase-2-tags.ts';

/** A part of a file, with the tags that the cue sheet gives it. */
export interface CuePart extends Segment {
  readonly found: TagsFound;
}

/** The parts of a song's file; none when it is one song. */
export function cueSegments(_song: ReadSong): CuePart[] {
  return [];
}
