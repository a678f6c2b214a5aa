/** Artists' names with the letters of the query marked, each still a way to its page. */
import { Fragment } from 'react';
import type { ArtistRef } from '../../api/contract.ts';
import { Marked } from '../../parts/marked.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { rangesOf } from '../../text/match.ts';

export function ArtistWords({ artists, words }: { artists: readonly ArtistRef[]; words: string }) {
  return artists.map(({ id, name }, at) => {
    const marked = <Marked name={name} ranges={rangesOf(name, words)} />;
    return (
      <Fragment key={id ?? name}>
        {at > 0 && ', '}
        {id === null ? (
          marked
        ) : (
          <PlaceLink to="/artists/$id" id={id}>
            {marked}
          </PlaceLink>
        )}
      </Fragment>
    );
  });
}
