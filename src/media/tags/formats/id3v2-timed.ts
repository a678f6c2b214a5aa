/**
 * The frames of ID3v2 that carry times or levels: synchronised lyrics, chapters, relative volume.
 */
import type { Findings } from '../findings.ts';
import { cleanText } from '../text.ts';
import type { LyricsLine } from '../types.ts';
import { decodeId3, endOfText, frameBody } from './id3v2-text.ts';
import type { Id3Frame } from './id3v2-text.ts';

const linesMax = 20_000;

/** SYLT with times in milliseconds (format 2) that are lyrics (1) or a transcription (2). */
export function readSyncedLyrics(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined || body.length < 7 || body[4] !== 2 || body[5]! > 2) return;
  const encoding = body[0]!;
  const language = body.toString('latin1', 1, 4).toLowerCase();
  const lines: LyricsLine[] = [];
  let at = endOfText(body, 6, encoding).next;
  while (at < body.length && lines.length < linesMax) {
    const { end, next } = endOfText(body, at, encoding);
    if (next + 4 > body.length) break;
    const raw = decodeId3(body.subarray(at, end), encoding).text;
    addSyllable(lines, raw, body.readUInt32BE(next));
    at = next + 4;
  }
  const synced = lines
    .map((line) => ({ timeMs: line.timeMs, text: cleanText(line.text) }))
    .sort((a, b) => a.timeMs - b.timeMs);
  if (synced.length === 0) return;
  const text = synced
    .map((line) => line.text)
    .join('\n')
    .trim();
  found.lyrics.push({ ...(/^[a-z]{3}$/.test(language) && language !== 'xxx' && { language }), text, synced });
}

/** Entries may be syllables: a line feed in front marks a new line, unless no entry has one. */
function addSyllable(lines: LyricsLine[], raw: string, timeMs: number): void {
  const startsLine = /^[\r\n]/.test(raw) || /[\r\n]$/.test(lines.at(-1)?.text ?? '\n');
  const last = lines.at(-1);
  const bySyllable = last !== undefined && !startsLine && lines.some((line) => /[\r\n]/.test(line.text));
  if (bySyllable) lines[lines.length - 1] = { timeMs: last.timeMs, text: last.text + raw };
  else lines.push({ timeMs, text: raw });
}

/** CHAP: element id, start, end, two offsets, then frames of its own, of which the title is kept. */
export function readChapter(frame: Id3Frame, found: Findings): void {
  // A chapter may embed a picture: only its head is looked at.
  const body = frame.source.viewUpTo(frame.offset, Math.min(frame.length, 4096));
  const { next } = endOfText(body, 0, 0);
  if (next + 16 > body.length || found.chapters.length >= 1000) return;
  const startMs = body.readUInt32BE(next);
  found.chapters.push({ startMs, title: chapterTitle(Buffer.from(body.subarray(next + 16))) });
}

function chapterTitle(frames: Buffer): string {
  if (frames.length < 11 || frames.toString('latin1', 0, 4) !== 'TIT2') return '';
  const length = Math.min(frames.readUInt32BE(4), frames.length - 10);
  if (length < 1) return '';
  return cleanText(decodeId3(frames.subarray(11, 10 + length), frames[10]!).text).slice(0, 200);
}

/** RVA2: identification ('track' or 'album'), then channels of 1/512 dB and a peak. */
export function readRelativeVolume(frame: Id3Frame, found: Findings): void {
  const body = frameBody(frame, found);
  if (body === undefined) return;
  const { end, next } = endOfText(body, 0, 0);
  const scope = /album/i.test(body.toString('latin1', 0, end)) ? 'ALBUM' : 'TRACK';
  if (next + 3 > body.length || body[next] !== 1) return;
  const field = `REPLAYGAIN${scope}GAIN`;
  if (!found.fields.has(field)) found.add(field, String(body.readInt16BE(next + 1) / 512));
}
