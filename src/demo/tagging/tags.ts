/** What is written into a file, whatever its format; the writers beside this file put it into their own words. */

import type { Person } from '../score/types.ts';

export interface TimedLine {
  readonly seconds: number;
  readonly text: string;
}

export interface Picture {
  readonly mime: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
  readonly sizePixels: number;
}

export interface FileTags {
  readonly title: string;
  readonly titleSort?: string | undefined;
  readonly album: string;
  readonly albumSort?: string | undefined;
  readonly artists: readonly Person[];
  readonly albumArtists: readonly Person[];
  readonly composer?: Person | undefined;
  readonly track: number;
  readonly trackTotal: number;
  readonly disc: number;
  readonly discTotal: number;
  readonly discTitle?: string | undefined;
  readonly date: string;
  readonly originalDate?: string | undefined;
  readonly genres: readonly string[];
  readonly label?: string | undefined;
  readonly work?: string | undefined;
  readonly movement?: { readonly number: number; readonly name: string; readonly total?: number } | undefined;
  readonly language?: string | undefined;
  readonly compilation: boolean;
  readonly lyrics: readonly TimedLine[];
  readonly picture?: Picture | undefined;
}

export const comment = 'CC0 1.0';
export const licenceAddress = 'https://creativecommons.org/publicdomain/zero/1.0/';

/** Lines as an LRC file: `[mm:ss.hh]text`. */
export function lrcOf(lines: readonly TimedLine[]): string {
  return lines.map((line) => `[${stamp(line.seconds)}]${line.text}\n`).join('');
}

function stamp(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
