/** The frame around every screen. What is not needed for the first paint comes in its own chunk, when first asked for. */
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import type { Events } from '../api/contract.ts';
import { listenToServer } from '../api/events.ts';
import { useOpenMenu } from '../menu/open-menu.ts';
import { PlayerBar } from '../player/bar/player-bar.tsx';
import { learnMarkOfCurrent } from '../player/current-mark.ts';
import { goOnWithSimilar } from '../player/going-on.ts';
import { followQueue, keepQueue } from '../player/keep-queue.ts';
import { usePlayer } from '../player/use-player.ts';
import { NoticeList } from './notice-list.tsx';
import { Rail } from './rail.tsx';
import { useFactsOf, useHelpShown } from './sheets.ts';
import { TopBar } from './top-bar.tsx';
import { useAccent } from './use-accent.ts';
import { useEngineErrors } from './use-engine-errors.ts';
import { useKeys } from './use-keys.ts';

const ItemMenu = lazy(() => import('../menu/item-menu.tsx'));
const QueueSheet = lazy(() => import('../player/queue/queue-sheet.tsx'));
const TrackFacts = lazy(() => import('./track-facts.tsx'));
const KeyHelp = lazy(() => import('./key-help.tsx'));

export function Shell() {
  const client = useQueryClient();
  useEffect(() => listenToServer(client, { onElsewhere: followElsewhere }), [client]);
  useEffect(() => keepQueue(), []);
  useEffect(() => goOnWithSimilar(), []);
  useAccent();
  useKeys();
  useEngineErrors();
  const idle = usePlayer((player) => player.track === null);
  const screen = useRouterState({ select: ({ location }) => location.pathname.split('/').at(1) ?? '' });
  return (
    <div className="shell" data-screen={screen === '' ? 'home' : screen} data-idle={idle ? '' : undefined}>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <Rail />
      <TopBar />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <PlayerBar />
      <NoticeList />
      <Extras />
    </div>
  );
}

/** What is not in the cache of answers: the queue, and the mark of the track that is heard. */
function followElsewhere(what: Events['account']['what']): void {
  if (what === 'queue') void followQueue();
  if (what === 'marks') void learnMarkOfCurrent();
}

function Extras() {
  const menu = useOpenMenu();
  const help = useHelpShown();
  const facts = useFactsOf();
  const queue = useRouterState({ select: ({ location }) => location.search.sheet === 'queue' });
  return (
    <Suspense fallback={null}>
      {menu !== null && <ItemMenu menu={menu} />}
      {queue && <QueueSheet />}
      {help && <KeyHelp />}
      {facts !== null && <TrackFacts trackId={facts} />}
    </Suspense>
  );
}
