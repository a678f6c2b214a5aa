/** Where this account is signed in; any of it can be ended. */
import { useQuery } from '@tanstack/react-query';
import { ask, useAction } from '../../api/ask.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Loaded } from '../../parts/states.tsx';
import { ago, day } from '../../text/format.ts';
import { SettingPart } from './setting.tsx';

export function Sessions() {
  const sessions = useQuery(ask('GET /api/me/sessions', {}));
  const end = useAction('DELETE /api/me/sessions/:id', { stale: ['GET /api/me/sessions'] });
  return (
    <SettingPart title="Sessions" note="Browsers in which you are signed in.">
      <Loaded query={sessions} skeleton={<RowSkeletons count={2} />}>
        {(data) => (
          <ul className="rows setting-rows">
            {data.map(({ id, client, current, createdAt, lastSeenAt }) => (
              <li key={id}>
                <span className="two">
                  <b>{client}</b>
                  <span className="note">
                    {current ? 'This one' : `Seen ${ago(lastSeenAt)}`} · since {day(createdAt)}
                  </span>
                </span>
                {!current && (
                  <button
                    type="button"
                    className="btn small words"
                    onClick={() => end.mutate({ params: { id } })}
                  >
                    End
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </SettingPart>
  );
}
