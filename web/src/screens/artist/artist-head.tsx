/** The head of an artist: face, name, what they do here, and the keys to hear it. */
import type { ArtistDetail } from '../../api/contract.ts';
import { Heart } from '../../parts/heart.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Mosaic } from '../../parts/mosaic.tsx';
import { Stars } from '../../parts/stars.tsx';
import { addToQueue } from '../../player/player.ts';
import { worksBy } from '../../text/names.ts';
import { playArtist, tracksOfArtist } from './artist-tracks.ts';

export function ArtistHead({ artist }: { artist: ArtistDetail }) {
  const none = artist.albums.length + artist.appearsOn.length + artist.topTracks.length === 0;
  const roles = artist.roles.filter((role) => role !== 'albumartist').map(capital);
  return (
    <header className="artist-head">
      <Mosaic artworks={facesOf(artist)} name={artist.name} width={176} face />
      <div>
        {roles.length > 0 && <p className="note">{roles.join(', ')}</p>}
        <h1 dir="auto">{artist.name}</h1>
        <p className="note num">{worksBy(artist)}</p>
        <p className="acts">
          <button type="button" className="btn solid" disabled={none} onClick={() => void playArtist(artist)}>
            <Icon name="play" />
            Play
          </button>
          <button
            type="button"
            className="btn"
            disabled={none}
            onClick={() => void tracksOfArtist(artist).then(addToQueue)}
          >
            <Icon name="queue" />
            Queue
          </button>
          <Heart id={artist.id} mark={artist.mark} name={artist.name} />
          <Stars id={artist.id} mark={artist.mark} name={artist.name} />
        </p>
      </div>
    </header>
  );
}

/** Their own picture, else four of their covers. */
function facesOf({ artwork, albums }: ArtistDetail) {
  if (artwork !== null) return [artwork];
  return albums.flatMap((album) => (album.artwork === null ? [] : [album.artwork])).slice(0, 4);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
