/**
 * One track in a list: its number turns into a play key, its sound is drawn to length, more is a press, a right
 * click, a long press or a swipe away. Lists choose what stands between through `children`.
 */
import { memo, useRef, type ReactNode } from 'react';
import type { Playable } from '../api/contract.ts';
import { openTrackMenu, openTrackMenuAt, type HereAction } from '../menu/open-menu.ts';
import { Icon } from '../parts/icon.tsx';
import { useMark } from '../parts/marks.ts';
import { LiveWave, Wave } from '../parts/wave.tsx';
import { addToQueue, engine } from '../player/player.ts';
import { useIsCurrent, usePlayer } from '../player/use-player.ts';
import { clock } from '../text/format.ts';
import { useRowGestures } from './use-row-gestures.ts';
import './tracks.css';

interface TrackRowProps {
  track: Playable;
  /** What stands where the play key appears: its number on the disc, or nothing. */
  number?: ReactNode;
  title?: ReactNode;
  /** The wave's width against the longest in the list, 0 to 1; left out: no wave. */
  waveLength?: number | undefined;
  children?: ReactNode;
  here?: HereAction | undefined;
  onPlay: () => void;
  /** Its place in a list that is walked by keys, from 0, and whether the Tab key reaches it. */
  item?: RowItem;
}

export interface RowItem {
  at: number;
  of: number;
  tabStop: boolean;
}

/** A beat every three pixels of a row is as much as the eye takes in, and little to draw. */
const WAVE_COLUMNS = 72;

export const TrackRow = memo(function TrackRow(props: TrackRowProps) {
  const { track, number, title, waveLength, children, here, onPlay, item } = props;
  const row = useRef<HTMLLIElement>(null);
  const current = useIsCurrent(track.id);
  const gestures = useRowGestures(row, {
    onSwipe: () => addToQueue([track]),
    onHold: (x, y) => openTrackMenuAt(x, y, row.current as HTMLElement, track),
  });
  return (
    <li
      ref={row}
      role="listitem"
      className="track"
      aria-current={current}
      data-item={item?.at}
      aria-posinset={item === undefined ? undefined : item.at + 1}
      aria-setsize={item?.of}
      data-missing={track.missing ? '' : undefined}
      onContextMenu={(event) => openTrackMenu(event, track, here)}
      onDoubleClick={onPlay}
      {...gestures}
    >
      <PlayNumber
        track={track}
        current={current}
        number={number}
        tabStop={item?.tabStop ?? true}
        onPlay={onPlay}
      />
      <span className="track-title one-line" dir="auto" title={track.title}>
        {title ?? track.title}
      </span>
      {children}
      <Favourite track={track} />
      {waveLength !== undefined && <RowWave track={track} current={current} length={waveLength} />}
      <time className="num">{clock(track.durationMs)}</time>
      <button
        type="button"
        className="icon small more"
        tabIndex={item === undefined ? undefined : -1}
        aria-label={`More for ${track.title}`}
        onClick={(event) => openTrackMenu(event, track, here)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
});

function PlayNumber({
  track,
  current,
  number,
  tabStop,
  onPlay,
}: Pick<TrackRowProps, 'track' | 'number' | 'onPlay'> & { current: boolean; tabStop: boolean }) {
  const sounds = usePlayer((player) => current && player.state === 'playing');
  return (
    <button
      type="button"
      className="play-number num"
      data-main=""
      tabIndex={tabStop ? undefined : -1}
      aria-disabled={track.missing ? true : undefined}
      aria-label={current && sounds ? `Pause ${track.title}` : `Play ${track.title}`}
      onClick={() => {
        if (track.missing) return;
        if (current) engine.toggle();
        else onPlay();
      }}
    >
      <span className="n">{current ? <Icon name="playing" /> : number}</span>
      <Icon name={sounds ? 'pause' : 'play'} />
    </button>
  );
}

function RowWave({ track, current, length }: { track: Playable; current: boolean; length: number }) {
  return (
    <span className="wave-cell">
      {current ? (
        <LiveWave peaks={track.peaks} columns={WAVE_COLUMNS} length={length} />
      ) : (
        <Wave peaks={track.peaks} columns={WAVE_COLUMNS} length={length} />
      )}
    </span>
  );
}

function Favourite({ track }: { track: Playable }) {
  const kept = useMark(track.id, track.mark).starredAt !== null;
  return (
    <span className="kept">
      {kept && (
        <>
          <Icon name="heart" filled />
          <span className="sr">a favourite</span>
        </>
      )}
    </span>
  );
}
