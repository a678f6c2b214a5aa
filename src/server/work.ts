/**
 * What a server does by itself: scans at start and now and then, and (by the library) watches folders and looks at
 * sound and pictures in the background. A command that opens Fonoteca for one question does none of it.
 */
import type { Fonoteca } from '#fonoteca';

export interface Work {
  stop(): Promise<void>;
}

/** Starts the work; `stop` ends it before Fonoteca is closed. */
export async function startWork(fonoteca: Fonoteca, options: { watch: boolean }): Promise<Work> {
  const { scanner, config, log, library } = fonoteca;
  const scan = () =>
    scanner.start().catch((error: unknown) => log.error({ err: error }, 'a scan could not start'));
  await scan();
  const everyMs = config.scan.everyMinutes * 60_000;
  const timer = everyMs > 0 ? setInterval(() => void scan(), everyMs) : undefined;
  const purge = setInterval(() => void library.playlists.purge().catch(() => {}), 10 * 60_000);
  void options;
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(purge);
    },
  };
}
