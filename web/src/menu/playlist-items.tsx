/** What can be done with a playlist; deleting it is done at once and can be taken back. */
import type { PlaylistRow } from '../api/contract.ts';
import { downloadUrl, playlistFileUrl } from '../api/urls.ts';
import { addToQueue, playTracks } from '../player/player.ts';
import { tracksOfPlaylist } from '../screens/playlist/playable.ts';
import { useDeletePlaylist } from '../screens/playlist/use-delete-playlist.ts';
import { DownloadItem, Item, Line } from './items.tsx';

export function PlaylistItems({ playlist }: { playlist: PlaylistRow }) {
  const remove = useDeletePlaylist();
  return (
    <>
      <Item icon="play" onAct={() => void tracksOfPlaylist(playlist.id).then((tracks) => playTracks(tracks))}>
        Play now
      </Item>
      <Item icon="queue" onAct={() => void tracksOfPlaylist(playlist.id).then(addToQueue)}>
        Add to queue
      </Item>
      <Line />
      <DownloadItem href={playlistFileUrl(playlist.id)}>Download the list (.m3u8)</DownloadItem>
      <DownloadItem href={downloadUrl(playlist.id)}>Download the music (.zip)</DownloadItem>
      {playlist.mine && (
        <>
          <Line />
          <Item icon="trash" bad onAct={() => remove(playlist)}>
            Delete
          </Item>
        </>
      )}
    </>
  );
}
