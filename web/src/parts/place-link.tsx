/**
 * A link for rows: an ordinary anchor that the router follows. It listens to nothing, so that a list may hold
 * hundreds of them while it scrolls.
 */
import { useRouter } from '@tanstack/react-router';
import { use, type MouseEvent, type ReactNode } from 'react';
import { InKeyList } from '../lists/use-row-keys.ts';

interface PlaceLinkProps {
  to: '/albums/$id' | '/artists/$id' | '/playlists/$id';
  id: string;
  className?: string;
  title?: string;
  /** Set where it is the main thing of an item: whether the Tab key reaches it. */
  tabStop?: boolean;
  children: ReactNode;
}

export function PlaceLink({ to, id, className, title, tabStop, children }: PlaceLinkProps) {
  const inKeyList = use(InKeyList);
  const router = useRouter();
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    void router.navigate({ to, params: { id } });
  };
  return (
    <a
      href={to.slice(1).replace('$id', encodeURIComponent(id))}
      className={className}
      title={title}
      // Words have a direction of their own; rows keep the page's.
      dir={typeof children === 'string' ? 'auto' : undefined}
      data-main={tabStop === undefined ? undefined : ''}
      tabIndex={inKeyList && tabStop !== true ? -1 : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
