/** Sign in, then on to where one wanted to go. */
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { messageOf } from '../../api/problem.ts';
import { PasswordField } from '../../parts/password-field.tsx';
import { enter } from './enter.ts';
import { StartPage } from './start-page.tsx';

const route = getRouteApi('/sign-in');

export function SignInScreen() {
  const { next } = route.useSearch();
  const router = useRouter();
  const signIn = useAction('POST /api/session', {
    quiet: true,
    onDone: (me) => {
      enter(me);
      router.history.replace(isHere(next) ? next : router.buildLocation({ to: '/' }).href);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    signIn.mutate({
      body: { name: String(data.get('name')).trim(), password: String(data.get('password')) },
    });
  };
  return (
    <StartPage title="Sign in">
      <form className="form" onSubmit={submit}>
        <label>
          Name
          <input
            className="input"
            name="name"
            required
            dir="auto"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
          />
        </label>
        <PasswordField name="password" label="Password" autoComplete="current-password" />
        {signIn.isError && (
          <p className="form-error" role="alert">
            {messageOf(signIn.error)}
          </p>
        )}
        <div className="acts">
          <button type="submit" className="btn solid words" disabled={signIn.isPending}>
            Sign in
          </button>
        </div>
      </form>
    </StartPage>
  );
}

/** Only a path of this page is followed: an address may come from anywhere. */
function isHere(next: string | undefined): next is string {
  return next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
}
