/** One artist of a MusicBrainz JSON dump as a row. */
import type { ArtistRow } from '../../rows.ts';
import { readDiscogsIds } from './credits.ts';
import { type Fields, listOf, mbidOf, textOf } from './document.ts';

/** Throws with a reason when the document lacks what every artist has. */
export function readArtist(document: Fields): ArtistRow {
  const id = mbidOf(document['id'], 'an artist');
  const name = textOf(document['name']);
  if (name === null) throw new Error(`artist ${id} has no name`);
  const aliases = listOf(document['aliases'], 'aliases').flatMap((alias) => textOf(alias['name']) ?? []);
  return {
    id,
    name,
    sortName: textOf(document['sort-name']),
    mbid: id,
    comment: textOf(document['disambiguation']),
    aliases: [...new Set(aliases)].filter((alias) => alias !== name),
    discogsIds: readDiscogsIds(document, 'artist'),
  };
}
