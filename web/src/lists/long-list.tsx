/**
 * A list of any length in the page's own scroll: only what is near the screen is drawn, only what is on it is
 * fetched. Items have one size, known beforehand, so nothing shifts when they come.
 */
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useReducer,
  useRef,
  type ReactNode,
  type Ref,
} from 'react';
import { Failure } from '../parts/states.tsx';
import { useTurn } from './turns.ts';
import { InKeyList, useRowKeys } from './use-row-keys.ts';
import { useLongVirtualizer } from './use-long-virtualizer.ts';
import { usePages, type PageQueryOf } from './use-pages.ts';
import './long-list.css';

/** Blocks drawn above and below the screen. */
const OVERSCAN = 2;

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
  /**
   * Draws one `<li role="listitem" data-item={index}>`, whose main link or button is `data-main`; `item` is undefined
   * until it has come, `tabStop` true for the one that the Tab key reaches.
   */
  children: (item: T | undefined, index: number, tabStop: boolean) => ReactNode;
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
  const [begun, begin] = useReducer(() => true, false);
  useEffect(begin, [begin]);
  const perBlock = columns * linesPerBlock;
  const list = useRef<HTMLDivElement>(null);
  const reach = useRef<(index: number) => void>(() => {});
  const { active, held, keyProps } = useRowKeys({
    list,
    count: total,
    columns,
    linePx,
    reach: useCallback((index: number) => reach.current(index), []),
  });
  const { virtualizer, stagePx, startOf, show } = useLongVirtualizer({
    count: Math.ceil(total / perBlock),
    sizePx: linePx * linesPerBlock,
    overscan: OVERSCAN,
    list,
    held: held === null ? null : Math.floor(held / perBlock),
  });
  const blocks = virtualizer.getVirtualItems();
  const { first, last } = shownOf(virtualizer.range, perBlock, total);
  const pages = usePages(page, pageSize, first, last);
  const toBlock = useCallback(
    (index: number, where: 'top' | 'middle') => show(Math.floor(index / perBlock), where),
    [show, perBlock],
  );
  useEffect(() => {
    reach.current = (index) => toBlock(index, 'middle');
  }, [toBlock]);
  useImperativeHandle(handle, () => ({ show: (index) => toBlock(index, 'top') }), [toBlock]);
  const activeDrawn = held !== null || (active >= first && active <= last);
  if (pages.error !== null && pages.at(0) === undefined)
    return <Failure error={pages.error} retry={pages.retry} />;

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex: it hands the focus on to the item on screen
    <div
      ref={list}
      role="list"
      className="long-list"
      style={{ height: stagePx }}
      aria-label={label}
      tabIndex={activeDrawn ? -1 : 0}
      {...keyProps}
    >
      <InKeyList value>
        {blocks.map(({ index, start }) => (
          <Block
            key={index}
            className={className}
            topPx={startOf(start)}
            heightPx={linePx * linesPerBlock}
            atOnce={!begun}
            items={indexesOf(index, perBlock, total)}
            itemAt={pages.at}
            active={active}
            draw={children}
          />
        ))}
      </InKeyList>
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
  active: number;
  draw: (item: T | undefined, index: number, tabStop: boolean) => ReactNode;
}

/** A block that comes in while one scrolls, or whose page has come, is stand-ins until it has its turn. */
function Block<T>({ className, topPx, heightPx, atOnce, items, itemAt, active, draw }: BlockProps<T>) {
  const here = items.every((at) => itemAt(at) !== undefined);
  const ready = useTurn(here, atOnce);
  return (
    <ul role="presentation" className={`long-block ${className}`} style={{ top: topPx, height: heightPx }}>
      {items.map((at) => draw(ready ? itemAt(at) : undefined, at, at === active))}
    </ul>
  );
}

function indexesOf(block: number, perBlock: number, total: number): number[] {
  const first = block * perBlock;
  return Array.from({ length: Math.max(0, Math.min(perBlock, total - first)) }, (_, at) => first + at);
}

/** What is drawn about the screen, without what is only held for its focus. */
function shownOf(range: { startIndex: number; endIndex: number } | null, perBlock: number, total: number) {
  const { startIndex, endIndex } = range ?? { startIndex: 0, endIndex: 0 };
  const first = Math.max(0, startIndex - OVERSCAN) * perBlock;
  return { first, last: Math.min(total, (endIndex + OVERSCAN + 1) * perBlock) - 1 };
}
