/** What the page hears of by itself: how a scan goes, and that the library or the list of jobs changed. */
import type { Fonoteca } from '#fonoteca';
import { jobRows, scanShape } from './api/admin.ts';
import type { ApiContext } from './api/context.ts';

const lookEveryMs = 1000;

/** Begins to tell; returns the function that ends it. */
export function tellNews(fonoteca: Fonoteca, context: ApiContext): () => void {
  const { scanner, library, log } = fonoteca;
  let version: number | undefined;
  let jobs = '';
  const look = async (): Promise<void> => {
    const [now, rows] = await Promise.all([library.version(), jobRows(context)]);
    if (version !== undefined && version !== now) context.events.tell('library', { version: now });
    version = now;
    const text = JSON.stringify(rows);
    if (text !== jobs) context.events.tell('jobs', rows);
    jobs = text;
  };
  const timer = setInterval(
    () =>
      void look().catch((error: unknown) =>
        log.debug({ err: error }, 'no news: the database does not answer'),
      ),
    lookEveryMs,
  );
  const stopScan = scanner.onProgress((status) => context.events.tell('scan', scanShape(context, status)));
  return () => {
    clearInterval(timer);
    stopScan();
  };
}
