/** What happens when somebody has got in, by whichever door. */
import type { Me } from '../../api/contract.ts';
import { rememberHere } from '../../api/here.ts';
import { queryClient } from '../../api/query-client.ts';
import { apply, meQuery } from '../../frame/use-settings.ts';

export function enter(me: Me): void {
  queryClient.clear();
  rememberHere(me.csrf);
  queryClient.setQueryData(meQuery.queryKey, me);
  apply(me.settings);
}
