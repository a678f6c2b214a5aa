/**
 * The configuration: read once at start from one TOML file and the environment, checked, frozen and handed down.
 *
 * The environment wins over the file, the file over the defaults. A key that does not exist is an error that offers
 * the nearest one. Secrets are not in here: base/secrets.ts makes and keeps them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { distance } from './distance.ts';
import { defineErrors } from './errors.ts';

export const ConfigError = defineErrors({
  CONFIG_UNREADABLE: { message: 'The configuration {file} cannot be read: {reason}', exit: 2 },
  CONFIG_UNKNOWN_KEY: {
    message: 'The configuration {file} has the key "{key}", which does not exist.{advice}',
    exit: 2,
  },
  CONFIG_BAD_VALUE: { message: '{where}: {reason}', exit: 2 },
});

const megabytes = z.number().int().min(1);

/** Every setting, its type and its default; docs/configuration.md is written from these lines. */
const shape = {
  /** Address to listen on. Loopback unless you say otherwise. */
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(4747),
  /** Path of a SQLite file, or a postgres:// URL. Empty: state.db in the data folder. */
  database: z.string().default(''),
  /** Sub-path behind a reverse proxy, like '/music'. */
  basePath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'starts with a slash and does not end with one, like "/music"')
    .default(''),
  /** Addresses of proxies whose X-Forwarded-* headers are believed. */
  trustedProxies: z
    .array(z.string().refine(isNetwork, 'is an address like "127.0.0.1" or a network like "10.0.0.0/8"'))
    .default([]),
  secretsFile: z.string().default(''),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
      form: z.enum(['auto', 'json', 'text']).default('auto'),
    })
    .prefault({}),
  scan: z
    .strictObject({
      /** Watch folders and scan what changes. */
      watch: z.boolean().default(true),
      /** Scan everything again this often; 0: never. Cheap when nothing changed. */
      everyMinutes: z.number().min(0).default(60),
      tagThreads: z.number().int().min(1).max(16).optional(),
      /** How long a silent server keeps the right to scan before another on the same database takes it over. */
      leaseSeconds: z.number().int().min(2).max(600).default(20),
      /** Measure loudness and draw waveforms in the background. */
      analyse: z.boolean().default(true),
    })
    .prefault({}),
  media: z
    .strictObject({
      ffmpeg: z.string().default('ffmpeg'),
      transcodesMax: z.number().int().min(1).default(4),
      transcodeCacheMb: megabytes.default(2048),
      artworkCacheMb: megabytes.default(512),
    })
    .prefault({}),
  /** Let nginx send the bytes: '/path/on/disk' → internal location, for X-Accel-Redirect. */
  accel: z.record(z.string(), z.string()).default({}),
  /** Private addresses (CIDR) that outgoing requests may reach. */
  fetch: z.strictObject({ allow: z.array(z.string()).default([]) }).prefault({}),
};

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const bitsMax = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax))
  );
}

const settings = z.strictObject(shape);
export type Settings = Readonly<z.infer<typeof settings>>;

export interface Config extends Settings {
  /** Folder of everything that this installation keeps. */
  readonly dataFolder: string;
  /** The file that was read, or undefined. */
  readonly file: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the configuration. `overrides` come from the command line and win over all. */
export function readConfig(environment: Environment, overrides: Partial<Settings> = {}): Config {
  const dataFolder = resolve(environment['FONOTECA_DATA'] || defaultDataFolder(environment));
  const named = environment['FONOTECA_CONFIG'];
  const file = named ? resolve(named) : join(dataFolder, 'fonoteca.toml');
  const present = named !== undefined || existsSync(file);
  const merged = { ...(present ? readFile(file) : {}), ...fromEnvironment(environment), ...overrides };
  const checked = check(merged, file);
  return deepFreeze({
    ...checked,
    dataFolder,
    file: present ? file : undefined,
    database: checked.database || join(dataFolder, 'state.db'),
    secretsFile: checked.secretsFile || join(dataFolder, 'secrets.json'),
  });
}

function defaultDataFolder(environment: Environment): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Fonoteca');
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? homedir(), 'Fonoteca');
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'fonoteca');
}

function fromEnvironment(environment: Environment): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (environment['FONOTECA_HOST']) found['host'] = environment['FONOTECA_HOST'];
  if (environment['FONOTECA_PORT']) found['port'] = Number(environment['FONOTECA_PORT']);
  if (environment['FONOTECA_DATABASE']) found['database'] = environment['FONOTECA_DATABASE'];
  return found;
}

function readFile(file: string): Record<string, unknown> {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason =
      error instanceof TomlError
        ? `line ${error.line}: ${error.message.split('\n')[0]}`
        : (error as Error).message;
    throw new ConfigError('CONFIG_UNREADABLE', { file, reason }, { cause: error });
  }
}

function check(raw: Record<string, unknown>, file: string): Settings {
  const result = settings.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]!].join('.');
    throw new ConfigError('CONFIG_UNKNOWN_KEY', { file, key, advice: adviceFor(key) });
  }
  throw new ConfigError('CONFIG_BAD_VALUE', {
    where: `Setting "${issue.path.join('.')}"`,
    reason: issue.message,
  });
}

/** ' Did you mean "port"?', or nothing where no key is near. */
function adviceFor(key: string): string {
  const known = Object.entries(settings.parse({})).flatMap(([name, value]) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? [name, ...Object.keys(value).map((inner) => `${name}.${inner}`)]
      : [name],
  );
  const last = (path: string) => path.split('.').at(-1)!.toLowerCase();
  const ranked = known
    .map((name) => ({
      name,
      away: Math.min(distance(name.toLowerCase(), key.toLowerCase()), distance(last(name), last(key))),
    }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0]!;
  return best.away <= Math.max(2, key.length / 3) ? ` Did you mean "${best.name}"?` : '';
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (inner && typeof inner === 'object') deepFreeze(inner as object);
  return Object.freeze(value);
}
