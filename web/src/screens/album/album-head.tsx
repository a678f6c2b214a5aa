/** The head of an album: cover, title, whose it is, and what can be done with all of it. */
import type { AlbumDetail, AlbumTrack } from '../../api/contract.ts';
import { openAlbumMenu } from '../../menu/open-menu.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { Heart } from '../../parts/heart.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Stars } from '../../parts/stars.tsx';
import { addToQueue, playTracks } from '../../player/player.ts';
import { bytes, day, inSentence, partialDate, plural, span } from '../../text/format.ts';
import { AlbumBadges } from './album-badges.tsx';

export function AlbumHead({ album, tracks }: { album: AlbumDetail; tracks: AlbumTrack[] }) {
  return (
    <header className="album-head">
      <Art artwork={album.artwork} name={album.title} width={320} alt={`Cover of ${album.title}`} eager />
      <div className="album-title">
        <p className="note">{kindOf(album)}</p>
        <h1 dir="auto">{album.title}</h1>
        <p className="by" dir="auto">
          <ArtistNames artists={album.artists} />
        </p>
        <p className="note num">{factsOf(album)}</p>
        <AlbumActs album={album} tracks={tracks} />
      </div>
      <div className="album-side">
        <AlbumBadges album={album} />
        <Heard album={album} />
      </div>
    </header>
  );
}

function AlbumActs({ album, tracks }: { album: AlbumDetail; tracks: AlbumTrack[] }) {
  return (
    <p className="acts">
      <button type="button" className="btn solid" disabled={album.missing} onClick={() => playTracks(tracks)}>
        <Icon name="play" />
        Play
      </button>
      <button type="button" className="btn" disabled={album.missing} onClick={() => addToQueue(tracks)}>
        <Icon name="queue" />
        Queue
      </button>
      <Heart id={album.id} mark={album.mark} name={album.title} />
      <button
        type="button"
        className="icon"
        aria-label="More"
        onClick={(event) => openAlbumMenu(event, album)}
      >
        <Icon name="more" />
      </button>
    </p>
  );
}

/** What this listener has to do with the album. */
function Heard({ album: { id, mark, title, addedAt } }: { album: AlbumDetail }) {
  const times = mark.playCount === 0 ? 'Not played yet' : `Played ${plural(mark.playCount, 'time')}`;
  const last = mark.playedAt === null ? '' : `, last ${inSentence(day(mark.playedAt))}`;
  return (
    <div className="heard">
      <Stars id={id} mark={mark} name={title} />
      <p className="note num">
        {times}
        {mark.playCount > 0 && last} · added {inSentence(day(addedAt))}
      </p>
    </div>
  );
}

function kindOf({ releaseTypes, compilation, discCount }: AlbumDetail): string {
  const kind = releaseTypes.length > 0 ? releaseTypes.join(', ') : compilation ? 'Compilation' : 'Album';
  return discCount > 1 ? `${kind} · ${plural(discCount, 'disc')}` : kind;
}

function factsOf({ trackCount, durationMs, originalDate, year, sizeBytes }: AlbumDetail): string {
  const date = originalDate ?? (year === null ? null : String(year));
  const parts = [
    date === null ? null : partialDate(date),
    plural(trackCount, 'track'),
    span(durationMs),
    bytes(sizeBytes),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
