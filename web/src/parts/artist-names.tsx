/** Names of artists, each a way to its page where it has one. */
import { Fragment } from 'react';
import type { ArtistRef } from '../api/contract.ts';
import { PlaceLink } from './place-link.tsx';

export function ArtistNames({ artists }: { artists: readonly ArtistRef[] }) {
  if (artists.length === 0) return <>Unknown artist</>;
  return artists.map((artist, at) => (
    <Fragment key={artist.id ?? artist.name}>
      {at > 0 && ', '}
      {artist.id === null ? (
        artist.name
      ) : (
        <PlaceLink to="/artists/$id" id={artist.id}>
          {artist.name}
        </PlaceLink>
      )}
    </Fragment>
  ));
}
