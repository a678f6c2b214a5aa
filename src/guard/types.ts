/**
 * What the guard promises to the rest of the house, in types only: the server and the command line are written
 * against this file. Times are milliseconds since 1970. Expected outcomes are values (`kind`), never exceptions.
 */
import type { Actor } from '#audit/index.ts';

export type Role = 'admin' | 'member';

/** What a person chose for the page. The server's contract names the same fields. */
export interface AccountSettings {
  theme: 'light' | 'dark' | 'auto';
  replayGain: 'track' | 'album' | 'off';
  /** -15 to 15. */
  preampDb: number;
  /** 0: the original; else 32 to 510. */
  maxBitrateKbps: number;
}

export interface Account {
  /** Never given to another person, even after removal. */
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly settings: AccountSettings;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
}

export interface Session {
  readonly id: number;
  readonly accountId: number;
  /** To be sent back in a header by every request that changes something. */
  readonly csrf: string;
  /** What signed in, as it named itself (User-Agent). */
  readonly client: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

export interface Credential {
  readonly id: number;
  readonly accountId: number;
  readonly name: string;
  readonly legacy: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** `retryAfterSeconds` is 0 where waiting would not help. `refusalProblem` turns it into status, code and message. */
export interface Refused<Reason extends RefusalReason> {
  readonly kind: 'refused';
  readonly reason: Reason;
  readonly retryAfterSeconds: number;
}

export type RefusalReason =
  /** The name or the secret is wrong; it is not said which. */
  | 'wrong'
  | 'wrong-token'
  | 'unknown-key'
  /** No legacy credential is known under that name, so token and salt cannot be checked. */
  | 'legacy-needed'
  | 'throttled'
  /** More sign-ins wait than memory allows. */
  | 'busy'
  | 'already-set-up'
  | 'name-taken'
  | 'name-unfit'
  | 'password-unfit'
  | 'settings-unfit'
  | 'last-admin'
  | 'too-many'
  | 'not-found';

/** Where a request came from: the peer's address as the server trusts it, and what it calls itself. */
export interface Visitor {
  readonly address: string;
  readonly client?: string;
}

/** A new session. `token` goes into the cookie and is kept nowhere else; see `sessionCookie`. */
export interface SessionOpened {
  readonly kind: 'ok';
  readonly account: Account;
  readonly session: Session;
  readonly token: string;
}

/** `refreshed`: the expiry has moved, so the cookie should be sent again. */
export type SessionFound =
  | { readonly kind: 'ok'; readonly account: Account; readonly session: Session; readonly refreshed: boolean }
  | { readonly kind: 'none' };

export type CredentialVerified =
  | { readonly kind: 'ok'; readonly account: Account; readonly credential: Credential }
  | Refused<'wrong' | 'unknown-key' | 'legacy-needed' | 'throttled'>;

export type AccountAdded =
  | { readonly kind: 'ok'; readonly account: Account }
  | Refused<'name-taken' | 'name-unfit' | 'password-unfit' | 'busy'>;
export type AccountChanged =
  | { readonly kind: 'ok'; readonly account: Account }
  | Refused<'not-found' | 'last-admin'>;
export type AccountRemoved = { readonly kind: 'ok' } | Refused<'not-found' | 'last-admin'>;

/** The first admin, made by whoever can read the server's log. */
export interface Setup {
  /** True until the first account exists. */
  needed(): Promise<boolean>;
  /** A fresh one-time token to print to the log, which makes earlier ones worthless; undefined once an account exists. */
  issueToken(): Promise<string | undefined>;
  /** Makes the first admin and signs them in. Of simultaneous attempts one succeeds. */
  complete(
    wanted: { token: string; name: string; password: string },
    visitor: Visitor,
  ): Promise<
    | SessionOpened
    | Refused<
        | 'wrong-token'
        | 'already-set-up'
        | 'name-taken'
        | 'name-unfit'
        | 'password-unfit'
        | 'throttled'
        | 'busy'
      >
  >;
}

export interface Accounts {
  /** By name. */
  list(): Promise<Account[]>;
  find(id: number): Promise<Account | undefined>;
  /** Ignores case, marks and width, as signing in does. */
  findByName(name: string): Promise<Account | undefined>;
  add(actor: Actor, wanted: { name: string; password: string; role: Role }): Promise<AccountAdded>;
  /** Takes sessions and credentials along. */
  remove(actor: Actor, id: number): Promise<AccountRemoved>;
  changeRole(actor: Actor, id: number, role: Role): Promise<AccountChanged>;
  /** A person's own change: asks for the current password and ends every other session (`keepSessionId` stays). */
  changePassword(
    id: number,
    change: { current: string; next: string; keepSessionId?: number },
    visitor: Visitor,
  ): Promise<{ kind: 'ok' } | Refused<'wrong' | 'password-unfit' | 'throttled' | 'busy' | 'not-found'>>;
  /** An admin's reset, without the current password; ends every session of the account. */
  resetPassword(
    actor: Actor,
    id: number,
    next: string,
  ): Promise<{ kind: 'ok' } | Refused<'password-unfit' | 'busy' | 'not-found'>>;
  /** Any part of `AccountSettings`; anything else is refused. */
  changeSettings(
    id: number,
    change: unknown,
  ): Promise<{ kind: 'ok'; settings: AccountSettings } | Refused<'settings-unfit' | 'not-found'>>;
}

export interface Sessions {
  /** Checks the account's password and opens a session. */
  signIn(
    who: { name: string; password: string },
    visitor: Visitor,
  ): Promise<SessionOpened | Refused<'wrong' | 'throttled' | 'busy'>>;
  /** Whose session a cookie's token is; moves the expiry at most once an hour. */
  find(token: string | undefined): Promise<SessionFound>;
  /** Compares in constant time what a request sent with the session's CSRF token. */
  csrfMatches(session: Session, sent: string | undefined): boolean;
  /** Ends the session of this token. */
  signOut(token: string | undefined): Promise<void>;
  /** Newest use first. */
  list(accountId: number): Promise<Session[]>;
  revoke(actor: Actor, accountId: number, sessionId: number): Promise<{ kind: 'ok' } | Refused<'not-found'>>;
}

/** Secrets for apps, one each, never the account's own password. */
export interface Credentials {
  /** `secret` is shown here once. `legacy` ones can be used with token and salt, and are kept encrypted for it. */
  add(
    actor: Actor,
    accountId: number,
    wanted: { name: string; legacy: boolean },
  ): Promise<
    { kind: 'ok'; credential: Credential; secret: string } | Refused<'not-found' | 'name-unfit' | 'too-many'>
  >;
  list(accountId: number): Promise<Credential[]>;
  revoke(
    actor: Actor,
    accountId: number,
    credentialId: number,
  ): Promise<{ kind: 'ok' } | Refused<'not-found'>>;
  /** OpenSubsonic `u`, `t`, `s`: t = hex md5(secret + s). */
  verifyToken(name: string, token: string, salt: string, visitor: Visitor): Promise<CredentialVerified>;
  /** OpenSubsonic `u`, `p`, after the caller has undone `enc:`; p is an app's secret. */
  verifyPassword(name: string, secret: string, visitor: Visitor): Promise<CredentialVerified>;
  /** OpenSubsonic `apiKey`. */
  verifyApiKey(key: string, visitor: Visitor): Promise<CredentialVerified>;
}

export interface Guard {
  readonly setup: Setup;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  /** Waits for what is still being written down (last use). The database stays open. */
  close(): Promise<void>;
}
