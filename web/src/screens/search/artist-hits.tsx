/** Artists that were found, as rows. */
import type { ReactNode } from 'react';
import type { SearchAnswer } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { Marked } from '../../parts/marked.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { plural } from '../../text/format.ts';
import { worksBy } from '../../text/names.ts';

interface PartProps {
  part: SearchAnswer['artists'];
  all: ReactNode;
  selected: string | null;
}

export function ArtistHits({ part, all, selected }: PartProps) {
  return (
    <section>
      <h2>Artists {all}</h2>
      <ul className="rows people">
        {part.hits.map(({ item, matches }) => (
          <li key={item.id} data-selected={selected === `artist:${item.id}` ? '' : undefined}>
            <PlaceLink to="/artists/$id" id={item.id} className="hit-link" title={item.name}>
              <Art artwork={item.artwork} name={item.name} width={32} face />
              <b className="one-line">
                <Marked name={item.name} ranges={matches.name} />
              </b>
              <span className="note num">
                {item.albumCount > 0 ? plural(item.albumCount, 'album') : worksBy(item)}
              </span>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
