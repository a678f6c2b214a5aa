/**
 * Whether this browser was signed in when it was last here. Only a hint: with it the account is asked for at once,
 * without it the server is first asked whether there is one, so that a stranger's first visit begins without an error.
 */
import { rememberCsrf } from './client.ts';

const KEY = 'fonoteca.here';

/** Somebody is signed in: their token goes with every change from now on. */
export function rememberHere(csrf: string): void {
  rememberCsrf(csrf);
  try {
    localStorage.setItem(KEY, 'yes');
  } catch {
    // Without storage each visit begins with the question.
  }
}

export function forgetHere(): void {
  rememberCsrf('');
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept, so nothing is to forget.
  }
}

export function wasHere(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}
