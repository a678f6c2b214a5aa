/**
 * The words of what plays, and whether they are wanted (this browser remembers). While those of the next track are
 * fetched, the room stays as it was, so that nothing jumps between two songs with words.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import type { Lyrics, Playable } from '../../api/contract.ts';

const KEY = 'fonoteca.words';

export interface Words {
  /** Timed ones first; null when the track has none, or they are not wanted, or not here yet. */
  lyrics: Lyrics | null;
  /** Whether the room for them is open. */
  open: boolean;
  wanted: boolean;
  /** False when it is known that the track came without. */
  any: boolean;
  toggle: () => void;
}

export function useWords(track: Playable | null): Words {
  const [wanted, setWanted] = useState(read);
  const id = track?.id ?? '';
  const query = useQuery({
    ...ask('GET /api/tracks/:id/lyrics', { params: { id } }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    enabled: track !== null,
  });
  const best = bestOf(query.data);
  const toggle = (): void => {
    setWanted(!wanted);
    keep(!wanted);
  };
  const lyrics = wanted && !query.isPlaceholderData ? best : null;
  return {
    lyrics,
    open: wanted && best !== null,
    wanted,
    any: best !== null || query.isPending,
    toggle,
  };
}

function bestOf(all: readonly Lyrics[] | undefined): Lyrics | null {
  const withLines = all?.filter(({ lines }) => lines.length > 0) ?? [];
  return withLines.find(({ synced }) => synced) ?? withLines[0] ?? null;
}

function keep(wanted: boolean): void {
  try {
    localStorage.setItem(KEY, wanted ? 'shown' : 'hidden');
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'hidden';
  } catch {
    return true;
  }
}
