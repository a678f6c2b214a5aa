/**
 * The one shape of an error that a person may read, and how a room declares its own table of them.
 *
 * Every room has an errors.ts that calls `defineErrors` once: code → message, HTTP status, exit code. A message
 * says what happened and what to do next; `{name}` in it is filled from the details. Expected outcomes are not
 * errors but values (`{ found: false }`).
 */

export interface ErrorSpec {
  /** What happened and what to do next, with `{detail}` placeholders. */
  readonly message: string;
  /** HTTP status that a route answers with; 500 when absent. */
  readonly status?: number;
  /** Exit code of the command line; 1 when absent. */
  readonly exit?: number;
}

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An error meant for a person. `code` is stable and safe to test against; `details` holds the facts. */
export class FonotecaError extends Error {
  readonly code: string;
  readonly status: number;
  readonly exit: number;
  readonly details: ErrorDetails;

  constructor(code: string, spec: ErrorSpec, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(spec.message, details), options);
    this.name = 'FonotecaError';
    this.code = code;
    this.status = spec.status ?? 500;
    this.exit = spec.exit ?? 1;
    this.details = details;
  }
}

/**
 * Declares a room's errors and returns the class that throws them:
 * `const LibraryError = defineErrors({ LIBRARY_NOT_FOUND: { message: '…', status: 404 } })`,
 * `throw new LibraryError('LIBRARY_NOT_FOUND', { id }, { cause })`.
 */
export function defineErrors<const T extends Record<string, ErrorSpec>>(table: T) {
  return class RoomError extends FonotecaError {
    constructor(code: keyof T & string, details?: ErrorDetails, options?: ErrorOptions) {
      super(code, table[code]!, details, options);
    }
  };
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's code (`ENOENT`, `EACCES` …) of anything that was thrown, or undefined. */
export function systemCodeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function fill(message: string, details: ErrorDetails): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in details ? String(details[name]) : whole,
  );
}
