/** Names of artists, each a way to its page where it has one. */
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ArtistRef } from '../api/contract.ts';

export function ArtistNames({ artists }: { artists: readonly ArtistRef[] }) {
  if (artists.length === 0) return <>Unknown artist</>;
  return artists.map((artist, at) => (
    <Fragment key={artist.id ?? artist.name}>
      {at > 0 && ', '}
      {artist.id === null ? artist.name : <ArtistLink id={artist.id} name={artist.name} />}
    </Fragment>
  ));
}

function ArtistLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/artists/$id" params={{ id }}>
      {name}
    </Link>
  );
}
