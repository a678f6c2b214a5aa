/** An album: its cover and deeds, its tracks by disc and work, who made it, and why it is one album. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { KeyList } from '../../lists/key-list.tsx';
import { Loaded } from '../../parts/states.tsx';
import { AlbumHead } from './album-head.tsx';
import { AlbumSkeleton } from './album-skeleton.tsx';
import { Credits } from './credits.tsx';
import { DiscTracks } from './disc-tracks.tsx';
import { MoreByArtist } from './more-by-artist.tsx';
import './album.css';

const route = getRouteApi('/app/albums/$id');
const ROW_PX = 40;

export function AlbumScreen() {
  const { id } = route.useParams();
  const album = useQuery(ask('GET /api/albums/:id', { params: { id } }));
  return (
    <Loaded query={album} skeleton={<AlbumSkeleton />}>
      {(data) => {
        const tracks = data.discs.flatMap((disc) => disc.tracks);
        const longestMs = Math.max(1, ...tracks.map((track) => track.durationMs));
        return (
          <article>
            <title>{`${data.title} · Fonoteca`}</title>
            <AlbumHead album={data} tracks={tracks} />
            <div className="album-body">
              <KeyList className="tracks" count={tracks.length} linePx={ROW_PX}>
                {(active) =>
                  data.discs.map((disc) => (
                    <DiscTracks
                      key={disc.number}
                      disc={disc}
                      album={data}
                      tracks={tracks}
                      longestMs={longestMs}
                      active={active}
                    />
                  ))
                }
              </KeyList>
              <div>
                <Credits album={data} />
                <MoreByArtist album={data} />
              </div>
            </div>
          </article>
        );
      }}
    </Loaded>
  );
}
