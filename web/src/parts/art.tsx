/** A cover: its square stands before it loads, in its own dominant colour; without one, a card with its title. */
import { useCallback, useEffect, useState, type CSSProperties } from 'react';
import type { Artwork } from '../api/contract.ts';
import { artworkUrl } from '../api/urls.ts';
import { initialsOf } from '../text/names.ts';
import { madeCoverOf } from './made-cover.ts';

interface ArtProps {
  artwork: Artwork | null;
  /** Whose initials stand in; also the words for those who do not see the picture, when `alt` is given. */
  name: string;
  /** How wide it is drawn at most, in CSS pixels: decides which variant is fetched. */
  width: number;
  /** Empty where the name stands beside it. */
  alt?: string;
  eager?: boolean;
  /** A person has initials on plain paper; an album without a cover gets one made of its title. */
  face?: boolean;
  /** In lists that are scrolled fast: fetched only once it has stood for a moment. */
  patient?: boolean;
}

const PATIENCE_MS = 120;

export function Art({
  artwork,
  name,
  width,
  alt = '',
  eager = false,
  patient = false,
  face = false,
}: ArtProps) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const wanted = useWaited(patient ? PATIENCE_MS : 0);
  const shown = useCallback((image: HTMLImageElement | null) => {
    // From the browser's cache it is there before React listens: no fading then.
    if (image?.complete === true && image.naturalWidth > 0) setState('shown');
  }, []);
  if (artwork === null || state === 'failed')
    return face ? <BareArt name={name} alt={alt} /> : <MadeArt name={name} alt={alt} width={width} />;
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
  return (
    <span className="art bare" {...saidAs(alt)}>
      <span className="initials">{initialsOf(name)}</span>
    </span>
  );
}

/** Narrower than this a title cannot be read on it. */
const TITLE_FROM_PX = 96;

function MadeArt({ name, alt, width }: { name: string; alt: string; width: number }) {
  const { color, ink, figure } = madeCoverOf(name);
  return (
    <span
      className="art made"
      data-figure={figure}
      style={{ '--art': color, '--made-ink': ink } as CSSProperties}
      {...saidAs(alt)}
    >
      {width < TITLE_FROM_PX ? (
        <span className="initials">{initialsOf(name)}</span>
      ) : (
        <span className="made-title" dir="auto">
          {name}
        </span>
      )}
    </span>
  );
}

function saidAs(alt: string) {
  return alt === '' ? ({ 'aria-hidden': true } as const) : { role: 'img', 'aria-label': alt };
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
