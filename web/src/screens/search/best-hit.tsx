/** The best hit, large: what one most likely meant. */
import { Link } from '@tanstack/react-router';
import type { SearchAnswer } from '../../api/contract.ts';
import { Art } from '../../parts/art.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Marked } from '../../parts/marked.tsx';
import { playAlbum, playTracks } from '../../player/player.ts';
import { clock } from '../../text/format.ts';
import { rangesOf } from '../../text/match.ts';
import { namesOf, worksBy } from '../../text/names.ts';
import { playArtistById } from '../artist/artist-tracks.ts';

type Best = NonNullable<SearchAnswer['best']>;

export function BestHit({ best, words, selected }: { best: Best; words: string; selected: boolean }) {
  const name = best.kind === 'artist' ? best.item.name : best.item.title;
  return (
    <section>
      <h2>Best hit</h2>
      <article className="best" data-selected={selected ? '' : undefined}>
        <BestLink best={best}>
          <Art
            artwork={best.item.artwork}
            name={best.kind === 'track' ? (best.item.album?.title ?? name) : name}
            alt={name}
            width={168}
            face={best.kind === 'artist'}
            eager
          />
        </BestLink>
        <div>
          <BestLink best={best}>
            <h3 dir="auto" title={name}>
              <Marked name={name} ranges={rangesOf(name, words)} />
            </h3>
          </BestLink>
          <p className="note num" dir="auto">
            {wordsOf(best)}
          </p>
          <p className="acts">
            <button type="button" className="btn solid" onClick={() => play(best)}>
              <Icon name="play" />
              Play
            </button>
            <kbd title={best.kind === 'track' ? 'Enter plays it' : 'Enter opens it'}>Enter</kbd>
          </p>
        </div>
      </article>
    </section>
  );
}

function BestLink({ best, children }: { best: Best; children: React.ReactNode }) {
  if (best.kind === 'artist') {
    return (
      <Link to="/artists/$id" params={{ id: best.item.id }}>
        {children}
      </Link>
    );
  }
  const id = best.kind === 'album' ? best.item.id : best.item.album?.id;
  if (id === undefined) return <span>{children}</span>;
  return (
    <Link to="/albums/$id" params={{ id }}>
      {children}
    </Link>
  );
}

function wordsOf(best: Best): string {
  if (best.kind === 'artist') return `Artist · ${worksBy(best.item)}`;
  const by = namesOf(best.item.artists);
  if (best.kind === 'album') return ['Album', by, best.item.year].filter(Boolean).join(' · ');
  return ['Track', by, clock(best.item.durationMs)].join(' · ');
}

function play(best: Best): void {
  if (best.kind === 'track') playTracks([best.item]);
  else if (best.kind === 'album') void playAlbum(best.item.id);
  else void playArtistById(best.item.id);
}
