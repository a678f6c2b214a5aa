/** A bar on standard error: counts, share and time left at a terminal; a line now and then where it is no terminal. */

export interface ProgressBar {
  /** Without a total only the count is shown. */
  show(done: number, total?: number, note?: string): void;
  end(summary?: string): void;
}

const width = 24;
const everyMs = 100;
const lineEveryMs = 10_000;

export function progressBar(title: string): ProgressBar {
  const started = performance.now();
  const terminal = process.stderr.isTTY;
  let shownAt = -Infinity;
  let last = '';
  const write = (text: string) => process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
  return {
    show(done, total, note = '') {
      last = line(title, done, total, note, performance.now() - started);
      if (performance.now() - shownAt < (terminal ? everyMs : lineEveryMs)) return;
      shownAt = performance.now();
      write(last);
    },
    end(summary) {
      if (!last && !summary) return;
      write(summary ? `${title}: ${summary}` : last);
      if (terminal) process.stderr.write('\n');
    },
  };
}

function line(
  title: string,
  done: number,
  total: number | undefined,
  note: string,
  elapsedMs: number,
): string {
  if (!total) return [`${title} …`, done.toLocaleString('en'), note].filter(Boolean).join('  ');
  const share = Math.min(1, done / total);
  const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
  return [
    title,
    bar,
    `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
    note,
    timeLeft(share, elapsedMs),
  ]
    .filter(Boolean)
    .join('  ');
}

function timeLeft(share: number, elapsedMs: number): string {
  if (share < 0.02 || share === 1 || elapsedMs < 1500) return '';
  const seconds = Math.ceil((elapsedMs / share - elapsedMs) / 1000);
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
}
