/** `fonoteca scan`: looks for what changed in the folders and ends. Works beside a running server. */
import type { Command } from 'commander';
import { CliError } from './errors.ts';
import { progressBar } from './progress.ts';
import { libraryNamed } from './library.ts';
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
    const bar = progressBar('Scanning');
    const leave = fonoteca.scanner.onProgress(
      (status) => status.running && bar.show(status.done, status.total ?? undefined, status.phase ?? ''),
    );
    const cancel = () => void fonoteca.scanner.cancel();
    process.once('SIGINT', cancel);
    await fonoteca.scanner.start({
      ...(libraryId !== undefined && { libraryId }),
      full: options.full ?? false,
    });
    await fonoteca.scanner.idle();
    const status = await fonoteca.scanner.status();
    process.off('SIGINT', cancel);
    leave();
    const { added, changed, moved, missing, issues, outcome, error } = status;
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
