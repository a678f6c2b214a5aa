/** Other albums by the same artist, small. */
import { Link } from '@tanstack/react-router';
import type { AlbumDetail } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';

export function MoreByArtist({ album }: { album: AlbumDetail }) {
  const [artist] = album.artists;
  if (album.moreByArtist.length === 0 || artist === undefined) return null;
  return (
    <section>
      <h2>Also by {artist.name}</h2>
      <ul className="also">
        {album.moreByArtist.map((other) => (
          <li key={other.id}>
            <Link to="/albums/$id" params={{ id: other.id }}>
              <Art artwork={other.artwork} name={other.title} width={48} />
              <span>
                <b className="two-lines" dir="auto">
                  {other.title}
                </b>
                {other.year !== null && <span className="note num">{other.year}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
