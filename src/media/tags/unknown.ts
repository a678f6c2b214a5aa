/**
 * A sentence about a file that no loader knows, so that the Issues page helps: all zeros, a web page, a picture, a
 * torn download, a format that needs another program.
 */
import type { ByteSource } from './byte-source.ts';
import { Unreadable } from './findings.ts';
import { sniffPicture } from './pictures.ts';

// oxlint-disable no-control-regex -- magic bytes
const known: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:<!doctype|<html|<\?xml)/i, 'a web page or XML text, perhaps saved in place of a download'],
  [/^%PDF/, 'a PDF document'],
  [/^PK\u0003\u0004/, 'a ZIP archive'],
  [/^Rar!/, 'a RAR archive'],
  [/^7z\u00bc\u00af/, 'a 7-Zip archive'],
  [/^\u001f\u008b/, 'a gzip archive'],
  [/^MThd/, 'a MIDI file, which holds notes and no sound'],
  [/^#!|^#EXTM3U/, 'a text file'],
  [/^FLV\u0001/, 'a Flash video, which is not read here'],
  [/^\.RMF/, 'a RealMedia file, which is not read here'],
  [/^RIFF....AVI /s, 'an AVI video, which is not read here'],
  [/^ajkg/, 'a Shorten file, which is not read here: convert it to FLAC'],
  [/^\u00ff\u00d8\u00ff|^\u0089PNG|^GIF8|^RIFF....WEBP/s, 'a picture'],
  [/^\u007fELF|^MZ/, 'a program'],
];
// oxlint-enable no-control-regex

/** True if the content is something else for certain: nothing in it is to be taken for MPEG frames. */
export function isKnownOther(source: ByteSource, start: number): boolean {
  const text = source.viewUpTo(start, 64).toString('latin1');
  return known.some(([pattern]) => pattern.test(text));
}

/** The problem of a file whose content, behind tags that end at `start`, is of no known format. */
export function explainUnknown(source: ByteSource, start: number, extension: string): Unreadable {
  const size = source.sizeBytes;
  if (start >= size)
    return new Unreadable('truncated', 'The file ends inside its tags; there is no audio in it.');
  const head = source.viewUpTo(start, 4096);
  const text = head.toString('latin1', 0, 64);
  // oxlint-disable-next-line no-control-regex -- magic bytes
  if (/^....\u0057\u0090\u0075\u0036/s.test(text)) {
    return new Unreadable(
      'encrypted',
      'The file is encrypted (Audible); Fonoteca lists such files but never decodes them.',
    );
  }
  if (head.every((byte) => byte === 0))
    return new Unreadable(
      'not-audio',
      'The file begins with zeros only: it was probably never written whole.',
    );
  const kind =
    known.find(([pattern]) => pattern.test(text))?.[1] ??
    (sniffPicture(head) === undefined ? undefined : 'a picture');
  if (kind !== undefined) return new Unreadable('not-audio', `The file is ${kind}.`);
  if (size < 64 && isStartOfKnown(text))
    return new Unreadable('truncated', `The file has only ${size} bytes: it was cut off.`);
  return new Unreadable(
    'not-audio',
    extension === ''
      ? 'No audio was found in the file.'
      : `No audio was found in the file, whatever its name (.${extension.slice(0, 10)}) says.`,
  );
}

const starts = ['fLaC', 'OggS', 'RIFF', 'FORM', 'ID3', 'DSD ', 'FRM8', 'wvpk', 'MPCK', 'MP+', 'MAC ', 'TTA1'];

function isStartOfKnown(text: string): boolean {
  return starts.some((magic) => text.startsWith(magic) || (text.length < 4 && magic.startsWith(text)));
}
