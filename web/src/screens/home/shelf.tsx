/** Rediscover, as a shelf: a spine takes its colour from the cover and its width from the discs; one stands pulled out. */
import { Link } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import type { AlbumRow } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { Icon } from '../../parts/icon.tsx';
import { playAlbum } from '../../player/player.ts';
import { day, plural } from '../../text/format.ts';
import { spineOf } from './spine.ts';

const PULLED_FIRST = 7;

export function Shelf({ albums }: { albums: readonly AlbumRow[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const pulled =
    albums.find((album) => album.id === chosen) ??
    albums[Math.min(PULLED_FIRST, Math.floor(albums.length / 2))];
  return (
    <section>
      <h2>
        Rediscover <span className="note">loved once, not heard for long</span>
      </h2>
      <div className="shelf scroll-x">
        {albums.map((album, at) =>
          album.id === pulled?.id ? (
            <Pulled key={album.id} album={album} />
          ) : (
            <Spine
              key={album.id}
              album={album}
              leaning={at === albums.length - 1 && albums.length > 4}
              onPull={setChosen}
            />
          ),
        )}
      </div>
    </section>
  );
}

interface SpineProps {
  album: AlbumRow;
  leaning: boolean;
  onPull: (id: string) => void;
}

function Spine({ album, leaning, onPull }: SpineProps) {
  const spine = spineOf(album);
  const style = { '--w': `${spine.widthPx}px`, '--s': spine.color, '--t': spine.textColor } as CSSProperties;
  return (
    <button
      type="button"
      className={['spine', spine.box ? 'box' : '', leaning ? 'leaning' : ''].join(' ')}
      style={style}
      title={`${album.title}, ${spine.by}`}
      aria-label={`${album.title}, ${spine.by}: pull out`}
      onClick={() => onPull(album.id)}
    >
      <b dir="auto">{album.title}</b>
      <i dir="auto">{spine.by}</i>
    </button>
  );
}

function Pulled({ album }: { album: AlbumRow }) {
  const { playedAt, playCount } = album.mark;
  return (
    <article className="pulled">
      <Link to="/albums/$id" params={{ id: album.id }}>
        <Art artwork={album.artwork} name={album.title} alt={album.title} width={240} />
      </Link>
      <div>
        <Link to="/albums/$id" params={{ id: album.id }}>
          <h3 className="two-lines" dir="auto" title={album.title}>
            {album.title}
          </h3>
        </Link>
        <p className="by" dir="auto">
          <ArtistNames artists={album.artists} />
        </p>
        <p className="note">
          {playedAt === null ? 'Not heard yet' : `Last heard ${day(playedAt)}`}
          {playCount > 0 && (
            <>
              ,<br />
              {plural(playCount, 'time')} in all
            </>
          )}
        </p>
        <p className="acts">
          <button type="button" className="btn" onClick={() => void playAlbum(album.id)}>
            <Icon name="play" />
            Play
          </button>
        </p>
      </div>
    </article>
  );
}
