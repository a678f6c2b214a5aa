/** One label of a Discogs dump as a row. */
import type { LabelRow } from '../../rows.ts';
import { withoutNumber } from './release.ts';
import { attribute, children, contentOf, plain } from './xml.ts';

/** Throws with a reason when the record lacks what every label has. */
export function readLabel(record: string): LabelRow {
  let [id, name] = ['', ''];
  let parentId: string | null = null;
  for (const part of children(contentOf(record))) {
    if (part.name === 'id') id = part.content;
    else if (part.name === 'name') name = plain(part.content);
    else if (part.name === 'parentLabel') parentId = attribute(part.tag, 'id') ?? null;
  }
  if (!/^\d+$/.test(id)) throw new Error('a label without a number');
  if (name === '') throw new Error(`label ${id} has no name`);
  return { id, name: withoutNumber(name), mbid: null, parentId };
}
