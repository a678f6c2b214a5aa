/**
 * Lyrics: plain text, LRC files and the LRC text that people put into lyrics tags.
 *
 * LRC has no standard, so what is met in the wild is read: several times on one line, [offset:], word times of the
 * enhanced form (dropped), tenths, hundredths or thousandths, minutes beyond 99, any encoding.
 */
import { decodeText } from './text-file.ts';
import type { Lyrics, LyricsLine } from './tags/types.ts';

const linesMax = 20_000;
const time = /^\s*\[(\d{1,4}):(\d{1,2})(?:[.:](\d{1,3}))?\]/;
const header = /^\s*\[(ar|al|ti|au|by|re|ve|tool|length|la|lang|language|offset|id|#)\s*:\s*(.*?)\]?\s*$/i;
const wordTime = /<\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?>/g;

/** The bytes of a .lrc or .txt file, encoding detected. */
export function parseLyricsFile(bytes: Buffer): Lyrics {
  return parseLyrics(decodeText(bytes));
}

/** Text with or without LRC times; `synced` is present when at least one line carries a time. */
export function parseLyrics(text: string, language?: string): Lyrics {
  const facts = { offsetMs: 0, language };
  const synced: LyricsLine[] = [];
  const plain: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/).slice(0, linesMax)) readLine(line, facts, synced, plain);
  const known = facts.language === undefined ? {} : { language: facts.language };
  if (synced.length === 0) return { ...known, text: plain.join('\n').trim() };
  // A positive offset makes lines appear sooner.
  const shifted = synced.map((line) => ({
    timeMs: Math.max(0, line.timeMs - facts.offsetMs),
    text: line.text,
  }));
  const ordered = shifted.sort((a, b) => a.timeMs - b.timeMs);
  const words = ordered
    .map((line) => line.text)
    .join('\n')
    .trim();
  return { ...known, text: words, synced: ordered };
}

/** Writes lines back as LRC with hundredths, one time a line. */
export function writeLrc(lines: readonly LyricsLine[]): string {
  return lines.map((line) => `[${stamp(line.timeMs)}]${line.text}\n`).join('');
}

interface LrcFacts {
  offsetMs: number;
  language: string | undefined;
}

function readLine(line: string, facts: LrcFacts, synced: LyricsLine[], plain: string[]): void {
  const times: number[] = [];
  let rest = line;
  for (let match = time.exec(rest); match !== null; match = time.exec(rest)) {
    times.push(timeMs(match));
    rest = rest.slice(match[0].length);
  }
  if (times.length === 0) {
    if (!readHeader(line, facts)) plain.push(line.trimEnd());
    return;
  }
  const text = rest.replace(wordTime, '').replace(/\s+/g, ' ').trim();
  for (const at of times) if (synced.length < linesMax) synced.push({ timeMs: at, text });
}

function timeMs(match: RegExpExecArray): number {
  const fraction = match[3] === undefined ? 0 : Number(match[3].padEnd(3, '0'));
  return (Number(match[1]) * 60 + Number(match[2])) * 1000 + fraction;
}

function readHeader(line: string, facts: LrcFacts): boolean {
  const match = header.exec(line);
  if (match === null) return false;
  const name = match[1]!.toLowerCase();
  const offset = Number.parseInt(match[2]!, 10);
  if (name === 'offset' && Number.isFinite(offset))
    facts.offsetMs = Math.max(-600_000, Math.min(600_000, offset));
  if (name.startsWith('la') && /^[a-z]{2,3}$/i.test(match[2]!)) facts.language ??= match[2]!.toLowerCase();
  return true;
}

function stamp(ms: number): string {
  const hundredths = Math.round(ms / 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
