/** Ends this session: the sound stops, nothing of the account stays in the page. */
import { useNavigate } from '@tanstack/react-router';
import { useAction } from '../../api/ask.ts';
import { forgetHere } from '../../api/here.ts';
import { queryClient } from '../../api/query-client.ts';
import { engine } from '../../player/player.ts';

export function useSignOut(): () => void {
  const navigate = useNavigate();
  const end = useAction('DELETE /api/session', {
    onDone: () => {
      engine.clear();
      queryClient.clear();
      forgetHere();
      void navigate({ to: '/sign-in', replace: true });
    },
  });
  return () => end.mutate({});
}
