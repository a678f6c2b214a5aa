/** What was begun and not ended: the last of it large, three more beside it, each from where it was left. */
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import type { Continue } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { ArtistNames } from '../../parts/artist-names.tsx';
import { Icon } from '../../parts/icon.tsx';
import { WaveAt } from '../../parts/wave.tsx';
import { engine, playAlbum } from '../../player/player.ts';
import { clock } from '../../text/format.ts';

const BESIDE_MAX = 3;

export function ContinueListening({ items }: { items: readonly Continue[] }) {
  const [last, ...others] = items;
  if (last === undefined) return null;
  return (
    <section>
      <h2>Continue listening</h2>
      <div className="continue">
        <ContinueBig item={last} />
        {others.length > 0 && (
          <ul className="resume">
            {others.slice(0, BESIDE_MAX).map((item) => (
              <ContinueRow key={item.track.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function ContinueBig({ item }: { item: Continue }) {
  const { track, index, count, leftMs, albumDurationMs } = item;
  return (
    <article className="resume-big">
      <AlbumLink item={item}>
        <Art artwork={track.artwork} name={titleOf(item)} alt={titleOf(item)} width={264} eager />
      </AlbumLink>
      <div>
        <p className="note one-line num">
          {track.album === null ? 'A single track' : `${index} of ${count} · ${track.title}`}
        </p>
        <AlbumLink item={item}>
          <h3 className="two-lines" dir="auto" title={titleOf(item)}>
            {titleOf(item)}
          </h3>
        </AlbumLink>
        <p className="by" dir="auto">
          <ArtistNames artists={track.artists} />
        </p>
        <WaveAt peaks={track.peaks} at={track.durationMs > 0 ? item.positionMs / track.durationMs : 0} />
        <p className="acts">
          <button
            type="button"
            className="btn solid"
            onClick={() => resume(item)}
            aria-label={`Continue ${titleOf(item)}`}
          >
            <Icon name="play" />
            <span>Continue</span>
          </button>
          <span className="note num">
            {clock(leftMs)} left of {clock(albumDurationMs)}
          </span>
        </p>
      </div>
    </article>
  );
}

function ContinueRow({ item }: { item: Continue }) {
  const { track, leftMs, albumDurationMs } = item;
  const heard = albumDurationMs > 0 ? 1 - leftMs / albumDurationMs : 0;
  return (
    <li>
      <button
        type="button"
        className="resume-art"
        onClick={() => resume(item)}
        aria-label={`Continue ${titleOf(item)}`}
      >
        <Art artwork={track.artwork} name={titleOf(item)} width={72} eager />
        <Icon name="play" />
      </button>
      <div>
        <AlbumLink item={item}>
          <b className="one-line" dir="auto" title={titleOf(item)}>
            {titleOf(item)}
          </b>
        </AlbumLink>
        <span className="by one-line" dir="auto">
          <ArtistNames artists={track.artists} />
        </span>
        <span className="bar" style={{ '--at': `${heard * 100}%` } as CSSProperties} />
      </div>
      <span className="note num">{clock(leftMs)} left</span>
    </li>
  );
}

function AlbumLink({ item: { track }, children }: { item: Continue; children: React.ReactNode }) {
  if (track.album === null) return <span>{children}</span>;
  return (
    <Link to="/albums/$id" params={{ id: track.album.id }}>
      {children}
    </Link>
  );
}

function titleOf({ track }: Continue): string {
  return track.album?.title ?? track.title;
}

function resume({ track, positionMs }: Continue): void {
  if (track.album === null) engine.load([track], { positionMs });
  else void playAlbum(track.album.id, { trackId: track.id, positionMs });
}
