/** One person: role, when seen; a new password can be given. Removing asks first, since no Undo brings plays back. */
import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import type { Role, UserRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { Choice } from '../../parts/choice.tsx';
import { ago, day, inSentence } from '../../text/format.ts';

const ROLES: readonly { value: Role; name: string }[] = [
  { value: 'member', name: 'Member' },
  { value: 'admin', name: 'Admin' },
];

export function UserItem({
  user: { name, role, createdAt, lastSeenAt },
  self,
}: {
  user: UserRow;
  self: boolean;
}) {
  const [asked, setAsked] = useState<'password' | 'remove' | null>(null);
  const change = useAction('PATCH /api/admin/users/:name', { stale: ['GET /api/admin/users'] });
  return (
    <li>
      <span className="two">
        <b dir="auto">
          {name}
          {self && <span className="note"> you</span>}
        </b>
        <span className="note">
          {lastSeenAt === null ? 'Never seen' : `Seen ${inSentence(ago(lastSeenAt))}`} · since{' '}
          {day(createdAt)}
        </span>
      </span>
      <span className="acts admin-acts">
        {!self && (
          <Choice
            label={`Role of ${name}`}
            value={role}
            options={ROLES}
            onChoose={(next) => change.mutate({ params: { name }, body: { role: next as Role } })}
          />
        )}
        <button
          type="button"
          className="btn small words"
          onClick={() => setAsked(asked === 'password' ? null : 'password')}
        >
          New password
        </button>
        {!self && (
          <button
            type="button"
            className="btn small words"
            onClick={() => setAsked(asked === 'remove' ? null : 'remove')}
          >
            Remove
          </button>
        )}
      </span>
      {asked === 'password' && <NewPassword name={name} onDone={() => setAsked(null)} />}
      {asked === 'remove' && <RemoveUser name={name} onKeep={() => setAsked(null)} />}
    </li>
  );
}

function NewPassword({ name, onDone }: { name: string; onDone: () => void }) {
  const change = useAction('PATCH /api/admin/users/:name', {
    onDone: () => {
      notify({ text: `${name} has a new password.` });
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    change.mutate({
      params: { name },
      body: { password: String(new FormData(event.currentTarget).get('password')) },
    });
  };
  return (
    <form className="form-line admin-below" onSubmit={submit}>
      <label>
        New password for {name}
        <input
          className="input"
          name="password"
          type="text"
          required
          minLength={8}
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      <button type="submit" className="btn words" disabled={change.isPending}>
        Set it
      </button>
    </form>
  );
}

function RemoveUser({ name, onKeep }: { name: string; onKeep: () => void }) {
  const remove = useAction('DELETE /api/admin/users/:name', {
    stale: ['GET /api/admin/users'],
    onDone: () => notify({ text: `${name} was removed.` }),
  });
  return (
    <AskFirst
      className="admin-below"
      act={`Remove ${name}`}
      pending={remove.isPending}
      onAct={() => remove.mutate({ params: { name } })}
      onKeep={onKeep}
    >
      {name} is signed out everywhere, apps too. Their playlists, favourites, ratings and plays are gone for
      good.
    </AskFirst>
  );
}
