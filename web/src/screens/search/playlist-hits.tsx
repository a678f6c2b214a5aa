/** Playlists that were found, as rows. */
import type { ReactNode } from 'react';
import type { SearchAnswer } from '../../api/contract.ts';
import { Marked } from '../../parts/marked.tsx';
import { Mosaic } from '../../parts/mosaic.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { plural } from '../../text/format.ts';

interface PartProps {
  part: SearchAnswer['playlists'];
  all: ReactNode;
  selected: string | null;
}

export function PlaylistHits({ part, all, selected }: PartProps) {
  return (
    <section>
      <h2>Playlists {all}</h2>
      <ul className="rows people">
        {part.hits.map(({ item, matches }) => (
          <li key={item.id} data-selected={selected === `playlist:${item.id}` ? '' : undefined}>
            <PlaceLink to="/playlists/$id" id={item.id} className="hit-link" title={item.name}>
              <span className="hit-art">
                <Mosaic artworks={item.artwork} name={item.name} width={32} />
              </span>
              <b className="one-line">
                <Marked name={item.name} ranges={matches.name} />
              </b>
              <span className="note num">{plural(item.trackCount, 'track')}</span>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
