/**
 * The log: pino, as JSON lines for machines and as short lines for a person at a terminal; always on standard error,
 * so that standard output stays for answers. Whatever could sign somebody in is cut out before it is written.
 */
import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';
import { LineWriter } from './log-lines.ts';

export type Log = Logger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** `form` 'auto' is for people when standard error is a terminal. */
export function createLog(options: { level: LogLevel; form: 'auto' | 'json' | 'text' }): Log {
  const text = options.form === 'text' || (options.form === 'auto' && process.stderr.isTTY);
  const { level } = options;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: withoutSecretFacts },
      serializers: { err: (thrown: unknown) => (thrown instanceof Error ? errorFacts(thrown) : thrown) },
    },
    text ? textStream(process.stderr) : new LineWriter(2),
  );
}

/** A log that keeps quiet, for tests and for commands that say things themselves. */
export const silentLog: Log = pino({ level: 'silent' });

const secretNames = new Set(['password', 'secret', 'token', 'apiKey', 'authorization', 'cookie']);

/**
 * The same facts with what could sign somebody in cut out, down to the second level. By hand: pino's own `redact`
 * reads its list of paths again for each line, which cost more than all else of a line together.
 */
export function withoutSecretFacts(facts: Record<string, unknown>): Record<string, unknown> {
  let safe = facts;
  for (const name in facts) {
    const value = facts[name];
    const better = secretNames.has(name) ? '…' : isPlain(value) ? censored(value) : value;
    if (better === value) continue;
    if (safe === facts) safe = { ...facts };
    safe[name] = better;
  }
  return safe;
}

function errorFacts(error: Error): Record<string, unknown> {
  return withoutSecretFacts({ ...pino.stdSerializers.err(error) });
}

function censored(inner: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(inner).filter((name) => secretNames.has(name));
  return names.length === 0 ? inner : { ...inner, ...Object.fromEntries(names.map((name) => [name, '…'])) };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}

const secretParameters = /([?&](?:p|t|s|apiKey|token|password|secret|k|sig)=)[^&\s]*/gi;

// A queue of thousands of songs is an address too.
const loggedLengthMax = 500;

/** An address without what signs its sender in (Subsonic's p, t, s and apiKey), cut where it is very long. */
export function withoutSecrets(url: string): string {
  const safe = url.replace(secretParameters, '$1…');
  return safe.length > loggedLengthMax ? `${safe.slice(0, loggedLengthMax)}…` : safe;
}

function textStream(out: NodeJS.WriteStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      for (const line of String(chunk).split('\n')) if (line) out.write(`${textLine(line)}\n`);
      done();
    },
  });
}

const levelNames: Record<number, string> = { 20: 'debug', 40: 'warning', 50: 'error', 60: 'fatal' };

function textLine(line: string): string {
  const { level, time, msg, err, ...facts } = JSON.parse(line) as {
    level: number;
    time: string;
    msg?: string;
    err?: { message: string; stack?: string };
  };
  const name = levelNames[level];
  const more = Object.entries(facts).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? printable(value) : JSON.stringify(value)}`,
  );
  const words = [
    time.slice(11, 19),
    name ? `${name}:` : '',
    printable(msg ?? ''),
    err ? `(${level >= 50 ? err.stack : err.message})` : '',
    more.join(' '),
  ];
  return words.filter(Boolean).join(' ');
}

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/g;

/** For a terminal: a file's name may hold what would move its cursor or forge another line. */
export function printable(text: string): string {
  return text.replace(control, '\u{fffd}');
}
