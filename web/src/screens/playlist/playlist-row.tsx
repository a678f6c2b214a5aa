/** One line of a playlist: a track, or an imported line that no file matched. */
import type { HTMLAttributes } from 'react';
import type { Playable, PlaylistDetail } from '../../api/contract.ts';
import { openTrackMenu } from '../../menu/open-menu.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { useIsCurrent } from '../../player/use-player.ts';
import { clock } from '../../text/format.ts';

interface PlaylistRowProps {
  item: PlaylistDetail['items'][number];
  at: number;
  of: number;
  mine: boolean;
  topPx: number;
  tabStop: boolean;
  dragged: boolean;
  rowProps: HTMLAttributes<HTMLLIElement>;
  handleProps: HTMLAttributes<HTMLElement>;
  onPlay: () => void;
  onRemove: () => void;
}

export function PlaylistRowView({
  item,
  at,
  of,
  mine,
  topPx,
  tabStop,
  dragged,
  rowProps,
  handleProps,
  onPlay,
  onRemove,
}: PlaylistRowProps) {
  const { track, entry } = item;
  const here = mine ? { label: 'Take out of this playlist', run: onRemove } : undefined;
  const current = useIsCurrent(track?.id ?? '');
  return (
    <li
      className="playlist-row"
      data-item={at}
      aria-current={current}
      aria-posinset={at + 1}
      aria-setsize={of}
      data-dragged={dragged ? '' : undefined}
      style={{ transform: `translateY(${topPx}px)` }}
      onContextMenu={(event) => track !== null && openTrackMenu(event, track, here)}
      onDoubleClick={track === null ? undefined : onPlay}
      {...rowProps}
    >
      {track === null ? (
        <Unmatched entry={entry ?? ''} tabStop={tabStop} />
      ) : (
        <Matched track={track} at={at} current={current} tabStop={tabStop} onPlay={onPlay} />
      )}
      {mine && (
        <button
          type="button"
          className="icon small out"
          tabIndex={-1}
          aria-label={`Take ${track?.title ?? entry ?? ''} out`}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      )}
      {mine && (
        <span className="handle" title="Drag to move (Alt with arrows)" aria-hidden="true" {...handleProps}>
          <Icon name="grip" />
        </span>
      )}
    </li>
  );
}

interface MatchedProps {
  track: Playable;
  at: number;
  current: boolean;
  tabStop: boolean;
  onPlay: () => void;
}

function Matched({ track, at, current, tabStop, onPlay }: MatchedProps) {
  return (
    <>
      <button
        type="button"
        className="queue-play"
        data-main=""
        tabIndex={tabStop ? undefined : -1}
        aria-label={`Play ${track.title}`}
        aria-disabled={track.missing ? true : undefined}
        onClick={() => {
          if (!track.missing) onPlay();
        }}
      >
        <Art artwork={track.artwork} name={track.album?.title ?? track.title} width={36} />
        <Icon name={current ? 'playing' : 'play'} />
      </button>
      <span className="queue-words">
        <b className="one-line" dir="auto" title={track.title}>
          {track.title}
        </b>
        <span className="note one-line" dir="auto">
          <ArtistNames artists={track.artists} />
        </span>
      </span>
      <span className="note one-line playlist-album">
        {track.album !== null && (
          <PlaceLink to="/albums/$id" id={track.album.id} title={track.album.title}>
            {track.album.title}
          </PlaceLink>
        )}
      </span>
      <time className="num" data-at={at}>
        {clock(track.durationMs)}
      </time>
    </>
  );
}

function Unmatched({ entry, tabStop }: { entry: string; tabStop: boolean }) {
  return (
    <>
      <span
        className="unmatched-sign"
        title="No file fits this line"
        data-main=""
        tabIndex={tabStop ? 0 : -1}
      >
        <Icon name="why" />
      </span>
      <span className="queue-words unmatched">
        <b className="one-line" dir="auto" title={entry}>
          {entry}
        </b>
        <span className="note">No file fits this line of the imported list.</span>
      </span>
      <span className="playlist-album" />
      <span />
    </>
  );
}
