/** Names of people and of works: initials for those without a picture, movements in Roman numerals, matches marked. */
import type { AlbumTrack, ArtistRef } from '../api/contract.ts';
import { plural } from './format.ts';

/** 'ŠD' for 'Šárka Dvořáková', 'ド' for a name without Latin-like words; never empty. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = letterOf(words[0] ?? name);
  if (words.length < 2 || !/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(first))
    return first;
  return first + letterOf(words.at(-1) ?? '');
}

export function namesOf(artists: readonly ArtistRef[]): string {
  return artists.map((artist) => artist.name).join(', ');
}

/** '12 albums · 140 tracks'; who made no album but takes part in some is said to. */
export function worksBy({ albumCount, trackCount }: { albumCount: number; trackCount: number }): string {
  const parts = [
    albumCount > 0 ? plural(albumCount, 'album') : '',
    trackCount > 0 ? plural(trackCount, 'track') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ') || 'Takes part';
}

/** The title as it stands under its work: 'II. Largo' where the tags name a movement, else the title. */
export function movementTitle(
  track: Pick<AlbumTrack, 'title' | 'work' | 'movement' | 'movementNumber'>,
): string {
  if (track.work === null || track.movement === null || track.movement === '') return track.title;
  if (track.movementNumber === null || /^[IVXLC]+\.|^\d+\.|^No\b/u.test(track.movement))
    return track.movement;
  return `${roman(track.movementNumber)}. ${track.movement}`;
}

export function roman(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 99) return String(value);
  const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
  const tens = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC'];
  return (tens[Math.floor(value / 10)] ?? '') + (ones[value % 10] ?? '');
}

export interface Piece {
  text: string;
  marked: boolean;
}

/** Cuts a name into marked and plain pieces; ranges may overlap, be out of order or too long. */
export function piecesOf(name: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(at, Math.min(start, name.length));
    const to = Math.min(end, name.length);
    if (to <= from) continue;
    if (from > at) pieces.push({ text: name.slice(at, from), marked: false });
    pieces.push({ text: name.slice(from, to), marked: true });
    at = to;
  }
  if (at < name.length) pieces.push({ text: name.slice(at), marked: false });
  return pieces;
}

function letterOf(word: string): string {
  const letter = /[\p{L}\p{N}]\p{M}*/u.exec(word)?.[0] ?? word.slice(0, 1);
  return letter === '' ? '?' : letter.toLocaleUpperCase();
}
