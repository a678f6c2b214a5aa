/** What happens when somebody has got in, by whichever door. */
import type { Me } from '../../api/contract.ts';
import { rememberCsrf } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { apply, meQuery } from '../../frame/use-settings.ts';

export function enter(me: Me): void {
  queryClient.clear();
  rememberCsrf(me.csrf);
  queryClient.setQueryData(meQuery.queryKey, me);
  apply(me.settings);
}
