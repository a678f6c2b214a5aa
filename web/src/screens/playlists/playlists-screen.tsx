/** All playlists one may see, and the way to a new one. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import type { PlaylistRow } from '../../api/contract.ts';
import { openPlaylistMenu } from '../../menu/open-menu.ts';
import { KeyList } from '../../lists/key-list.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Mosaic } from '../../parts/mosaic.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ago, plural, span } from '../../text/format.ts';
import { NewPlaylist } from './new-playlist.tsx';
import './playlists.css';

const LINE_PX = 80;

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
            <KeyList count={data.length} linePx={LINE_PX}>
              {(active) => (
                <ul className="playlists">
                  {data.map((playlist, at) => (
                    <PlaylistLine key={playlist.id} playlist={playlist} at={at} tabStop={at === active} />
                  ))}
                </ul>
              )}
            </KeyList>
          )
        }
      </Loaded>
    </>
  );
}

interface PlaylistLineProps {
  playlist: PlaylistRow;
  at: number;
  tabStop: boolean;
}

function PlaylistLine({ playlist, at, tabStop }: PlaylistLineProps) {
  const { id, name, mine, owner, trackCount, durationMs, changedAt, artwork, comment } = playlist;
  return (
    <li data-item={at} onContextMenu={(event) => openPlaylistMenu(event, playlist)}>
      <Link to="/playlists/$id" params={{ id }} data-main="" tabIndex={tabStop ? undefined : -1}>
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
        tabIndex={-1}
        aria-label={`More for ${name}`}
        onClick={(event) => openPlaylistMenu(event, playlist)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}
