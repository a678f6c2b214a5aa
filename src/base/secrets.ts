/**
 * The secrets file: keys that must not stand in the database, so that a stolen copy of the database opens nothing.
 *
 * Made at first start with random keys (there is no default), readable by its owner only. Several app processes on
 * one PostgreSQL share one file (`secretsFile` in the configuration). Keys have ids, which are written beside what
 * they encrypt, so that a new key can be added while old text stays readable. Form: docs/formats/secrets-file.md.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { defineErrors, messageOf, systemCodeOf } from './errors.ts';

const SecretsError = defineErrors({
  SECRETS_UNREADABLE: {
    message:
      'The secrets file {file} cannot be read ({reason}). Give the user that runs Fonoteca read access to it, or name another with secretsFile in the configuration.',
    exit: 3,
  },
  SECRETS_MALFORMED: {
    message:
      'The secrets file {file} is damaged ({reason}). Restore it from a backup. If there is none, move it away: a new one is made, and app passwords made with --legacy have to be made again.',
    exit: 3,
  },
  SECRETS_NEWER: {
    message: 'The secrets file {file} was written by a newer Fonoteca. Start that version.',
    exit: 3,
  },
  SECRETS_UNWRITABLE: {
    message:
      'The secrets file {file} cannot be made ({reason}). Check that its folder exists, is writable and has space.',
    exit: 3,
  },
});

const purposes = ['credential'] as const;
/** What a key is for. 'credential': app passwords that old apps need back in clear. */
type SecretPurpose = (typeof purposes)[number];

interface SecretKey {
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

/** Reads the secrets file, or makes it; of processes that make it at once, all get the same. */
export async function openSecrets(file: string): Promise<Secrets> {
  const text = (await read(file)) ?? (await make(file));
  const keys = parse(file, text);
  return {
    file,
    warnings: await warningsOf(file),
    current: (purpose) => keys.findLast((key) => key.purpose === purpose)!,
    find: (id) => keys.find((key) => key.id === id),
  };
}

const keyShape = z.object({ id: z.string(), purpose: z.string(), createdAt: z.string(), key: z.base64() });
const fileShape = z.object({ version: z.literal(1), keys: z.array(keyShape) });
const keySizeBytes = 32;

type Key = SecretKey & { readonly purpose: string };

function parse(file: string, text: string): readonly Key[] {
  const malformed = (reason: string, cause?: unknown) =>
    new SecretsError('SECRETS_MALFORMED', { file, reason }, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's message would quote what it found, which may be a key.
    throw malformed(text.trim() === '' ? 'it is empty' : 'it is not JSON', (error as Error).name);
  }
  if (Number((value as { version?: unknown } | null)?.version) > 1)
    throw new SecretsError('SECRETS_NEWER', { file });
  const checked = fileShape.safeParse(value);
  if (!checked.success)
    throw malformed(`${checked.error.issues[0]!.path.join('.') || 'it'} is not as it should be`);
  const keys = checked.data.keys.map(({ id, purpose, key }) => ({
    id,
    purpose,
    bytes: Buffer.from(key, 'base64'),
  }));
  for (const { id, purpose, bytes } of keys) {
    if (bytes.length !== keySizeBytes || id !== keyId(purpose, bytes))
      throw malformed(`the key "${id}" does not match its id`);
  }
  const missing = purposes.find((purpose) => !keys.some((key) => key.purpose === purpose));
  if (missing) throw malformed(`the key for "${missing}" is missing`);
  return keys;
}

/** The id is the head of the key's digest, so that a damaged or mistyped key is noticed. */
function keyId(purpose: string, bytes: Buffer): string {
  return `${purpose}-${createHash('sha256').update('fonoteca key id').update(bytes).digest('hex').slice(0, 12)}`;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new SecretsError('SECRETS_UNREADABLE', { file, reason: messageOf(error) }, { cause: error });
  }
}

async function make(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writePrivately(draft, freshText());
    await putInPlace(draft, file);
    await syncFolder(dirname(file));
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SecretsError('SECRETS_UNWRITABLE', { file, reason: messageOf(error) }, { cause: error });
  } finally {
    // A draft that cannot be removed must not hide what went wrong.
    await rm(draft, { force: true }).catch(() => {});
  }
}

function freshText(): string {
  const keys = purposes.map((purpose) => {
    const bytes = randomBytes(keySizeBytes);
    return {
      id: keyId(purpose, bytes),
      purpose,
      createdAt: new Date().toISOString(),
      key: bytes.toString('base64'),
    };
  });
  const about = 'Keys of this Fonoteca. Keep this file private, and keep a copy of it with your backups.';
  return `${JSON.stringify({ about, version: 1, keys }, null, 2)}\n`;
}

async function writePrivately(file: string, text: string): Promise<void> {
  await using handle: FileHandle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}

/** link() refuses where rename() would replace: the first of several processes wins and the others read its file. */
async function putInPlace(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'EEXIST') return;
    // File systems without hard links (FAT, some network shares).
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') await rename(draft, file);
    else throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

async function warningsOf(file: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return [];
  const shown = (mode & 0o777).toString(8);
  return [`The secrets file ${file} is open to other users (mode ${shown}). Close it: chmod 600 '${file}'`];
}
