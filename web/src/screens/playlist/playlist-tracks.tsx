/** The tracks of a playlist, drawn near the screen only; their owner may drag them, or take them out with Undo. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PlaylistDetail } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { usePhone } from '../../frame/theme.ts';
import { useReorder } from '../../lists/use-reorder.ts';
import { InKeyList, useRowKeys } from '../../lists/use-row-keys.ts';
import { moved } from '../../player/queue.ts';
import { playTracks } from '../../player/player.ts';
import { PlaylistRowView } from './playlist-row.tsx';
import { itemKeysOf } from './item-keys.ts';
import { playableOf } from './playable.ts';
import { useEditPlaylist } from './use-edit-playlist.ts';

const ROW_PX = 48;
const PHONE_ROW_PX = 56;

export function PlaylistTracks({ playlist }: { playlist: PlaylistDetail }) {
  const { id, items, mine } = playlist;
  const edit = useEditPlaylist(id);
  const keys = useMemo(() => itemKeysOf(items), [items]);
  const rowPx = usePhone() ? PHONE_ROW_PX : ROW_PX;
  const box = useRef<HTMLDivElement>(null);
  const [topPx, setTop] = useState(0);
  useLayoutEffect(() => setTop((box.current?.getBoundingClientRect().top ?? 0) + scrollY), []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowPx,
    scrollMargin: topPx,
    getItemKey: (at) => keys[at] ?? at,
    overscan: 8,
  });
  const remove = useCallback(
    (at: number) => {
      edit({ items: items.toSpliced(at, 1) });
      const undo = (): void => edit({ items });
      notify({ text: `“${nameOf(playlist, at)}” taken out.`, action: { label: 'Undo', run: undo } });
    },
    [edit, items, playlist],
  );
  const reach = useCallback(
    (at: number) => virtualizer.scrollToIndex(at, { align: 'center' }),
    [virtualizer],
  );
  const { active, go, keyProps } = useRowKeys({ list: box, count: items.length, linePx: rowPx, reach });
  const order = useReorder({
    count: items.length,
    rowPx,
    nameOf: (at) => nameOf(playlist, at),
    onFocus: go,
    onMove: (from, to) => edit({ items: [...moved(items, from, to)] }),
    onRemove: mine ? remove : undefined,
  });

  return (
    <div ref={box} tabIndex={-1} {...keyProps}>
      <p className="sr" role="status">
        {order.said}
      </p>
      <ol
        className="playlist-list"
        data-dragging={order.dragging ? '' : undefined}
        style={{ height: virtualizer.getTotalSize() }}
      >
        <InKeyList value>
          {virtualizer.getVirtualItems().map(({ index: at, key, start }) => {
            const item = items[at];
            return (
              item !== undefined && (
                <PlaylistRowView
                  key={key}
                  item={item}
                  at={at}
                  of={items.length}
                  mine={mine}
                  topPx={start - topPx + order.offsetOf(at)}
                  tabStop={at === active}
                  dragged={order.isDragged(at)}
                  rowProps={mine ? order.rowProps(at) : {}}
                  handleProps={order.handleProps(at)}
                  onPlay={() => play(playlist, at)}
                  onRemove={() => remove(at)}
                />
              )
            );
          })}
        </InKeyList>
      </ol>
    </div>
  );
}

function play(playlist: PlaylistDetail, at: number): void {
  const before = playlist.items.slice(0, at).filter(({ track }) => track !== null).length;
  playTracks(playableOf(playlist), before);
}

function nameOf({ items }: PlaylistDetail, at: number): string {
  const item = items[at];
  return item?.track?.title ?? item?.entry ?? '';
}
