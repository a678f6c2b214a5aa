/** The way back, from what it plays, and more. */
import { Link, useCanGoBack, useRouter } from '@tanstack/react-router';
import type { Playable } from '../../api/contract.ts';
import { openTrackMenu } from '../../menu/open-menu.ts';
import { Heart } from '../../parts/heart.tsx';
import { Icon } from '../../parts/icon.tsx';

export function PlayingTop({ track }: { track: Playable }) {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const close = (): void => {
    if (canGoBack) router.history.back();
    else void router.navigate({ to: '/' });
  };
  return (
    <header className="np-top">
      <button type="button" className="icon" aria-label="Close" onClick={close}>
        <Icon name="down" />
      </button>
      <span className="note one-line">
        {track.album !== null && (
          <>
            From{' '}
            <Link to="/albums/$id" params={{ id: track.album.id }}>
              <b dir="auto">{track.album.title}</b>
            </Link>
          </>
        )}
      </span>
      <span className="np-marks">
        <Heart id={track.id} mark={track.mark} name={track.title} />
        <button
          type="button"
          className="icon"
          aria-label="More"
          onClick={(event) => openTrackMenu(event, track)}
        >
          <Icon name="more" />
        </button>
      </span>
    </header>
  );
}
