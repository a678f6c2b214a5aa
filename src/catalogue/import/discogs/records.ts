/**
 * Cuts a Discogs dump into its records. The dumps have one shape only, so nothing general is needed: a record is found
 * by the end of its element, and what is read of it is looked for in its text (xml.ts), so
 * that no time goes into the tags that nobody asks for.
 */
import { CatalogueError } from '../../errors.ts';

export type RecordName = 'artist' | 'label' | 'master' | 'release';

export interface RawRecord {
  /** The element with its tags; undefined when it cannot be what it says: then `problem` tells why. */
  readonly text: string;
  readonly problem: string | undefined;
}

/** A longer record is set aside, so that damage cannot fill the memory. */
const recordLengthMax = 16 * 1024 * 1024;

/**
 * The records of one dump in their order. `chunks` is the XML, decompressed. Memory: one chunk and one record.
 * Throws CATALOGUE_INPUT_DAMAGED when the dump ends before its root element does.
 */
export async function* recordsOf(
  name: RecordName,
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<RawRecord> {
  const decoder = new TextDecoder();
  const open = new RegExp(`<${name}[ >]`, 'g');
  const rootEnd = `</${name}s>`;
  let text = '';
  let isOver = false;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    let at = 0;
    for (;;) {
      open.lastIndex = at;
      const start = open.exec(text)?.index ?? -1;
      if (start < 0) break;
      const end = endOfRecord(name, text, start);
      if (end < 0) {
        at = start;
        break;
      }
      at = end;
      yield toRecord(text.slice(start, end));
    }
    isOver ||= text.includes(rootEnd, at);
    text = text.slice(at);
    if (text.length > recordLengthMax) {
      yield { text: text.slice(0, 200), problem: `longer than ${recordLengthMax} characters` };
      // What follows up to the next record belongs to it.
      text = text.slice(-100);
    }
  }
  if (!isOver)
    throw new CatalogueError('CATALOGUE_INPUT_DAMAGED', { file, reason: `it ends before </${name}s>` });
}

function toRecord(text: string): RawRecord {
  if (text.includes('\ufffd')) return { text, problem: 'invalid UTF-8' };
  return { text, problem: text.includes('\0') ? 'a NUL byte' : undefined };
}

/** Behind the end of the element that begins at `start`, or -1 when it has not come yet. */
function endOfRecord(name: RecordName, text: string, start: number): number {
  const close = `</${name}>`;
  let end = text.indexOf(close, start);
  if (end < 0) return -1;
  // A label names its sublabels in elements of the same name.
  const inner = name === 'label' ? text.indexOf('<sublabels>', start) : -1;
  if (inner >= 0 && inner < end) {
    const innerEnd = text.indexOf('</sublabels>', inner);
    end = innerEnd < 0 ? -1 : text.indexOf(close, innerEnd);
    if (end < 0) return -1;
  }
  return end + close.length;
}
