/** The queue beside the page: what was heard, what is heard, what comes; all of it can be put in another order. */
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAction } from '../../api/ask.ts';
import { notify } from '../../frame/notices.ts';
import { Sheet } from '../../frame/sheet.tsx';
import { closeQueue } from '../../frame/sheets.ts';
import { usePhone } from '../../frame/theme.ts';
import { newName } from '../../menu/add-to-playlist.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/states.tsx';
import { plural, span } from '../../text/format.ts';
import type { Playable } from '../../api/contract.ts';
import { setGoingOn, useGoingOn } from '../going-on-setting.ts';
import { clearQueue, shuffleQueue } from '../player.ts';
import { usePlayer } from '../use-player.ts';
import { QueueList } from './queue-list.tsx';
import { RepeatKey } from './repeat-key.tsx';
import './queue.css';

export default function QueueSheet() {
  const router = useRouter();
  useCloseOnLeaving();
  const queue = usePlayer((player) => player.queue);
  const index = usePlayer((player) => player.index);
  return (
    <Sheet
      title="Queue"
      note={noteOf(queue, index)}
      onClose={() => closeQueue(router)}
      foot={<QueueFoot queue={queue} />}
    >
      {queue.length === 0 ? (
        <Empty>The queue is empty. Play an album, or swipe a track to the right.</Empty>
      ) : (
        <>
          <QueueList queue={queue} index={index} />
          <GoingOn />
        </>
      )}
    </Sheet>
  );
}

/** What comes when all of it was heard. */
function GoingOn() {
  const goingOn = useGoingOn();
  return (
    <label className="check queue-end">
      <input type="checkbox" checked={goingOn} onChange={() => setGoingOn(!goingOn)} />
      Then go on with similar music
    </label>
  );
}

/** On a phone the sheet hides the page: who goes to another one wants to see it. */
function useCloseOnLeaving(): void {
  const router = useRouter();
  const phone = usePhone();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const opened = useRef(path);
  useEffect(() => {
    if (phone && path !== opened.current) closeQueue(router);
  }, [phone, path, router]);
}

function QueueFoot({ queue }: { queue: readonly Playable[] }) {
  const router = useRouter();
  const save = useAction('POST /api/playlists', {
    stale: ['GET /api/playlists'],
    onDone: ({ id, name }) => {
      const open = (): void => void router.navigate({ to: '/playlists/$id', params: { id } });
      notify({ text: `Saved as “${name}”.`, action: { label: 'Open', run: open } });
    },
  });
  const empty = queue.length === 0;
  return (
    <>
      <RepeatKey />
      <button
        type="button"
        className="icon"
        aria-label="Mix what comes next"
        title="Mix what comes next"
        disabled={empty}
        onClick={shuffleQueue}
      >
        <Icon name="shuffle" />
      </button>
      <button
        type="button"
        className="btn small"
        disabled={empty || save.isPending}
        onClick={() => save.mutate({ body: { name: newName(), trackIds: queue.map((track) => track.id) } })}
      >
        <Icon name="list" />
        Save as playlist
      </button>
      <button type="button" className="btn small words" disabled={empty} onClick={clearQueue}>
        Clear
      </button>
    </>
  );
}

function noteOf(queue: readonly Playable[], index: number): string {
  const rest = queue.slice(Math.max(0, index));
  const restMs = rest.reduce((sum, track) => sum + track.durationMs, 0);
  return queue.length === 0 ? '' : `${plural(rest.length, 'track')} · ${span(restMs)}`;
}
