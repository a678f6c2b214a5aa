/** What the command line refuses, in words, with exit code 2: asked for something that is not possible. */
import { defineErrors } from '#base/errors.ts';

export const CliError = defineErrors({
  CLI_NO_SUCH_USER: {
    message: 'There is nobody called "{name}". "fonoteca user list" shows who there is.',
    exit: 2,
  },
  CLI_NO_SUCH_CREDENTIAL: {
    message: '{user} has no credential "{name}". "fonoteca user credential list {user}" shows them.',
    exit: 2,
  },
  CLI_NO_SUCH_LIBRARY: {
    message: 'There is no library "{name}". "fonoteca library list" shows them.',
    exit: 2,
  },
  CLI_NO_SUCH_FOLDER: {
    message: 'The folder {path} does not exist or cannot be read. Check the path and its permissions.',
    exit: 2,
  },
  CLI_DATA_FOLDER: {
    message:
      'The data folder {path} cannot be used: {reason}. Make it writable for this user, or name another folder with FONOTECA_DATA.',
    exit: 3,
  },
  CLI_DEMO_FAILED: {
    message:
      'The demo library could not be made in {folder}; what it says above is why. Name a folder of music instead: fonoteca start <folder>',
    exit: 1,
  },
  CLI_SCAN_FAILED: { message: 'The scan did not finish: {reason}', exit: 1 },
  CLI_BACKUP_EXISTS: { message: '{path} exists already. Choose another folder for the backup.', exit: 2 },
  CLI_NO_DATABASE: {
    message: 'There is no database at {path} yet, so there is nothing to copy. Check FONOTECA_DATA.',
    exit: 2,
  },
  CLI_DATABASE_IN_USE: {
    message: 'The database {path} is in use. Stop the server first, then restore.',
    exit: 2,
  },
  CLI_RESTORE_NOT_EMPTY: {
    message: 'The database {database} holds tables already. Name an empty one with FONOTECA_DATABASE.',
    exit: 2,
  },
  CLI_NO_SCRATCH: {
    message:
      'The copy cannot be proved, since no database can be made to restore it into: {reason}. Give the role the right to make one (ALTER ROLE … CREATEDB).',
    exit: 3,
  },
  CLI_BACKUP_UNSOUND: { message: 'The backup in {path} is not sound: {reason}', exit: 1 },
  CLI_BACKUP_NONE: { message: '{path} is no backup: it has no manifest.json.', exit: 2 },
  CLI_RESTORE_OVER: {
    message:
      '{path} holds a database already. Move it away, or add --replace to set it aside as {path}.before-restore.',
    exit: 2,
  },
  CLI_PROGRAM_MISSING: { message: '{program} is needed for this and was not found. {advice}', exit: 2 },
  CLI_MEMORY: { message: '{memory} is no number of megabytes from 256 on.', exit: 2 },
  CLI_LIMIT: { message: '{limit} is no number from 1 to 200.', exit: 2 },
});
