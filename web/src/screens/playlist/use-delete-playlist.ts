/** Deletes a playlist at once; the notice gives it back, for as long as the server keeps it. */
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useAction } from '../../api/ask.ts';
import type { PlaylistRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';

export function useDeletePlaylist(): (playlist: PlaylistRow) => void {
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const stale = ['GET /api/playlists'] as const;
  const restore = useAction('POST /api/playlists/:id/restore', {
    stale,
    onDone: ({ id, name }) =>
      notify({
        text: `“${name}” is back.`,
        action: { label: 'Open', run: () => void navigate({ to: '/playlists/$id', params: { id } }) },
      }),
  });
  const remove = useAction('DELETE /api/playlists/:id', { stale });
  return ({ id, name }) => {
    const params = { id };
    remove.mutate(
      { params },
      {
        onSuccess: () => {
          if (path.endsWith(`/playlists/${id}`)) void navigate({ to: '/playlists', replace: true });
          notify({
            text: `“${name}” was deleted.`,
            action: { label: 'Undo', run: () => restore.mutate({ params }) },
          });
        },
      },
    );
  };
}
