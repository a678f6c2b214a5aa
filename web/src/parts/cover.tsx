/** An album as a cover with its title; on hover it can be played, or asked for more. */
import { Link } from '@tanstack/react-router';
import { use, type ReactNode } from 'react';
import type { AlbumRow } from '../api/contract.ts';
import { InKeyList } from '../lists/use-row-keys.ts';
import { openAlbumMenu } from '../menu/open-menu.ts';
import { playAlbum } from '../player/player.ts';
import { Art } from './art.tsx';
import { ArtistNames } from './artist-names.tsx';
import { Icon } from './icon.tsx';

interface CoverProps {
  album: AlbumRow;
  /** A third line. */
  note?: ReactNode;
  title?: ReactNode;
  width?: number;
  /** Whose it is, drawn otherwise than as plain names; false where that is clear. */
  by?: ReactNode;
  /** Set in lists that are walked by keys: whether the Tab key reaches it. */
  tabStop?: boolean;
}

export function Cover({ album, note, title, width = 200, by, tabStop }: CoverProps) {
  return (
    <div
      className="cover"
      data-missing={album.missing ? '' : undefined}
      onContextMenu={(event) => openAlbumMenu(event, album)}
    >
      <Link to="/albums/$id" params={{ id: album.id }} title={album.title} tabIndex={-1} aria-hidden="true">
        <Art artwork={album.artwork} name={album.title} width={width} />
      </Link>
      <Link
        to="/albums/$id"
        params={{ id: album.id }}
        title={album.title}
        data-main=""
        tabIndex={tabStop === false ? -1 : undefined}
      >
        <b className="two-lines" dir="auto">
          {title ?? album.title}
        </b>
      </Link>
      {by !== false && (
        <span className="by" dir="auto">
          {by ?? <ArtistNames artists={album.artists} />}
        </span>
      )}
      {note !== undefined && <span className="note num">{note}</span>}
      <CoverKeys album={album} />
    </div>
  );
}

function CoverKeys({ album }: { album: AlbumRow }) {
  const tabIndex = use(InKeyList) ? -1 : undefined;
  return (
    <span className="over">
      <button
        type="button"
        className="icon"
        tabIndex={tabIndex}
        aria-label={`Play ${album.title}`}
        onClick={() => void playAlbum(album.id)}
      >
        <Icon name="play" />
      </button>
      <button
        type="button"
        className="icon"
        tabIndex={tabIndex}
        aria-label={`More for ${album.title}`}
        onClick={(event) => openAlbumMenu(event, album)}
      >
        <Icon name="more" />
      </button>
    </span>
  );
}
