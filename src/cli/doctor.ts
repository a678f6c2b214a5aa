/** `fonoteca doctor`: looks at what Fonoteca stands on and says, for each thing that is not right, what to do. */
import type { Command } from 'commander';
import { readConfig } from '#base/config.ts';
import { checkInstallation } from '#server/checks.ts';
import { say } from './session.ts';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .option('--json', 'print one JSON object')
    .description('check ffmpeg, disk, permissions and database, and say what to do')
    .addHelpText(
      'after',
      '\nExit codes: 0 all is well or only optional things are missing, 1 something must be mended.',
    )
    .action(doctor);
}

async function doctor(options: { json?: boolean }): Promise<void> {
  const checks = await checkInstallation(readConfig(process.env));
  const mark = { good: '✓', optional: '○', bad: '✗' } as const;
  const text = () =>
    checks
      .map(({ name, state, message, advice }) =>
        [`${mark[state]} ${name}: ${message}`, ...(advice ? [`    ${advice}`] : [])].join('\n'),
      )
      .join('\n');
  say(options.json, { checks }, text);
  if (checks.some(({ state }) => state === 'bad')) process.exitCode = 1;
}
