/** Queue and volume, at the far end of the bar. The volume's slider comes when it is first asked for. */
import { useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { toggleQueue } from '../../frame/sheets.ts';
import { Icon } from '../../parts/icon.tsx';
import { usePlayer } from '../use-player.ts';

const VolumePopover = lazy(() => import('./volume-popover.tsx'));

export function SideKeys() {
  return (
    <div className="side">
      <QueueKey />
      <VolumeKey />
    </div>
  );
}

export function QueueKey() {
  const router = useRouter();
  const open = useRouterState({ select: ({ location }) => location.search.sheet === 'queue' });
  return (
    <button
      type="button"
      className="icon"
      aria-label="Queue"
      title="Queue (q)"
      aria-pressed={open}
      onClick={() => toggleQueue(router)}
    >
      <Icon name="queue" />
    </button>
  );
}

function VolumeKey() {
  const [asked, setAsked] = useState(false);
  const muted = usePlayer((player) => player.muted || player.volume === 0);
  const standIn = (
    <button
      type="button"
      className="icon volume"
      aria-label="Volume"
      title="Volume (m mutes)"
      onClick={() => setAsked(true)}
    >
      <Icon name={muted ? 'muted' : 'volume'} />
    </button>
  );
  if (!asked) return standIn;
  return (
    <Suspense fallback={standIn}>
      <VolumePopover />
    </Suspense>
  );
}
