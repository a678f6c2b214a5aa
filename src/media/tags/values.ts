/**
 * Single values as people and programs write them into tags ('3/12', '(17)Rock', '-7.20 dB', '2004-13-01'),
 * brought to numbers, dates and ids. Every function answers undefined for what makes no sense.
 */

export interface Place {
  readonly number?: number;
  readonly total?: number;
  /** As written, when it is not a plain number: 'A1'. */
  readonly text?: string;
}

/** '3', '03/12', '3 of 12', 'A1'; where none of them is meant, the number in '#3', 'Track 3', '3.' and '1-03'. */
export function parsePlace(value: string | undefined): Place {
  if (value === undefined) return {};
  const match =
    /^\s*(?:(\d{1,5})|([A-Za-z]{1,3}\s?-?\s?(\d{1,3})?))?\s*(?:(?:\/|of|\\|,)\s*(\d{1,5})?)?\s*$/i.exec(
      value,
    );
  if (match === null) {
    // '1-03' is disc and track, as rippers name files.
    const loose = /^\s*(?:#|№|no\.?|nr\.?|track|\d{1,2}-(?=0))?\s*(\d{1,4})(?:\.0*)?\s*$/i.exec(value);
    const number = toCount(loose?.[1]);
    return number === undefined ? {} : { number };
  }
  const number = toCount(match[1] ?? match[3]);
  return {
    ...(number !== undefined && { number }),
    ...(toCount(match[4]) !== undefined && { total: toCount(match[4])! }),
    ...(match[2] !== undefined && { text: match[2].replace(/\s/g, '') }),
  };
}

/** A count of 1 to 99,999; zero means 'not said' in tags. */
export function toCount(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number.parseInt(value, 10);
  return number > 0 && number < 100_000 ? number : undefined;
}

/** 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' out of ISO dates and times, 'YYYYMMDD', 'DD.MM.YYYY', '℗ 1999' … */
export function parseDate(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const iso = /^\s*(\d{4})(?:[-/.\s](\d{1,2})(?:[-/.\s](\d{1,2}))?)?(?![\d])/.exec(value);
  if (iso !== null) return dateOf(iso[1]!, iso[2], iso[3]);
  const compact = /^\s*(\d{4})(\d{2})(\d{2})\s*$/.exec(value);
  if (compact !== null) return dateOf(compact[1]!, compact[2], compact[3]);
  const compactMonth = /^\s*((?:19|20)\d{2})(0[1-9]|1[0-2])\s*$/.exec(value);
  if (compactMonth !== null) return dateOf(compactMonth[1]!, compactMonth[2]);
  const dayFirst = /(?:^|\D)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)/.exec(value);
  if (dayFirst !== null) return dayOrMonthFirst(dayFirst[1]!, dayFirst[2]!, dayFirst[3]!);
  const year = /(?:^|\D)(1[5-9]\d\d|20\d\d)(?!\d)/.exec(value);
  return year === null ? undefined : year[1];
}

/** 04/25/1999 can only be American; 04/05/1999 could be both, so only the year is believed. */
function dayOrMonthFirst(first: string, second: string, year: string): string | undefined {
  if (Number(first) > 12) return dateOf(year, second, first);
  if (Number(second) > 12) return dateOf(year, first, second);
  return first === second ? dateOf(year, first, second) : dateOf(year);
}

function dateOf(year: string, month?: string, day?: string): string | undefined {
  if (year === '0000' || Number(year) < 1000) return undefined;
  const monthNumber = Number(month ?? 0);
  if (monthNumber < 1 || monthNumber > 12) return year;
  const yearMonth = `${year}-${String(monthNumber).padStart(2, '0')}`;
  const dayNumber = Number(day ?? 0);
  const daysInMonth = new Date(Date.UTC(Number(year), monthNumber, 0)).getUTCDate();
  if (dayNumber < 1 || dayNumber > daysInMonth) return yearMonth;
  return `${yearMonth}-${String(dayNumber).padStart(2, '0')}`;
}

/** '-7.20 dB', '+3,5dB'. */
export function parseGainDb(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  // Word processors' minus is another sign.
  const number = Number.parseFloat(value.replace(',', '.').replace('\u2212', '-'));
  return Number.isFinite(number) && Math.abs(number) <= 60 ? number : undefined;
}

/** R128_*_GAIN: Q7.8 fixed point against −23 LUFS (RFC 7845 §5.2.1); ReplayGain 2 stands at −18 LUFS. */
export function parseR128GainDb(value: string | undefined): number | undefined {
  if (value === undefined || !/^\s*[+-]?\d{1,6}\s*$/.test(value)) return undefined;
  const db = Number.parseInt(value, 10) / 256 + 5;
  return Math.abs(db) <= 133 ? Math.round(db * 1000) / 1000 : undefined;
}

/** Linear peak, 1 = full scale; loud masters exceed 1. */
export function parsePeak(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number.parseFloat(value.replace(',', '.'));
  return number >= 0 && number <= 100 ? number : undefined;
}

/** All well-formed UUIDs in the values, in lower case (several may stand in one value). */
export function parseUuids(values: readonly string[] | undefined): string[] {
  const found = new Set<string>();
  for (const value of values ?? []) {
    for (const [uuid] of value.matchAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi))
      found.add(uuid.toLowerCase());
  }
  return [...found];
}

/** ISRCs as CC-XXX-YY-NNNNN without hyphens, upper case. */
export function parseIsrcs(values: readonly string[] | undefined): string[] {
  const found = new Set<string>();
  for (const value of values ?? []) {
    for (const part of value.split(/[;,/\s]+/)) {
      const isrc = part
        .replace(/^isrc:?/i, '')
        .replace(/-/g, '')
        .toUpperCase();
      if (/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(isrc)) found.add(isrc);
    }
  }
  return [...found];
}

/** '1', 'true', 'yes'. */
export function parseFlag(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|true|yes)$/i.test(value.trim());
}
