/** What went wrong with a request, in words for a person: the server's own when it answered, ours when it did not. */
import type { Problem } from './contract.ts';

export class ApiError extends Error {
  readonly code: string;
  /** 0 when the server could not be reached. */
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = status;
    this.retryAfterMs = problem.retryAfterSeconds === undefined ? null : problem.retryAfterSeconds * 1000;
  }
}

export function unreachable(): ApiError {
  return new ApiError(0, {
    code: 'UNREACHABLE',
    message: 'The server does not answer. Check that Fonoteca is running and that you are connected.',
  });
}

/** The server's Problem, or one made from the status when the answer was not ours (a proxy's page, for one). */
export function problemFrom(status: number, body: unknown): ApiError {
  if (isProblem(body)) return new ApiError(status, body);
  return new ApiError(status, {
    code: `HTTP_${status}`,
    message: `The server answered ${status}. Try again in a moment.`,
  });
}

/** Worth asking again: nobody answered, or the server said that it is busy or broken, not that we are wrong. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** Words for any error, for a notice or an error state. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'Something went wrong on this page, not on the server. Try again, or load it anew.';
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    'message' in body &&
    typeof body.message === 'string'
  );
}
