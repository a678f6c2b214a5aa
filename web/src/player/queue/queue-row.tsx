/** One track of the queue: press to hear it, drag it by its handle, take it out. */
import type { HTMLAttributes } from 'react';
import type { Playable } from '../../api/contract.ts';
import { openTrackMenu } from '../../menu/open-menu.ts';
import { Art } from '../../parts/art.tsx';
import { Icon } from '../../parts/icon.tsx';
import { clock } from '../../text/format.ts';
import { namesOf } from '../../text/names.ts';
import { engine, removeFromQueue } from '../player.ts';

interface QueueRowProps {
  track: Playable;
  at: number;
  of: number;
  heard: boolean;
  current: boolean;
  topPx: number;
  tabStop: boolean;
  dragged: boolean;
  rowProps: HTMLAttributes<HTMLLIElement>;
  handleProps: HTMLAttributes<HTMLElement>;
}

export function QueueRow({
  track,
  at,
  of,
  heard,
  current,
  topPx,
  tabStop,
  dragged,
  rowProps,
  handleProps,
}: QueueRowProps) {
  const here = { label: 'Take out of the queue', run: () => removeFromQueue(at) };
  return (
    <li
      className="queue-row"
      data-item={at}
      aria-current={current}
      aria-posinset={at + 1}
      aria-setsize={of}
      data-heard={heard ? '' : undefined}
      data-dragged={dragged ? '' : undefined}
      style={{ transform: `translateY(${topPx}px)` }}
      onContextMenu={(event) => openTrackMenu(event, track, here)}
      {...rowProps}
    >
      <button
        type="button"
        className="queue-play"
        data-main=""
        tabIndex={tabStop ? undefined : -1}
        aria-label={`Play ${track.title}`}
        onClick={() => engine.jump(at)}
      >
        <Art artwork={track.artwork} name={track.album?.title ?? track.title} width={40} />
        <Icon name={current ? 'playing' : 'play'} />
      </button>
      <span className="queue-words">
        <b className="one-line" dir="auto" title={track.title}>
          {track.title}
        </b>
        <span className="note one-line" dir="auto">
          {namesOf(track.artists)}
        </span>
      </span>
      <time className="num">{clock(track.durationMs)}</time>
      <button
        type="button"
        className="icon small out"
        tabIndex={-1}
        aria-label={`Take ${track.title} out`}
        onClick={() => removeFromQueue(at)}
      >
        <Icon name="close" />
      </button>
      <span className="handle" title="Drag to move (Alt with arrows)" aria-hidden="true" {...handleProps}>
        <Icon name="grip" />
      </span>
    </li>
  );
}
