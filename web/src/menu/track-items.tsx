/** What can be done with a track. */
import type { Playable } from '../api/contract.ts';
import { showFacts } from '../frame/sheets.ts';
import { downloadUrl } from '../api/urls.ts';
import { addToQueue, playNext, playSimilar, playTracks } from '../player/player.ts';
import { AddToPlaylist } from './add-to-playlist.tsx';
import { DownloadItem, Item, Line, PlaceItem } from './items.tsx';
import type { HereAction } from './open-menu.ts';
import { RatingItems } from './rating-items.tsx';

export function TrackItems({ track, here }: { track: Playable; here: HereAction | undefined }) {
  const tracks = [track];
  const artist = track.artists.find((one) => one.id !== null);
  return (
    <>
      <Item icon="play" onAct={() => playTracks(tracks)}>
        Play now
      </Item>
      <Item icon="next" onAct={() => playNext(tracks)}>
        Play next
      </Item>
      <Item icon="queue" onAct={() => addToQueue(tracks)}>
        Add to queue
      </Item>
      <AddToPlaylist tracksOf={() => Promise.resolve(tracks)} />
      {!track.missing && (
        <Item icon="wave" onAct={() => void playSimilar(track)}>
          Play more like this
        </Item>
      )}
      <Line />
      <RatingItems id={track.id} mark={track.mark} />
      <Line />
      {track.album !== null && (
        <PlaceItem icon="album" to="/albums/$id" id={track.album.id}>
          Go to the album
        </PlaceItem>
      )}
      {artist?.id != null && (
        <PlaceItem icon="artist" to="/artists/$id" id={artist.id}>
          Go to the artist
        </PlaceItem>
      )}
      <Item icon="source" onAct={() => showFacts(track.id)}>
        Facts of this track
      </Item>
      {!track.missing && <DownloadItem href={downloadUrl(track.id)}>Download</DownloadItem>}
      {here !== undefined && (
        <>
          <Line />
          <Item icon="close" onAct={here.run}>
            {here.label}
          </Item>
        </>
      )}
    </>
  );
}
