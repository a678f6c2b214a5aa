/** A list that is drawn whole, walked by keys like a long one. */
import { useRef, type ReactNode } from 'react';
import { InKeyList, useRowKeys } from './use-row-keys.ts';

interface KeyListProps {
  count: number;
  columns?: number;
  linePx: number;
  className?: string;
  /** Draws the items; `active` is the one that the Tab key reaches. */
  children: (active: number) => ReactNode;
}

export function KeyList({ count, columns = 1, linePx, className, children }: KeyListProps) {
  const list = useRef<HTMLDivElement>(null);
  const { active, keyProps } = useRowKeys({ list, count, columns, linePx });
  return (
    <div ref={list} className={className} {...keyProps}>
      <InKeyList value>{children(active)}</InKeyList>
    </div>
  );
}
