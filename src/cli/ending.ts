/** How a running command is asked to end: Ctrl-C, a signal, or the death of the launcher that started it. */

// At a terminal Ctrl-C reaches this process twice, by itself and handed on by the launcher (bin/fonoteca.mjs).
const sameRequestMs = 1_000;
const signals = ['SIGINT', 'SIGTERM'] as const;

/** Calls `end` at the first signal; another one later does not wait for anybody. Returns how to stop listening. */
export function onEndAsked(end: () => void): () => void {
  let askedAt: number | undefined;
  const take = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      end();
    } else if (performance.now() - askedAt > sameRequestMs) process.exit(130);
  };
  for (const signal of signals) process.on(signal, take);
  return () => {
    for (const signal of signals) process.off(signal, take);
  };
}

/** Ends with the launcher: who kills that means this process, which must not stay behind with the port and the scan. */
export function endWithLauncher(): void {
  // Others who start programs with a channel (pm2, say) may go without it.
  if (!process.connected || process.env['FONOTECA_LAUNCHED'] !== '1') return;
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
}
