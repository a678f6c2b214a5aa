/**
 * A list of any length in the page's own scroll: only what is near the screen is drawn, only what is on it is
 * fetched. Items have one size, known beforehand, so nothing shifts when they come.
 */
import { useEffect, useImperativeHandle, useReducer, useRef, type ReactNode, type Ref } from 'react';
import { Failure } from '../parts/states.tsx';
import { useTurn } from './turns.ts';
import { useLongVirtualizer } from './use-long-virtualizer.ts';
import { usePages, type PageQueryOf } from './use-pages.ts';
import './long-list.css';

export interface LongListHandle {
  /** Brings an item to the top of the screen. */
  show: (index: number) => void;
}

interface LongListProps<T> {
  page: PageQueryOf<T>;
  pageSize: number;
  total: number;
  columns?: number;
  /** One line's height with the gap below it. */
  linePx: number;
  /** Lines drawn as one: more for low rows, so that a million of them cost the virtualiser little. */
  linesPerBlock?: number;
  className?: string;
  label: string;
  /** Draws one `<li role="listitem">`; `item` is undefined until it has come. */
  children: (item: T | undefined, index: number) => ReactNode;
  handle?: Ref<LongListHandle>;
}

export function LongList<T>(props: LongListProps<T>) {
  const {
    page,
    pageSize,
    total,
    columns = 1,
    linePx,
    linesPerBlock = 1,
    className = '',
    label,
    children,
    handle,
  } = props;
  const list = useRef<HTMLDivElement>(null);
  const [begun, begin] = useReducer(() => true, false);
  useEffect(begin, [begin]);
  const perBlock = columns * linesPerBlock;
  const { virtualizer, stagePx, startOf } = useLongVirtualizer({
    count: Math.ceil(total / perBlock),
    sizePx: linePx * linesPerBlock,
    overscan: 2,
    list,
  });
  const blocks = virtualizer.getVirtualItems();
  const last = Math.min(total, ((blocks.at(-1)?.index ?? 0) + 1) * perBlock) - 1;
  const pages = usePages(page, pageSize, (blocks[0]?.index ?? 0) * perBlock, last);
  useImperativeHandle(
    handle,
    () => ({ show: (index) => virtualizer.scrollToIndex(Math.floor(index / perBlock), { align: 'start' }) }),
    [virtualizer, perBlock],
  );
  if (pages.error !== null && pages.at(0) === undefined)
    return <Failure error={pages.error} retry={pages.retry} />;

  return (
    <div ref={list} role="list" className="long-list" style={{ height: stagePx }} aria-label={label}>
      {blocks.map(({ index, start }) => (
        <Block
          key={index}
          className={className}
          topPx={startOf(start)}
          heightPx={linePx * linesPerBlock}
          atOnce={!begun}
          items={indexesOf(index, perBlock, total)}
          itemAt={pages.at}
          draw={children}
        />
      ))}
    </div>
  );
}

interface BlockProps<T> {
  className: string;
  topPx: number;
  heightPx: number;
  /** True in the first draw of a list: nothing scrolls yet. */
  atOnce: boolean;
  items: readonly number[];
  itemAt: (index: number) => T | undefined;
  draw: (item: T | undefined, index: number) => ReactNode;
}

/** A block that comes in while one scrolls, or whose page has come, is stand-ins until it has its turn. */
function Block<T>({ className, topPx, heightPx, atOnce, items, itemAt, draw }: BlockProps<T>) {
  const here = items.every((at) => itemAt(at) !== undefined);
  const ready = useTurn(here, atOnce);
  return (
    <ul role="presentation" className={`long-block ${className}`} style={{ top: topPx, height: heightPx }}>
      {items.map((at) => draw(ready ? itemAt(at) : undefined, at))}
    </ul>
  );
}

function indexesOf(block: number, perBlock: number, total: number): number[] {
  const first = block * perBlock;
  return Array.from({ length: Math.max(0, Math.min(perBlock, total - first)) }, (_, at) => first + at);
}
