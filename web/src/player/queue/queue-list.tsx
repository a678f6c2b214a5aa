/** The queue's rows. A queue can be long: only the rows near the screen are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Playable } from '../../api/contract.ts';
import { useReorder } from '../../lists/use-reorder.ts';
import { useRowKeys } from '../../lists/use-row-keys.ts';
import { moveInQueue, removeFromQueue } from '../player.ts';
import { keysOf } from '../queue.ts';
import { QueueRow } from './queue-row.tsx';

const ROW_PX = 56;

export function QueueList({ queue, index }: { queue: readonly Playable[]; index: number }) {
  const keys = useMemo(() => keysOf(queue), [queue]);
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: queue.length,
    getScrollElement: () => box.current?.closest<HTMLElement>('.sheet-body') ?? null,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => keys[at] ?? at,
    overscan: 6,
  });
  const reach = useCallback(
    (at: number) => virtualizer.scrollToIndex(at, { align: 'center' }),
    [virtualizer],
  );
  const { active, go, keyProps } = useRowKeys({ list: box, count: queue.length, linePx: ROW_PX, reach });
  const order = useReorder({
    count: queue.length,
    rowPx: ROW_PX,
    nameOf: (at) => queue[at]?.title ?? '',
    onFocus: go,
    onMove: moveInQueue,
    onRemove: removeFromQueue,
  });
  // Opened in the middle of a long queue, the sheet begins where the music is.
  const first = useRef(index);
  useEffect(() => virtualizer.scrollToIndex(Math.max(0, first.current), { align: 'center' }), [virtualizer]);

  return (
    <div ref={box} tabIndex={-1} {...keyProps}>
      <p className="sr" role="status">
        {order.said}
      </p>
      <ul
        className="queue-list"
        data-dragging={order.dragging ? '' : undefined}
        style={{ height: virtualizer.getTotalSize() }}
        aria-label="Tracks in the queue"
      >
        {virtualizer.getVirtualItems().map(({ index: at, key, start }) => {
          const track = queue[at];
          return (
            track !== undefined && (
              <QueueRow
                key={key}
                track={track}
                at={at}
                of={queue.length}
                heard={at < index}
                current={at === index}
                topPx={start + order.offsetOf(at)}
                tabStop={at === active}
                dragged={order.isDragged(at)}
                rowProps={order.rowProps(at)}
                handleProps={order.handleProps(at)}
              />
            )
          );
        })}
      </ul>
    </div>
  );
}
