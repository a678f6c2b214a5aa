/** Tracks that were found: press to play, their sound drawn to length. */
import type { ReactNode } from 'react';
import type { Found, Playable, SearchAnswer } from '../../api/contract.ts';
import { openTrackMenu } from '../../menu/open-menu.ts';
import { Art } from '../../parts/art.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Marked } from '../../parts/marked.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Wave } from '../../parts/wave.tsx';
import { playTracks } from '../../player/player.ts';
import { clock } from '../../text/format.ts';
import { ArtistWords } from './artist-words.tsx';

interface PartProps {
  part: SearchAnswer['tracks'];
  all: ReactNode;
  selected: string | null;
  /** What was searched: its letters are marked. */
  words: string;
}

export function TrackHits({ part, all, selected, words }: PartProps) {
  const longestMs = Math.max(1, ...part.hits.map(({ item }) => item.durationMs));
  const tracks = part.hits.map(({ item }) => item);
  return (
    <section>
      <h2>Tracks {all}</h2>
      <ul className="rows songs">
        {part.hits.map((found, at) => (
          <Song
            key={found.item.id}
            found={found}
            words={words}
            longestMs={longestMs}
            selected={selected === `track:${found.item.id}`}
            onPlay={() => playTracks(tracks, at)}
          />
        ))}
      </ul>
    </section>
  );
}

interface SongProps {
  found: Found<Playable>;
  words: string;
  longestMs: number;
  selected: boolean;
  onPlay: () => void;
}

function Song({ found: { item, matches }, words, longestMs, selected, onPlay }: SongProps) {
  return (
    <li
      data-selected={selected ? '' : undefined}
      onContextMenu={(event) => openTrackMenu(event, item)}
      onDoubleClick={onPlay}
    >
      <button
        type="button"
        className="song-play"
        aria-label={`Play ${item.title}`}
        disabled={item.missing}
        onClick={onPlay}
      >
        <Art artwork={item.artwork} name={item.album?.title ?? item.title} width={32} />
        <Icon name="play" />
      </button>
      <div>
        <b className="one-line" dir="auto" title={item.title}>
          <Marked name={item.title} ranges={matches.name} />
        </b>
        <span className="note one-line" dir="auto">
          <ArtistWords artists={item.artists} words={words} />
          {item.album !== null && (
            <>
              {' · '}
              <PlaceLink to="/albums/$id" id={item.album.id}>
                {item.album.title}
              </PlaceLink>
            </>
          )}
        </span>
      </div>
      <span className="wave-cell">
        <Wave peaks={item.peaks} length={item.durationMs / longestMs} />
      </span>
      <time className="num">{clock(item.durationMs)}</time>
      <button
        type="button"
        className="icon small more"
        aria-label={`More for ${item.title}`}
        onClick={(event) => openTrackMenu(event, item)}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}
