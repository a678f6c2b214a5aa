/**
 * Which format a file is, told from its content and never from its name, and the loader that reads it.
 *
 * A loader is one function over a `ByteSource` that fills `Findings`; adding a format is one line here.
 */
import type { ByteSource } from './byte-source.ts';
import type { Findings } from './findings.ts';
import { isKnownOther } from './unknown.ts';
import { adts } from './formats/aac.ts';
import { readAiff } from './formats/aiff.ts';
import { amr, amrWide } from './formats/amr.ts';
import { findLeadingApeTag, readApeTag } from './formats/ape-tag.ts';
import { isAsf, readAsf } from './formats/asf.ts';
import { readCaf } from './formats/caf.ts';
import { dolby } from './formats/dolby.ts';
import { readDff, readDsf } from './formats/dsd.ts';
import { dts } from './formats/dts.ts';
import { readFlac } from './formats/flac.ts';
import { type FramedFormat, isFramed, readFramed } from './formats/framed.ts';
import { id3v2Length, readId3v2 } from './formats/id3v2.ts';
import { findFirstFrame, readMp3 } from './formats/mp3.ts';
import { readMp4 } from './formats/mp4.ts';
import { readMatroska } from './formats/matroska.ts';
import { readOgg } from './formats/ogg.ts';
import { readWave } from './formats/riff.ts';
import { readAu } from './formats/sun-au.ts';
import {
  monkeysHeader,
  musepackHeader,
  optimFrogHeader,
  readTailed,
  ttaHeader,
  wavpackHeader,
} from './formats/tailed.ts';
import { takHeader } from './formats/tak.ts';
import { isWave64, readWave64 } from './formats/wave64.ts';

/** Reads a file whose content, behind any tags in front, starts at `start`. */
export type Loader = (source: ByteSource, start: number, found: Findings) => void;

/** More tags than this stacked in front of the audio are nonsense. */
const leadingTagsMax = 16;

/** Reads the tags in front and answers where the content behind them starts. */
export function readLeadingTags(source: ByteSource, found: Findings): number {
  let at = 0;
  for (let i = 0; i < leadingTagsMax; i += 1) {
    const length = id3v2Length(source, at);
    if (length > 0) {
      at = readId3v2(source, at, found);
      found.seal();
      continue;
    }
    const ape = findLeadingApeTag(source, at);
    if (ape === undefined) break;
    readApeTag(source, ape, found);
    found.seal();
    at = ape.end;
  }
  return at;
}

/**
 * Where a FLAC or Ogg stream starts behind tags that do not belong there, else undefined: its own comments are more to
 * be trusted than what some program put in front of them, so they are read first.
 */
export function findNative(source: ByteSource): number | undefined {
  let at = 0;
  for (let i = 0; i < leadingTagsMax; i += 1) {
    const length = id3v2Length(source, at);
    if (length === 0) break;
    at += length;
  }
  const p = at === 0 ? -1 : source.locate(at, 4);
  return p >= 0 && /^(?:fLaC|OggS)$/.test(source.buf.toString('latin1', p, p + 4)) ? at : undefined;
}

/** The loader for the content at `start`, or undefined when nothing here knows it. */
export function chooseLoader(source: ByteSource, start: number): Loader | undefined {
  const p = source.locate(start, 12);
  if (p < 0) return start === 0 ? undefined : readMp3;
  const magic = source.buf.toString('latin1', p, p + 12);
  for (const [test, loader] of magics) if (test.test(magic)) return loader;
  if (isAsf(source, start)) return (from, at, found) => readAsf(from, at, found);
  if (isWave64(source, start)) return (from, _at, found) => readWave64(from, found);
  for (const format of framedFormats)
    if (isFramed(source, start, format)) return (from, at, found) => readFramed(from, at, found, format);
  if (isKnownOther(source, start)) return undefined;
  // Garbage or padding in front of MPEG frames is common; in front of anything else it is not read here.
  return findFirstFrame(source, start) === undefined ? undefined : readMp3;
}

const framedFormats: readonly FramedFormat[] = [adts, dolby, dts, amr, amrWide];

// oxlint-disable no-control-regex -- magic bytes
const magics: readonly (readonly [RegExp, Loader])[] = [
  [/^fLaC/, readFlac],
  [/^OggS/, readOgg],
  [/^....ftyp/s, readMp4],
  [/^....(?:moov|mdat|free|wide|skip|pnot)/s, readMp4],
  [/^(?:RIFF|RF64|BW64)....WAVE/s, readWave],
  [/^FORM....AIF[FC]/s, readAiff],
  [/^DSD /, (source, _start, found) => readDsf(source, found)],
  [/^FRM8........?/s, (source, _start, found) => readDff(source, found)],
  [/^\u001aE\u00df\u00a3/, readMatroska],
  [/^wvpk/, (source, start, found) => readTailed(source, start, found, wavpackHeader)],
  [/^MP\+|^MPCK/, (source, start, found) => readTailed(source, start, found, musepackHeader)],
  [/^MAC /, (source, start, found) => readTailed(source, start, found, monkeysHeader)],
  [/^TTA1/, (source, start, found) => readTailed(source, start, found, ttaHeader)],
  [/^tBaK/, (source, start, found) => readTailed(source, start, found, takHeader)],
  [/^OFR /, (source, start, found) => readTailed(source, start, found, optimFrogHeader)],
  [/^caff\u0000\u0001/, readCaf],
  [/^\.snd/, (source, _start, found) => readAu(source, found)],
];
// oxlint-enable no-control-regex
