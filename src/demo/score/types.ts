/**
 * What a score is: voices written in the compact notation of notation.ts, with the few numbers that make a
 * performance of them (tempo, rubato, seats on the stage, the room). Data only, so that albums read as music.
 */

import type { InstrumentName } from '../synth/instruments.ts';
import type { RoomName } from '../synth/reverb.ts';

/** One part of an arrangement. */
export interface Voice {
  readonly instrument: InstrumentName;
  /** The part in the notation of notation.ts. */
  readonly notes: string;
  /** Louder or softer than written, in decibels. */
  readonly gainDb?: number;
  /** Where the player sits: -1 is left, 1 is right. */
  readonly pan?: number;
  /** Semitones added to every note. */
  readonly transpose?: number;
  /** Notes ring to the end of their span of this many quarter notes, as under a piano's pedal. */
  readonly pedalQuarters?: number;
}

/** A tempo from a bar on (the first full bar is 1); between two marks the tempo glides. */
export type TempoMark = readonly [bar: number, quartersPerMinute: number];

export interface Score {
  /** Length of a bar in quarter notes: 3 for 3/4, 1.5 for 3/8, 5 for 10/8. */
  readonly barQuarters: number;
  /** Length of the upbeat in quarter notes. */
  readonly pickupQuarters?: number;
  readonly tempo: number | readonly TempoMark[];
  /** How much the time breathes: 0 is a machine, 0.05 a steady player, 0.15 a dreamer. */
  readonly rubato?: number;
  /** Bars of one breath of the rubato. */
  readonly phraseBars?: number;
  readonly voices: readonly Voice[];
  readonly room: RoomName;
  /** Seconds that ring on after the last note. */
  readonly tailSeconds?: number;
  /** Loudness wanted, as RMS of the sounding parts in dBFS. */
  readonly levelDb?: number;
}

/** One sounding note, in ticks of 1/960 quarter. */
export interface ScoreNote {
  readonly startTicks: number;
  readonly lengthTicks: number;
  /** MIDI number; quarter-tones are halves. */
  readonly pitch: number;
  /** Loudness from 0 to 1. */
  readonly velocity: number;
  /** Place in a run of grace notes before the beat, counted back from it: 1 is the last one; 0 is no grace note. */
  readonly grace: number;
  /** Place in a rolled chord, from the bottom; 0 when it is not rolled. */
  readonly roll: number;
}

export const ticksPerQuarter = 960;

/** Text of a song with the bar and the quarter (from 0) at which each line begins. */
export interface LyricLine {
  readonly bar: number;
  readonly quarter?: number;
  readonly text: string;
}

/** What the tags say about one track. Absent means: the album's value, or none. */
export interface Track {
  readonly title: string;
  readonly titleSort?: string;
  readonly artists?: readonly Person[];
  readonly composer?: Person;
  readonly work?: string;
  readonly movement?: { readonly number: number; readonly name: string; readonly total?: number };
  readonly genres?: readonly string[];
  /** ISO 639-2 language of the words (or of the title's country), e.g. `ger`. */
  readonly language?: string;
  readonly lyrics?: readonly LyricLine[];
  /** Lyrics go into the file, beside it as .lrc, or both; both when absent. */
  readonly lyricsIn?: 'file' | 'sidecar' | 'both';
  readonly disc?: number;
  readonly score: Score;
  /**
   * For a piece that runs over several tracks: the title and first bar of each following part. The parts are
   * cut from one rendering, so they join without a gap.
   */
  readonly continues?: readonly {
    readonly bar: number;
    readonly title: string;
    readonly movement?: { readonly number: number; readonly name: string; readonly total?: number };
  }[];
}

export interface Person {
  readonly name: string;
  readonly sort: string;
}

export type Format = 'flac' | 'mp3' | 'ogg' | 'opus' | 'm4a';

export interface Album {
  readonly title: string;
  readonly titleSort?: string;
  /** Folder name of the album's artist and of the album. */
  readonly folder: readonly [artist: string, album: string];
  readonly artists: readonly Person[];
  readonly compilation?: boolean;
  readonly date: string;
  readonly originalDate?: string;
  readonly genres: readonly string[];
  readonly label?: string;
  readonly format: Format;
  /** What is written where ffmpeg is not installed. */
  readonly formatWithoutFfmpeg?: Format;
  readonly discTitles?: readonly string[];
  /** Which drawing of artwork.ts, and where it goes. */
  readonly cover: { readonly drawing: string; readonly place: 'embedded' | 'cover.jpg' | 'cover.png' };
  readonly tracks: readonly Track[];
}
