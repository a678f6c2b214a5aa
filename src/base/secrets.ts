/** The secrets file (under way): see the interface. */

export type SecretPurpose = 'credential';

export interface SecretKey {
  /** Names the key beside what it encrypted, so that old text is still read after a rotation. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

export interface Secrets {
  readonly file: string;
  /** What a person should know, in sentences: the caller logs them. */
  readonly warnings: readonly string[];
  /** The newest key of a purpose: the one to encrypt with. */
  current(purpose: SecretPurpose): SecretKey;
  /** The key of an id, or undefined when this file never had it. */
  find(id: string): SecretKey | undefined;
}
