/** A cover: its square stands before it loads, in its own dominant colour; without one, the initials of a name. */
import { useCallback, useEffect, useState, type CSSProperties } from 'react';
import type { Artwork } from '../api/contract.ts';
import { artworkUrl } from '../api/urls.ts';
import { initialsOf } from '../text/names.ts';

interface ArtProps {
  artwork: Artwork | null;
  /** Whose initials stand in; also the words for those who do not see the picture, when `alt` is given. */
  name: string;
  /** How wide it is drawn at most, in CSS pixels: decides which variant is fetched. */
  width: number;
  /** Empty where the name stands beside it. */
  alt?: string;
  eager?: boolean;
  /** In lists that are scrolled fast: fetched only once it has stood for a moment. */
  patient?: boolean;
}

const PATIENCE_MS = 120;

export function Art({ artwork, name, width, alt = '', eager = false, patient = false }: ArtProps) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const wanted = useWaited(patient ? PATIENCE_MS : 0);
  const shown = useCallback((image: HTMLImageElement | null) => {
    // From the browser's cache it is there before React listens: no fading then.
    if (image?.complete === true && image.naturalWidth > 0) setState('shown');
  }, []);
  if (artwork === null || state === 'failed') return <BareArt name={name} alt={alt} />;
  return (
    <span className="art" style={{ '--art': artwork.color } as CSSProperties}>
      {wanted && (
        <img
          ref={shown}
          src={artworkUrl(artwork.id, width)}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          data-loading={state === 'loading' ? '' : undefined}
          onLoad={() => setState('shown')}
          onError={() => setState('failed')}
        />
      )}
    </span>
  );
}

function BareArt({ name, alt }: { name: string; alt: string }) {
  const said = alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt };
  return (
    <span className="art bare" {...said}>
      <span className="initials">{initialsOf(name)}</span>
    </span>
  );
}

/** True after that time; at once when there is none to wait. */
function useWaited(waitMs: number): boolean {
  const [waited, setWaited] = useState(waitMs === 0);
  useEffect(() => {
    if (waited) return;
    const timer = setTimeout(() => setWaited(true), waitMs);
    return () => clearTimeout(timer);
  }, [waited, waitMs]);
  return waited;
}
