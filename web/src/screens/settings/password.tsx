/** A new password, for who knows the old one. */
import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { messageOf } from '../../api/problem.ts';
import { notify } from '../../frame/notices.ts';
import { PasswordField } from '../../parts/password-field.tsx';
import { SettingPart } from './setting.tsx';

export function Password() {
  const [times, setTimes] = useState(0);
  const change = useAction('POST /api/me/password', {
    quiet: true,
    onDone: () => {
      setTimes(times + 1);
      notify({ text: 'The password was changed.' });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    change.mutate({ body: { current: String(data.get('current')), next: String(data.get('next')) } });
  };
  return (
    <SettingPart title="Password" note="Apps have passwords of their own, below “Apps”.">
      <form key={times} className="form" onSubmit={submit}>
        <PasswordField name="current" label="Current password" autoComplete="current-password" />
        <PasswordField
          name="next"
          label="New password"
          autoComplete="new-password"
          minLength={8}
          note="At least 8 characters."
        />
        {change.isError && (
          <p className="form-error" role="alert">
            {messageOf(change.error)}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn words" disabled={change.isPending}>
            Change the password
          </button>
        </div>
      </form>
    </SettingPart>
  );
}
