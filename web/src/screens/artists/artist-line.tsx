/** An artist as a line: a face or initials, the name, how much there is. */
import type { ArtistRow } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { worksBy } from '../../text/names.ts';

export function ArtistLine({ artist, tabStop }: { artist: ArtistRow; tabStop: boolean }) {
  return (
    <PlaceLink to="/artists/$id" id={artist.id} className="artist-link" title={artist.name} tabStop={tabStop}>
      <Art artwork={artist.artwork} name={artist.name} width={44} face />
      <span>
        <b className="one-line" dir="auto">
          {artist.name}
        </b>
        <span className="note num">{worksBy(artist)}</span>
      </span>
    </PlaceLink>
  );
}
