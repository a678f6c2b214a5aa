/**
 * Cue sheets: one file's tracks by their start frames, as CD writers left them beside an image or inside it.
 *
 * A frame is 1/75 s. REM lines carry what the format has no words for (DATE, GENRE, DISCNUMBER, ReplayGain).
 */
import { decodeText } from './text-file.ts';

export interface CueSheet {
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
  readonly catalog?: string;
  readonly genre?: string;
  readonly date?: string;
  readonly discNumber?: number;
  readonly discTotal?: number;
  /** The audio files that the tracks lie in, as written. */
  readonly files: string[];
  readonly tracks: CueTrack[];
}

export interface CueTrack {
  readonly number: number;
  /** Index into `files`. */
  readonly file: number;
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
  readonly isrc?: string;
  /** Start (INDEX 01) in frames of 1/75 s from the start of the file. */
  readonly startFrame: number;
  /** Where the gap before the track begins (INDEX 00), if it has one in this file. */
  readonly pregapFrame?: number;
}

export const cueFramesPerSecond = 75;
const linesMax = 5000;
const tracksMax = 999;

/** The bytes of a .cue file, encoding detected. */
export function parseCueFile(bytes: Buffer): CueSheet {
  return parseCueSheet(decodeText(bytes));
}

type Draft = { -readonly [K in keyof CueTrack]?: CueTrack[K] };
type Sheet = { -readonly [K in keyof CueSheet]: CueSheet[K] };

/** Reads a sheet; lines that make no sense are passed over, tracks without a start are left out. Never throws. */
export function parseCueSheet(text: string): CueSheet {
  const sheet: Sheet = { files: [], tracks: [] };
  const drafts: Draft[] = [];
  for (const line of text.split(/\r\n|\n|\r/).slice(0, linesMax)) {
    const match = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line);
    if (match !== null) readCommand(match[1]!.toUpperCase(), match[2]!, sheet, drafts);
  }
  for (const draft of drafts) {
    const { number, startFrame } = draft;
    if (number !== undefined && startFrame !== undefined)
      sheet.tracks.push({ ...draft, number, startFrame, file: draft.file ?? 0 });
  }
  return sheet;
}

/** The end of a track in frames: the start of the next one in the same file, or undefined for the last. */
export function cueTrackEnd(sheet: CueSheet, index: number): number | undefined {
  const track = sheet.tracks[index];
  const next = sheet.tracks[index + 1];
  return track === undefined || next === undefined || next.file !== track.file ? undefined : next.startFrame;
}

function readCommand(command: string, rest: string, sheet: Sheet, drafts: Draft[]): void {
  const track = drafts.at(-1);
  if (command === 'FILE')
    sheet.files.push(
      unquote(rest.replace(/\s+(?:WAVE|MP3|AIFF|BINARY|MOTOROLA|FLAC|OGG|[A-Z0-9]{2,5})$/i, '')),
    );
  else if (command === 'TRACK') addTrack(rest, sheet, drafts);
  else if (command === 'INDEX') readIndex(rest, sheet, track);
  else if (command === 'REM') readRemark(rest, sheet);
  else if (command === 'CATALOG') sheet.catalog ??= unquote(rest);
  else if (command === 'ISRC' && track !== undefined) track.isrc ??= unquote(rest);
  else if (command === 'TITLE' || command === 'PERFORMER' || command === 'SONGWRITER') {
    const key = command.toLowerCase() as 'title' | 'performer' | 'songwriter';
    const value = unquote(rest).slice(0, 1024);
    if (value !== '') (track ?? sheet)[key] ??= value;
  }
}

function addTrack(rest: string, sheet: Sheet, drafts: Draft[]): void {
  const match = /^(\d{1,3})\s+(\S+)/.exec(rest);
  if (match === null || drafts.length >= tracksMax) return;
  // A data track is no music, but what follows in it must not land on the track before.
  const draft: Draft = { file: Math.max(0, sheet.files.length - 1) };
  if (match[2]!.toUpperCase() === 'AUDIO') draft.number = Number(match[1]);
  drafts.push(draft);
}

function readIndex(rest: string, sheet: Sheet, track: Draft | undefined): void {
  const match = /^(\d{1,2})\s+(\d{1,4}):(\d{1,2}):(\d{1,2})/.exec(rest);
  if (match === null || track === undefined) return;
  const frame = (Number(match[2]) * 60 + Number(match[3])) * cueFramesPerSecond + Number(match[4]);
  const index = Number(match[1]);
  const file = Math.max(0, sheet.files.length - 1);
  if (index === 0) [track.pregapFrame, track.file] = [frame, file];
  if (index !== 1) return;
  // The gap may end the file before (EAC's "gaps appended"): then it is none of this file's.
  if (track.file !== file) delete track.pregapFrame;
  [track.startFrame, track.file] = [frame, file];
}

function readRemark(rest: string, sheet: Sheet): void {
  const match = /^([A-Za-z_]+)\s+(.+)$/.exec(rest);
  if (match === null) return;
  const value = unquote(match[2]!);
  const name = match[1]!.toUpperCase();
  if (name === 'GENRE') sheet.genre ??= value;
  else if (name === 'DATE') sheet.date ??= value;
  else if (name === 'DISCNUMBER' && Number(value) > 0) sheet.discNumber ??= Number.parseInt(value, 10);
  else if (name === 'TOTALDISCS' && Number(value) > 0) sheet.discTotal ??= Number.parseInt(value, 10);
}

function unquote(value: string): string {
  const match = /^"(.*?)"?$/.exec(value.trim());
  return (match?.[1] ?? value).trim();
}
