/** An artist: what they made, what is heard most, where else they appear. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import type { AlbumRow, ArtistDetail } from '../../api/contract.ts';
import { Cover } from '../../parts/cover.tsx';
import { KeyList } from '../../lists/key-list.tsx';
import { Loaded } from '../../parts/states.tsx';
import { playTracks } from '../../player/player.ts';
import { TrackRow } from '../../tracks/track-row.tsx';
import { ArtistHead } from './artist-head.tsx';
import { ArtistSkeleton } from './artist-skeleton.tsx';
import './artist.css';

const ROW_PX = 40;
const route = getRouteApi('/app/artists/$id');

export function ArtistScreen() {
  const { id } = route.useParams();
  const artist = useQuery(ask('GET /api/artists/:id', { params: { id } }));
  return (
    <Loaded query={artist} skeleton={<ArtistSkeleton />}>
      {(data) => (
        <article>
          <title>{`${data.name} · Fonoteca`}</title>
          <ArtistHead artist={data} />
          <TopTracks artist={data} />
          <Albums title="Albums" albums={data.albums} />
          <Albums title="Appears on" albums={data.appearsOn} />
        </article>
      )}
    </Loaded>
  );
}

function TopTracks({ artist: { topTracks } }: { artist: ArtistDetail }) {
  if (topTracks.length === 0) return null;
  const longestMs = Math.max(1, ...topTracks.map((track) => track.durationMs));
  return (
    <section className="tracks top-tracks">
      <h2>Heard most</h2>
      <KeyList count={topTracks.length} linePx={ROW_PX}>
        {(active) => (
          <ol role="list">
            {topTracks.map((track, at) => (
              <TrackRow
                key={track.id}
                track={track}
                number={at + 1}
                waveLength={track.durationMs / longestMs}
                item={{ at, of: topTracks.length, tabStop: at === active }}
                onPlay={() => playTracks(topTracks, at)}
              />
            ))}
          </ol>
        )}
      </KeyList>
    </section>
  );
}

function Albums({ title, albums }: { title: string; albums: readonly AlbumRow[] }) {
  if (albums.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span className="note num">{albums.length}</span>
      </h2>
      <ul className="artist-albums">
        {albums.map((album) => (
          <li key={album.id}>
            <Cover album={album} by={title === 'Albums' ? false : undefined} note={album.year ?? undefined} />
          </li>
        ))}
      </ul>
    </section>
  );
}
