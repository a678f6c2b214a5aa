/**
 * A link for rows: an ordinary anchor that the router follows. It listens to nothing, so that a list may hold
 * hundreds of them while it scrolls.
 */
import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface PlaceLinkProps {
  to: '/albums/$id' | '/artists/$id' | '/playlists/$id';
  id: string;
  className?: string;
  title?: string;
  children: ReactNode;
}

export function PlaceLink({ to, id, className, title, children }: PlaceLinkProps) {
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
      onClick={follow}
    >
      {children}
    </a>
  );
}
