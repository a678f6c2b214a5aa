/** The words of the song. Timed ones follow the music, and a press on a line goes there; others are simply read. */
import { useEffect, useRef } from 'react';
import type { Lyrics } from '../../api/contract.ts';
import { engine } from '../../player/player.ts';
import { usePosition } from '../../player/use-player.ts';
import { lineAt } from './line-at.ts';

export function PlayingWords({ lyrics }: { lyrics: Lyrics | null }) {
  if (lyrics === null) return <div className="lyrics-room" />;
  return lyrics.synced ? <Timed lyrics={lyrics} /> : <Read lyrics={lyrics} />;
}

function Timed({ lyrics }: { lyrics: Lyrics }) {
  const list = useRef<HTMLOListElement>(null);
  const at = usePosition((positionMs) => lineAt(lyrics.lines, positionMs));
  useEffect(() => {
    const line = list.current?.children[Math.max(0, at)];
    if (!(line instanceof HTMLElement) || list.current === null) return;
    // Only the words move, never the page around them.
    const top = line.offsetTop - list.current.clientHeight / 2 + line.clientHeight / 2;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    list.current.scrollTo({ top, behavior: still ? 'instant' : 'smooth' });
  }, [at]);
  return (
    <ol ref={list} className="lyrics-room lyrics" lang={langOf(lyrics)} aria-label="Words">
      {lyrics.lines.map(({ text, timeMs }, line) => (
        // oxlint-disable-next-line react/no-array-index-key: lines repeat; their place is their name
        <li key={line} aria-current={line === at}>
          {text === '' ? (
            <span aria-hidden="true">·</span>
          ) : (
            <button type="button" dir="auto" onClick={() => timeMs !== null && engine.seek(timeMs)}>
              {text}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

function Read({ lyrics }: { lyrics: Lyrics }) {
  return (
    <ol className="lyrics-room lyrics read" lang={langOf(lyrics)} aria-label="Words">
      {lyrics.lines.map(({ text }, line) => (
        // oxlint-disable-next-line react/no-array-index-key: lines repeat; their place is their name
        <li key={line} dir="auto">
          {text === '' ? '\u00a0' : text}
        </li>
      ))}
    </ol>
  );
}

function langOf({ language }: Lyrics): string | undefined {
  return language === '' || language === 'xxx' || language === 'und' ? undefined : language;
}
