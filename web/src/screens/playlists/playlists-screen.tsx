/** All playlists one may see, and the way to a new one. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import type { PlaylistRow } from '../../api/contract.ts';
import { openPlaylistMenu } from '../../menu/open-menu.ts';
import { Icon } from '../../parts/icon.tsx';
import { Mosaic } from '../../parts/mosaic.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ago, plural, span } from '../../text/format.ts';
import '../albums/albums.css';
import { NewPlaylist } from './new-playlist.tsx';
import './playlists.css';

export function PlaylistsScreen() {
  const playlists = useQuery(ask('GET /api/playlists', {}));
  return (
    <>
      <title>Playlists · Fonoteca</title>
      <header className="list-head">
        <h1>Playlists</h1>
        <NewPlaylist />
      </header>
      <Loaded query={playlists} skeleton={<RowSkeletons count={6} />}>
        {(data) =>
          data.length === 0 ? (
            <Empty>No playlists yet. Make one, or save the queue as one.</Empty>
          ) : (
            <ul className="playlists">
              {data.map((playlist) => (
                <PlaylistLine key={playlist.id} playlist={playlist} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function PlaylistLine({ playlist }: { playlist: PlaylistRow }) {
  const { id, name, mine, owner, trackCount, durationMs, changedAt, artwork, comment } = playlist;
  return (
    <li onContextMenu={(event) => openPlaylistMenu(event, playlist)}>
      <Link to="/playlists/$id" params={{ id }}>
        <span className="playlist-face">
          <Mosaic artworks={artwork} name={name} width={64} />
        </span>
        <span className="playlist-words">
          <b className="one-line" dir="auto">
            {name}
          </b>
          <span className="note one-line" dir="auto">
            {[mine ? '' : `by ${owner}`, comment].filter((part) => part !== '').join(' · ')}
          </span>
        </span>
        <span className="note num playlist-facts">
          {plural(trackCount, 'track')}
          {trackCount > 0 && ` · ${span(durationMs)}`}
        </span>
        <span className="note playlist-when">{ago(changedAt)}</span>
      </Link>
      <button
        type="button"
        className="icon"
        aria-label={`More for ${name}`}
        onClick={(event) => openPlaylistMenu(event, playlist)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}
