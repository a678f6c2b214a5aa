/** The cover, the title, whose it is, and in what form it sounds. */
import type { Playable } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { Icon } from '../../parts/icon.tsx';
import { usePlayer } from '../../player/use-player.ts';
import { formatOf } from '../../text/sound-format.ts';

export function PlayingWhat({ track }: { track: Playable }) {
  const error = usePlayer((player) => player.error?.message ?? null);
  return (
    <div className="np-what">
      <Art
        key={track.artwork?.id}
        artwork={track.artwork}
        name={track.album?.title ?? track.title}
        width={420}
        alt={coverWords(track)}
        eager
      />
      <div>
        <h1 dir="auto" title={track.title}>
          {track.title}
        </h1>
        <p className="by" dir="auto">
          <ArtistNames artists={track.artists} />
        </p>
        <p className="badges">
          <span className="badge num">
            <Icon name="wave" />
            {formatOf(track)}
          </span>
        </p>
        {error !== null && (
          <p className="said" role="alert">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

function coverWords(track: Playable): string {
  return track.album === null ? '' : `Cover of ${track.album.title}`;
}
