/** How MusicBrainz names artists: an artist credit is a list of names with what stands between them. */
import type { Credit } from '../../rows.ts';
import { type Fields, fieldsOf, listOf, optionalMbidOf, shownText, textOf } from './document.ts';

/** The artist-credit of a release, track or recording. */
export function readCredits(document: Fields): Credit[] {
  return listOf(document['artist-credit'], 'artist-credit').flatMap((credit) => {
    const artist = fieldsOf(credit['artist']);
    const name = textOf(credit['name']) ?? textOf(artist['name']);
    if (name === null) return [];
    const join = credit['joinphrase'];
    return {
      artistId: optionalMbidOf(artist['id'], 'an artist in a credit'),
      name,
      join: typeof join === 'string' ? shownText(join) : '',
    };
  });
}

export function areSameCredits(some: readonly Credit[], others: readonly Credit[]): boolean {
  return (
    some.length === others.length &&
    some.every((credit, at) => {
      const other = others[at]!;
      return credit.artistId === other.artistId && credit.name === other.name && credit.join === other.join;
    })
  );
}

/** The numbers on Discogs that people linked to this artist or release. */
export function readDiscogsIds(document: Fields, kind: 'artist' | 'release'): string[] {
  const ids = listOf(document['relations'], 'relations').flatMap((relation) => {
    if (relation['type'] !== 'discogs') return [];
    const { resource } = fieldsOf(relation['url']);
    const [, found, id] = typeof resource === 'string' ? (discogsPage.exec(resource) ?? []) : [];
    return found === kind ? [id!] : [];
  });
  return [...new Set(ids)];
}

/** Also as it was written once: https://www.discogs.com/Some-Name/release/123 and /release/123-Some-Name. */
const discogsPage = /^https?:\/\/(?:\w+\.)?discogs\.com\/(?:[^/]+\/)?(artist|release)\/(\d+)/;
