/** First run: whoever reads the server's log becomes its admin. */
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { messageOf } from '../../api/problem.ts';
import { PasswordField } from '../../parts/password-field.tsx';
import { enter } from './enter.ts';
import { StartPage } from './start-page.tsx';

export function SetupScreen() {
  const navigate = useNavigate();
  const setup = useAction('POST /api/setup', {
    quiet: true,
    onDone: (me) => {
      enter(me);
      void navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const field = (name: string): string => String(data.get(name));
    setup.mutate({ body: { token: field('token').trim(), name: field('name').trim(), password: field('password') } });
  };
  return (
    <StartPage title="Make this server yours">
      <p className="lede">
        Fonoteca printed a token where it was started, so that only who can read that becomes its admin. Copy it here and choose a name.
      </p>
      <form className="form" onSubmit={submit}>
        <label>
          Token
          <input className="input" name="token" required autoComplete="off" autoCapitalize="off" spellCheck={false} defaultValue={tokenInAddress()} />
          <span className="note">The line in the terminal or the log that begins with “First run”.</span>
        </label>
        <label>
          Your name
          <input className="input" name="name" required maxLength={64} dir="auto" autoComplete="username" autoCapitalize="off" spellCheck={false} />
        </label>
        <PasswordField name="password" label="Password" autoComplete="new-password" minLength={8} note="At least 8 characters; a sentence is best." />
        {setup.isError && (
          <p className="form-error" role="alert">
            {messageOf(setup.error)}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn solid words" disabled={setup.isPending}>
            Begin
          </button>
        </div>
      </form>
    </StartPage>
  );
}

/** The log may print a whole address; then nothing needs copying. It is after `#`, so no server or proxy sees it. */
function tokenInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
}
