/** The shapes of a menu's lines: an icon and words, a link, a line between. */
import { Menu } from '@base-ui/react/menu';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';

export function Item({
  icon,
  onAct,
  children,
  bad = false,
}: {
  icon: IconName;
  onAct: () => void;
  children: ReactNode;
  bad?: boolean;
}) {
  return (
    <Menu.Item className={bad ? 'menu-item bad' : 'menu-item'} onClick={onAct}>
      <Icon name={icon} />
      {children}
    </Menu.Item>
  );
}

/** A download is a link, so that the browser asks where to, and a right click can copy it. */
export function DownloadItem({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Menu.LinkItem className="menu-item" href={href} download closeOnClick>
      <Icon name="download" />
      {children}
    </Menu.LinkItem>
  );
}

interface PlaceItemProps {
  icon: IconName;
  to: '/albums/$id' | '/artists/$id' | '/playlists/$id';
  id: string;
  children: ReactNode;
}

export function PlaceItem({ icon, to, id, children }: PlaceItemProps) {
  const router = useRouter();
  return (
    <Item icon={icon} onAct={() => void router.navigate({ to, params: { id } })}>
      {children}
    </Item>
  );
}

export function Line() {
  return <Menu.Separator className="menu-line" />;
}
