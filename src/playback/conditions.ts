/**
 * Conditional requests (RFC 9110 section 13): whether the client's copy is still good, and whether its range still
 * belongs to these bytes. Pure; the order of the checks is that of section 13.2.2.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Milliseconds; 0 when unknown. */
  readonly lastModifiedMs: number;
}

export type ConditionResult = 'proceed' | 'not-modified' | 'precondition-failed';

/** Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since for GET and HEAD. */
export function evaluateConditions(headers: IncomingHttpHeaders, validators: Validators): ConditionResult {
  const modifiedS = Math.floor(validators.lastModifiedMs / 1000);
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) {
    if (ifMatch.trim() !== '*' && !tagsOf(ifMatch).includes(validators.etag)) return 'precondition-failed';
  } else {
    const limit = secondsOf(headers['if-unmodified-since']);
    if (limit !== undefined && modifiedS > limit) return 'precondition-failed';
  }
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) {
    const isSame =
      ifNoneMatch.trim() === '*' ||
      tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === validators.etag);
    return isSame ? 'not-modified' : 'proceed';
  }
  const since = secondsOf(headers['if-modified-since']);
  return since !== undefined && validators.lastModifiedMs > 0 && modifiedS <= since
    ? 'not-modified'
    : 'proceed';
}

/** Whether a Range may be answered: no If-Range, or one that names exactly these bytes (strong comparison). */
export function rangeStillApplies(headers: IncomingHttpHeaders, validators: Validators): boolean {
  const ifRange = headers['if-range'];
  if (ifRange === undefined) return true;
  const value = (Array.isArray(ifRange) ? ifRange.join() : ifRange).trim();
  if (value.startsWith('"') || value.startsWith('W/')) return value === validators.etag;
  return validators.lastModifiedMs > 0 && secondsOf(value) === Math.floor(validators.lastModifiedMs / 1000);
}

function tagsOf(header: string): string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

function secondsOf(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}
