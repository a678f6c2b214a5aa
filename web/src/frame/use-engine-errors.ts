/** Says what the player could not do. A lost session leads to the sign-in, a wanted gesture is explained. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { engine } from '../player/player.ts';
import { notify } from './notices.ts';
import { meQuery } from './use-settings.ts';

export function useEngineErrors(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      engine.on('error', ({ reason, message }) => {
        if (reason === 'signed-out') void client.invalidateQueries({ queryKey: meQuery.queryKey });
        const action = reason === 'blocked' ? { label: 'Play', run: () => engine.play() } : undefined;
        notify({ text: message, tone: 'bad', ...(action === undefined ? {} : { action }) });
      }),
    [client],
  );
}
