/** The guard's tables as TypeScript sees them: column for column what migrations/ made. */
import type { Generated } from 'kysely';
import type { Role } from './types.ts';

export interface GuardSchema {
  account: AccountTable;
  session: SessionTable;
  credential: CredentialTable;
  setup_token: SetupTokenTable;
  guard_number: GuardNumberTable;
}

export interface AccountTable {
  id: number;
  name: string;
  name_key: string;
  role: Role;
  password_hash: string;
  settings: Generated<string>;
  created_at: number;
  last_seen_at: number | null;
}

export interface SessionTable {
  id: Generated<number>;
  token_digest: string;
  account_id: number;
  csrf: string;
  client: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

export interface CredentialTable {
  id: number;
  account_id: number;
  name: string;
  secret_digest: string;
  secret_encrypted: string | null;
  legacy: boolean;
  created_at: number;
  last_used_at: number | null;
}

interface SetupTokenTable {
  token_digest: string;
  created_at: number;
}

export interface GuardNumberTable {
  kind: 'account' | 'credential';
  last: number;
}
