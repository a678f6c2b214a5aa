/** “Add to playlist” as a second menu: a new one first, then those that may be changed. */
import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { ask, useAction } from '../api/ask.ts';
import type { Playable, PlaylistDetail } from '../api/contract.ts';
import { notify } from '../frame/notices.ts';
import { Icon } from '../parts/icon.tsx';
import { router } from '../router.tsx';
import { plural } from '../text/format.ts';

export function AddToPlaylist({ tracksOf }: { tracksOf: () => Promise<readonly Playable[]> }) {
  const playlists = useQuery(ask('GET /api/playlists', {})).data ?? [];
  const said = (playlist: PlaylistDetail, added: number): void => {
    const open = (): void => void router.navigate({ to: '/playlists/$id', params: { id: playlist.id } });
    notify({
      text: `${plural(added, 'track')} added to “${playlist.name}”.`,
      action: { label: 'Open', run: open },
    });
  };
  const stale = ['GET /api/playlists', 'GET /api/playlists/:id'] as const;
  const add = useAction('POST /api/playlists/:id/tracks', {
    stale,
    onDone: (playlist, { body }) => said(playlist, body.trackIds.length),
  });
  const create = useAction('POST /api/playlists', {
    stale,
    onDone: (playlist, { body }) => said(playlist, body.trackIds?.length ?? 0),
  });
  const idsOf = async (): Promise<string[]> => (await tracksOf()).map((track) => track.id);
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="menu-item">
        <Icon name="list" />
        Add to playlist
        <span className="menu-arrow" aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="float" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu-sheet">
            <Menu.Item
              className="menu-item"
              onClick={() =>
                void idsOf().then((trackIds) => create.mutate({ body: { name: newName(), trackIds } }))
              }
            >
              <Icon name="plus" />
              New playlist
            </Menu.Item>
            {playlists.some((playlist) => playlist.mine) && <Menu.Separator className="menu-line" />}
            {playlists
              .filter((playlist) => playlist.mine)
              .map(({ id, name }) => (
                <Menu.Item
                  key={id}
                  className="menu-item plain"
                  onClick={() =>
                    void idsOf().then((trackIds) => add.mutate({ params: { id }, body: { trackIds } }))
                  }
                >
                  <span className="one-line" dir="auto">
                    {name}
                  </span>
                </Menu.Item>
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

/** A name that says when it was made, until somebody gives a better one. */
export function newName(now: Date = new Date()): string {
  return `New list, ${now.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}`;
}
