/**
 * The guard's first tables: people, how they prove who they are, and where they are signed in. Only digests of
 * passwords, session tokens and app secrets are kept; the one exception, secrets made for old apps that sign with
 * MD5 (legacy), is encrypted under a key that stands outside the database.
 */
import type { Migration } from '#base/database/index.ts';

export const firstTables: Migration = {
  name: 'guard-0001-first',
  statements: (words) => [
    // settings: JSON of what a person chose for the page.
    `CREATE TABLE account (
      id ${words.id}, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL, settings TEXT NOT NULL DEFAULT '{}',
      created_at BIGINT NOT NULL, last_seen_at BIGINT)`,
    `CREATE TABLE session (
      id ${words.id}, token_digest TEXT NOT NULL UNIQUE, account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE,
      csrf TEXT NOT NULL, client TEXT NOT NULL, created_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
    `CREATE INDEX session_account ON session (account_id)`,
    // secret_encrypted is set for legacy credentials only: see docs/formats/secrets-file.md.
    `CREATE TABLE credential (
      id ${words.id}, account_id BIGINT NOT NULL REFERENCES account(id) ON DELETE CASCADE, name TEXT NOT NULL, secret_digest TEXT NOT NULL UNIQUE, secret_encrypted TEXT,
      legacy BOOLEAN NOT NULL DEFAULT FALSE, created_at BIGINT NOT NULL, last_used_at BIGINT)`,
    `CREATE INDEX credential_account ON credential (account_id)`,
    `CREATE TABLE setup_token (token_digest TEXT PRIMARY KEY, created_at BIGINT NOT NULL)`,
  ],
};
