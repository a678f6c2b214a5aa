/** The playable part of a playlist: lines that matched no file are left out. */
import { ask } from '../../api/ask.ts';
import type { Playable, PlaylistDetail } from '../../api/contract.ts';
import { queryClient } from '../../api/query-client.ts';

export async function tracksOfPlaylist(id: string): Promise<Playable[]> {
  return playableOf(await queryClient.fetchQuery(ask('GET /api/playlists/:id', { params: { id } })));
}

export function playableOf(playlist: PlaylistDetail): Playable[] {
  return playlist.items.flatMap(({ track }) => (track === null ? [] : [track]));
}
