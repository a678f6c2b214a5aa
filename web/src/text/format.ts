/** Times, counts and sizes as people read them; numbers come out ready for tabular figures. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const numbers = new Intl.NumberFormat('en');

/** '4:42', '1:02:03'. */
export function clock(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / SECOND_MS));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** '−7:42': what is left, counted so that elapsed and left add up to the length shown. */
export function clockLeft(positionMs: number, durationMs: number): string {
  const whole = Math.floor(durationMs / SECOND_MS) - Math.floor(positionMs / SECOND_MS);
  return `−${clock(Math.max(0, whole) * SECOND_MS)}`;
}

/** '4 minutes 42 seconds', for screen readers. */
export function spokenTime(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / SECOND_MS));
  const minutes = Math.floor(whole / 60);
  const seconds = plural(whole % 60, 'second');
  return minutes === 0 ? seconds : `${plural(minutes, 'minute')} ${seconds}`;
}

/** '48 s', '33 min', '1 h 26 min', '4 days 6 h'. */
export function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? plural(days, 'day') : `${plural(days, 'day')} ${hours % 24} h`;
}

/** '12 s left', '3 min left'; an empty string when nobody knows. */
export function timeLeft(seconds: number | null): string {
  return seconds === null ? '' : `${span(Math.max(1, seconds) * SECOND_MS)} left`;
}

export function count(value: number): string {
  return numbers.format(value);
}

/** '1 track', '1,204 tracks'. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** '340 kB', '1.4 GB': powers of a thousand, as disks are sold. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = size;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** 'Today', 'Yesterday', 'Thursday', '11 November', '9 February 2021'. */
export function day(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return date.toLocaleDateString('en-GB', { weekday: 'long' });
  if (date.getFullYear() === now.getFullYear())
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** 'just now', '5 min ago', '3 h ago', then the day. */
export function ago(iso: string, now: Date = new Date()): string {
  const passedMs = now.getTime() - new Date(iso).getTime();
  if (passedMs < MINUTE_MS) return 'just now';
  if (passedMs < HOUR_MS) return `${Math.floor(passedMs / MINUTE_MS)} min ago`;
  if (passedMs < 12 * HOUR_MS) return `${Math.floor(passedMs / HOUR_MS)} h ago`;
  return day(iso, now);
}

/** A day as it stands inside a sentence: 'added today', but 'added Friday'. */
export function inSentence(words: string): string {
  return words.replace(/^(?:Today|Yesterday)/u, (word) => word.toLowerCase());
}

/** '2019', '4 May 2019', 'May 2019': a date as exact as the tag was. */
export function partialDate(value: string): string {
  const [year, month, dayOfMonth] = value.split('-').map(Number);
  if (year === undefined || Number.isNaN(year)) return value;
  if (month === undefined || Number.isNaN(month) || month < 1) return String(year);
  const withDay = dayOfMonth !== undefined && dayOfMonth > 0;
  const date = new Date(year, month - 1, withDay ? dayOfMonth : 1);
  return date.toLocaleDateString('en-GB', {
    ...(withDay ? { day: 'numeric' } : {}),
    month: 'long',
    year: 'numeric',
  });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
