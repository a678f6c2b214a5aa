/**
 * What a server does by itself: scans at start and now and then, watches folders, looks at sound and pictures in the
 * background. A command that opens Fonoteca for one question does none of it.
 */
import { type Fonoteca, logTo } from '#fonoteca';
import { createWatcher } from '#library/index.ts';

export interface Work {
  /** Ends the work; to be called before Fonoteca is closed. */
  stop(): void;
}

const purgeEveryMs = 10 * 60_000;

/** Starts the work. */
export async function startWork(fonoteca: Fonoteca, options: { watch: boolean }): Promise<Work> {
  const { scanner, background, config, database, log, library } = fonoteca;
  let stopped = false;
  // What is under way when the server ends fails with the database, which is nobody's trouble.
  const complain = (error: unknown) => {
    if (!stopped) log.error({ err: error }, 'work in the background failed');
  };
  const scan = () => scanner.start().then(() => {}, complain);
  await scan();
  background.start();
  void library.warm().catch(complain);
  const watcher = options.watch ? createWatcher({ database, scanner, log: logTo(log) }) : undefined;
  watcher?.refresh().catch(complain);
  const everyMs = config.scan.everyMinutes * 60_000;
  const timers = [
    setInterval(() => void library.playlists.purge().catch(complain), purgeEveryMs),
    ...(everyMs > 0 ? [setInterval(() => void scan(), everyMs)] : []),
  ];
  return {
    stop: () => {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      watcher?.close();
    },
  };
}
