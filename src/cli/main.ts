/**
 * The command line. Each command is a file of its own; this one joins them, and turns what went wrong into one line on
 * standard error and an exit code.
 */
import { Command, CommanderError } from 'commander';
import { FonotecaError, messageOf } from '#base/errors.ts';
import { version } from '#base/version.ts';
import { addBackupCommand } from './backup.ts';
import { addCatalogueCommand } from './catalogue.ts';
import { addDemoCommand } from './demo.ts';
import { addDoctorCommand } from './doctor.ts';
import { endWithLauncher } from './ending.ts';
import { addLibraryCommand } from './library.ts';
import { addRestoreCommand } from './restore.ts';
import { addScanCommand } from './scan.ts';
import { addServeCommand } from './serve.ts';
import { addStartCommand } from './start.ts';
import { addUserCommand } from './user.ts';

const program = new Command('fonoteca')
  .description('Keeps recorded music alive and playable: point it at a folder and listen.')
  .version(version)
  .showHelpAfterError('Add --help for what this command takes.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Environment:
  FONOTECA_DATA      folder of everything Fonoteca keeps
  FONOTECA_CONFIG    configuration file (default: fonoteca.toml in that folder)
  FONOTECA_HOST      address to listen on (default 127.0.0.1)
  FONOTECA_PORT      port (default 4747)
  FONOTECA_DATABASE  a SQLite file or a postgres:// URL

Exit codes:
  0 done   1 failed   2 asked for something that is not possible   3 the database or disk is not usable   130 interrupted

Examples:
  fonoteca start ~/Music                     scan a folder and listen in the browser
  fonoteca serve /srv/music --lan            the same, for the phones in this network too
  fonoteca user credential add ada --name phone
  fonoteca doctor                            what is missing, and how to get it`,
  );

for (const add of [
  addStartCommand,
  addServeCommand,
  addScanCommand,
  addUserCommand,
  addLibraryCommand,
  addBackupCommand,
  addRestoreCommand,
  addDoctorCommand,
  addDemoCommand,
  addCatalogueCommand,
])
  add(program);

endWithLauncher();
// What is kept here is this user's alone: password hashes, plays, the secrets file.
process.umask(0o077);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  // Commander has written its own message, to the right stream.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(
    error instanceof FonotecaError
      ? error.message
      : `Something went wrong inside Fonoteca: ${messageOf(error)}`,
  );
  if (!(error instanceof FonotecaError) && error instanceof Error && process.env['FONOTECA_DEBUG'])
    console.error(error.stack);
  return error instanceof FonotecaError ? error.exit : 1;
}
