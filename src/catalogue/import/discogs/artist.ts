/** One artist of a Discogs dump as a row. */
import type { ArtistRow } from '../../rows.ts';
import { withoutNumber } from './release.ts';
import { children, contentOf, plain } from './xml.ts';

/** Throws with a reason when the record lacks what every artist has. */
export function readArtist(record: string): ArtistRow {
  let [id, name, comment] = ['', '', ''];
  const aliases: string[] = [];
  for (const part of children(contentOf(record))) {
    if (part.name === 'id') id = part.content;
    else if (part.name === 'name') name = plain(part.content);
    else if (part.name === 'realname') comment = plain(part.content);
    else if (part.name === 'namevariations')
      for (const variation of children(part.content)) aliases.push(plain(variation.content));
  }
  if (!/^\d+$/.test(id)) throw new Error('an artist without a number');
  if (name === '') throw new Error(`artist ${id} has no name`);
  return {
    id,
    name: withoutNumber(name),
    sortName: null,
    mbid: null,
    comment: comment || null,
    aliases: aliases.filter(Boolean),
  };
}
