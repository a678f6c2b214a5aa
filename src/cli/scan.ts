/** `fonoteca scan`: looks for what changed in the folders and ends. Works beside a running server. */
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Fonoteca } from '#fonoteca';
import type { ScanRequest, ScanStatus } from '#library/index.ts';
import { onEndAsked } from './ending.ts';
import { CliError } from './errors.ts';
import { libraryNamed } from './library.ts';
import { type ProgressBar, progressBar } from './progress.ts';
import { say, withFonoteca } from './session.ts';

interface ScanOptions {
  readonly full?: boolean;
  readonly json?: boolean;
}

export function addScanCommand(program: Command): void {
  program
    .command('scan')
    .argument('[library]', 'name of one library; all of them when absent')
    .option('--full', 'read every file again, changed or not')
    .option('--json', 'print one JSON object')
    .description('look for new, changed and missing files')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 the scan failed, 2 no such library, 130 cancelled with Ctrl-C (the next scan goes on from there).',
    )
    .action(scan);
}

function scan(name: string | undefined, options: ScanOptions): Promise<void> {
  return withFonoteca(async (fonoteca) => {
    const libraryId = name === undefined ? undefined : (await libraryNamed(fonoteca, name)).id;
    const request = { ...(libraryId !== undefined && { libraryId }), full: options.full ?? false };
    const bar = progressBar('Scanning');
    const { added, changed, moved, missing, issues, outcome, error } = await scanToEnd(
      fonoteca,
      request,
      bar,
    );
    bar.end();
    say(
      options.json,
      { outcome, added, changed, moved, missing, issues, error },
      `${added} added, ${changed} changed, ${moved} moved, ${missing} missing, ${issues} with problems.`,
    );
    if (outcome === 'cancelled') process.exitCode = 130;
    else if (outcome !== 'done')
      throw new CliError('CLI_SCAN_FAILED', { reason: error ?? 'it was interrupted' });
  });
}

const askEveryMs = 300;

/** Cancelled while it waited: the status is still that of the scan before. */
const neverBegun = { outcome: 'cancelled', added: 0, changed: 0, moved: 0, missing: 0, error: null } as const;

/** Scans here, or follows the scan that a server makes already; Ctrl-C cancels it, wherever it runs. */
async function scanToEnd({ scanner }: Fonoteca, request: ScanRequest, bar: ProgressBar): Promise<ScanStatus> {
  const show = (status: ScanStatus) =>
    status.running && bar.show(status.done, status.total ?? undefined, status.phase ?? '');
  let cancelled = false;
  const stopListening = onEndAsked(() => {
    cancelled = true;
    void scanner.cancel();
  });
  bar.show(0);
  const stopShowing = scanner.onProgress(show);
  const before = (await scanner.status()).startedAt;
  await scanner.start(request);
  // Whoever was quicker than the start meant this scan too.
  if (cancelled) await scanner.cancel();
  await scanner.idle();
  let status = await scanner.status();
  while (status.running) {
    show(status);
    await setTimeout(askEveryMs);
    status = await scanner.status();
  }
  stopListening();
  stopShowing();
  return cancelled && status.startedAt === before ? { ...status, ...neverBegun } : status;
}
