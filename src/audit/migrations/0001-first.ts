/**
 * The journal's tables. `audit_head` holds the one number that appends take in turn, so no number is left out and a
 * cut-off end is noticed. Triggers refuse to change or remove entries: append-only is the database's rule as well.
 */
import type { Migration } from '#base/database/index.ts';

export const firstTables: Migration = {
  name: 'audit-0001-first',
  statements: (words) => [
    `CREATE TABLE audit_entry (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, bytes ${words.blob} NOT NULL, digest TEXT NOT NULL)`,
    `CREATE TABLE audit_head (id BIGINT PRIMARY KEY CHECK (id = 1), entry_count BIGINT NOT NULL)`,
    `INSERT INTO audit_head (id, entry_count) VALUES (1, 0)`,
    ...(words.kind === 'sqlite' ? sqliteTriggers : postgresTriggers),
  ],
};

const refusal = 'The audit journal is append-only.';

const sqliteTriggers: readonly string[] = ['UPDATE', 'DELETE'].map(
  (event) =>
    `CREATE TRIGGER audit_entry_no_${event.toLowerCase()} BEFORE ${event} ON audit_entry
     BEGIN SELECT RAISE(ABORT, '${refusal}'); END`,
);

const postgresTriggers: readonly string[] = [
  `CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
   $$ BEGIN RAISE EXCEPTION '${refusal}'; END $$`,
  `CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
   FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()`,
];
