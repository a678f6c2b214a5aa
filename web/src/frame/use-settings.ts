/** The account's settings: a change shows at once, is sent, and goes back when the server refuses. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { call } from '../api/client.ts';
import type { Me, Settings } from '../api/contract.ts';
import { messageOf } from '../api/problem.ts';
import { applySettings } from '../player/player.ts';
import { notify } from './notices.ts';
import { applyTheme } from './theme.ts';

export const meQuery = ask('GET /api/me', {});

export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

/** Makes the page look and sound as the settings say. */
export function apply(settings: Settings): void {
  applyTheme(settings.theme);
  applySettings(settings);
}

export function useChangeSettings(): (change: Partial<Settings>) => Promise<void> {
  const client = useQueryClient();
  const put = (settings: Settings): void => {
    client.setQueryData(meQuery.queryKey, (me) => (me === undefined ? me : { ...me, settings }));
    apply(settings);
  };
  return async (change) => {
    const before = client.getQueryData(meQuery.queryKey)?.settings;
    if (before === undefined) return;
    put({ ...before, ...change });
    try {
      put(await call('PATCH /api/me/settings', { body: change }));
    } catch (error) {
      put(before);
      notify({ text: messageOf(error), tone: 'bad' });
    }
  };
}
