/** The menu of a track, an album or a playlist, wherever it was asked for. */
import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import { AlbumItems } from './album-items.tsx';
import { closeMenu, type OpenMenu } from './open-menu.ts';
import { PlaylistItems } from './playlist-items.tsx';
import { TrackItems } from './track-items.tsx';
import './menu.css';

export default function ItemMenu({ menu }: { menu: OpenMenu }) {
  const [open, setOpen] = useState(true);
  const { target, anchor, opener } = menu;
  return (
    <Menu.Root
      open={open}
      modal={false}
      onOpenChange={setOpen}
      onOpenChangeComplete={(shown) => {
        if (!shown) closeMenu();
      }}
    >
      <Menu.Portal>
        <Menu.Positioner className="float" anchor={anchor} align="start" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu-sheet" finalFocus={() => focusableOf(opener)} aria-label="Actions">
            {target.kind === 'track' && <TrackItems track={target.track} here={target.here} />}
            {target.kind === 'album' && <AlbumItems album={target.album} />}
            {target.kind === 'playlist' && <PlaylistItems playlist={target.playlist} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The button that opened the menu, or the first one of the row that was right-clicked. */
function focusableOf(opener: HTMLElement | null): HTMLElement | null {
  if (opener === null || opener.matches('button, a')) return opener;
  return opener.querySelector('[data-main]') ?? opener.querySelector('button, a');
}
