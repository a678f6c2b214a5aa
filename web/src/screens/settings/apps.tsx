/** Passwords for Subsonic apps: each app gets its own, so that one can be taken back without the others. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, useAction } from '../../api/ask.ts';
import type { CredentialRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Loaded } from '../../parts/states.tsx';
import { ago, day } from '../../text/format.ts';
import { ConnectApp } from './connect-app.tsx';
import { NewCredential } from './new-credential.tsx';
import { SettingPart } from './setting.tsx';

export type MadeCredential = CredentialRow & { secret: string };

export function Apps({ userName }: { userName: string }) {
  const credentials = useQuery(ask('GET /api/me/credentials', {}));
  const [made, setMade] = useState<MadeCredential | null>(null);
  return (
    <SettingPart
      title="Apps"
      note="Any Subsonic or OpenSubsonic app plays this library: on the phone, in the car, on the desk. Give each its own password."
    >
      {made !== null && (
        <ConnectApp key={made.id} made={made} userName={userName} onClose={() => setMade(null)} />
      )}
      <Loaded query={credentials} skeleton={<RowSkeletons count={1} />}>
        {(data) => data.length > 0 && <CredentialRows credentials={data} />}
      </Loaded>
      {made === null && <NewCredential onMade={setMade} />}
    </SettingPart>
  );
}

function CredentialRows({ credentials }: { credentials: readonly CredentialRow[] }) {
  const [asked, setAsked] = useState<string | null>(null);
  const remove = useAction('DELETE /api/me/credentials/:id', {
    stale: ['GET /api/me/credentials'],
    onDone: () => notify({ text: 'The app was shut out.' }),
  });
  return (
    <ul className="rows setting-rows">
      {credentials.map(({ id, name, legacy, createdAt, lastUsedAt }) => (
        <li key={id}>
          <span className="two">
            <b dir="auto">{name}</b>
            <span className="note">
              {lastUsedAt === null ? 'Not used yet' : `Used ${ago(lastUsedAt)}`} · made {day(createdAt)}
              {legacy && ' · for old apps'}
            </span>
          </span>
          {asked === id ? (
            <AskFirst
              act="Shut out"
              pending={remove.isPending}
              onAct={() => remove.mutate({ params: { id } })}
              onKeep={() => setAsked(null)}
            >
              It needs a new password to come back.
            </AskFirst>
          ) : (
            <button type="button" className="btn small words" onClick={() => setAsked(id)}>
              Shut out
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
