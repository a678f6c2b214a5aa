/** First run: whoever reads the server's log becomes its admin. */
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { messageOf } from '../../api/problem.ts';
import { setupToken } from '../../api/setup-token.ts';
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
    setup.mutate({
      body: { token: field('token').trim(), name: field('name').trim(), password: field('password') },
    });
  };
  return (
    <StartPage title="Make this server yours">
      <p className="lede">
        {setupToken === ''
          ? 'Fonoteca printed a token where it was started, so that only who can read that becomes its admin. Copy it here and choose a name.'
          : 'Choose a name and a password. They are yours on this server alone, and you are its admin.'}
      </p>
      <form className="form" onSubmit={submit}>
        <TokenField shown={setupToken === '' || setup.isError} />
        <label>
          Your name
          <input
            className="input"
            name="name"
            required
            maxLength={64}
            dir="auto"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
          />
        </label>
        <PasswordField
          name="password"
          label="Password"
          autoComplete="new-password"
          minLength={8}
          note="At least 8 characters; a sentence is best."
        />
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

/** Who came by the printed address has the token already; it is shown only when the server did not like it. */
function TokenField({ shown }: { shown: boolean }) {
  if (!shown) return <input type="hidden" name="token" value={setupToken} />;
  return (
    <label>
      Token
      <input
        className="input"
        name="token"
        required
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        defaultValue={setupToken}
      />
      <span className="note">
        In the terminal or the log: the line with “setup token”. It changes with each start.
      </span>
    </label>
  );
}
