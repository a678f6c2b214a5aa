/** What can be done with an album. Its tracks are fetched only when something is done with them. */
import type { AlbumRow } from '../api/contract.ts';
import { downloadUrl } from '../api/urls.ts';
import { addToQueue, playAlbum, playNext, tracksOfAlbum } from '../player/player.ts';
import { AddToPlaylist } from './add-to-playlist.tsx';
import { DownloadItem, Item, Line, PlaceItem } from './items.tsx';
import { RatingItems } from './rating-items.tsx';

export function AlbumItems({ album }: { album: AlbumRow }) {
  const artist = album.artists.find((one) => one.id !== null);
  return (
    <>
      <Item icon="play" onAct={() => void playAlbum(album.id)}>
        Play now
      </Item>
      <Item icon="next" onAct={() => void tracksOfAlbum(album.id).then(playNext)}>
        Play next
      </Item>
      <Item icon="queue" onAct={() => void tracksOfAlbum(album.id).then(addToQueue)}>
        Add to queue
      </Item>
      <AddToPlaylist tracksOf={() => tracksOfAlbum(album.id)} />
      <Line />
      <RatingItems id={album.id} mark={album.mark} />
      <Line />
      <PlaceItem icon="album" to="/albums/$id" id={album.id}>
        Go to the album
      </PlaceItem>
      {artist?.id != null && (
        <PlaceItem icon="artist" to="/artists/$id" id={artist.id}>
          Go to the artist
        </PlaceItem>
      )}
      {!album.missing && <DownloadItem href={downloadUrl(album.id)}>Download as ZIP</DownloadItem>}
    </>
  );
}
