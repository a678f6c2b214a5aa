/** Asks what app it is, and whether it is an old one, then makes its password. */
import type { FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import type { MadeCredential } from './apps.tsx';

export function NewCredential({ onMade }: { onMade: (made: MadeCredential) => void }) {
  const make = useAction('POST /api/me/credentials', { stale: ['GET /api/me/credentials'], onDone: onMade });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    make.mutate({ body: { name: String(data.get('name')).trim(), legacy: data.get('legacy') === 'on' } });
  };
  return (
    <form className="form" onSubmit={submit}>
      <label>
        Name of the app
        <input
          className="input"
          name="name"
          required
          maxLength={80}
          placeholder="Symfonium on my phone"
          dir="auto"
          autoComplete="off"
        />
      </label>
      <label className="check">
        <input type="checkbox" name="legacy" />
        <span>
          The app is an old one
          <span className="note">
            Some apps sign in only with “token and salt”. For these the server must keep the password in a
            form that it can read back.
          </span>
        </span>
      </label>
      <div className="acts">
        <button type="submit" className="btn words" disabled={make.isPending}>
          Make a password
        </button>
      </div>
    </form>
  );
}
