/** Changes to a playlist show at once and are sent; when the server refuses, the old one comes back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { call } from '../../api/client.ts';
import type { PlaylistDetail } from '../../api/contract.ts';

interface Edit {
  name?: string;
  comment?: string;
  public?: boolean;
  /** The items as they shall be; lines that matched no file cannot be sent and stay the server's. */
  items?: PlaylistDetail['items'];
}

export function useEditPlaylist(id: string): (edit: Edit) => void {
  const client = useQueryClient();
  const { queryKey } = ask('GET /api/playlists/:id', { params: { id } });
  const mutation = useMutation({
    mutationFn: ({ items, ...rest }: Edit) => {
      const trackIds = items?.flatMap(({ track }) => (track === null ? [] : [track.id]));
      return call('PATCH /api/playlists/:id', {
        params: { id },
        body: { ...rest, ...(trackIds === undefined ? {} : { trackIds }) },
      });
    },
    onMutate: async (edit) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before !== undefined) client.setQueryData(queryKey, { ...before, ...edit });
      return { before };
    },
    onError: (_error, _edit, context) => {
      if (context?.before !== undefined) client.setQueryData(queryKey, context.before);
    },
    onSuccess: (playlist) => {
      client.setQueryData(queryKey, playlist);
      void client.invalidateQueries({ queryKey: ['GET /api/playlists'] });
    },
  });
  return (edit) => mutation.mutate(edit);
}
