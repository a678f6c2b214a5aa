/** A playlist: its name, what can be done with it, and its tracks in an order that can be changed. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { PlaylistHead } from './playlist-head.tsx';
import { PlaylistTracks } from './playlist-tracks.tsx';
import '../../player/queue/queue.css';
import './playlist.css';

const route = getRouteApi('/app/playlists/$id');

export function PlaylistScreen() {
  const { id } = route.useParams();
  const playlist = useQuery(ask('GET /api/playlists/:id', { params: { id } }));
  return (
    <Loaded query={playlist} skeleton={<RowSkeletons count={8} />}>
      {(data) => (
        <article className="playlist">
          <title>{`${data.name} · Fonoteca`}</title>
          <PlaylistHead playlist={data} />
          {data.items.length === 0 ? (
            <Empty>Nothing in it yet. Right-click any track, or hold it, and choose “Add to playlist”.</Empty>
          ) : (
            <PlaylistTracks playlist={data} />
          )}
        </article>
      )}
    </Loaded>
  );
}
