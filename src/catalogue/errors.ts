/** What can go wrong with the catalogue in a way that a person must hear of. */
import { defineErrors } from '#base/errors.ts';

export const CatalogueError = defineErrors({
  CATALOGUE_INPUT_MISSING: {
    message:
      'There is no file {file}. Check the path; `fonoteca catalogue import --help` says what each source takes.',
    status: 404,
    exit: 2,
  },
  CATALOGUE_INPUT_UNKNOWN: {
    message: '{file} is no file of {source}: {reason}.',
    status: 422,
    exit: 2,
  },
  CATALOGUE_INPUT_DAMAGED: {
    message:
      '{file} is damaged or was not fetched whole: {reason}. Fetch it again; nothing of it can be seen, and what was imported before is as it was.',
    status: 422,
    exit: 3,
  },
  CATALOGUE_INPUT_MIXED: {
    message: 'The files are of different dumps ({versions}). Import one dump at a time.',
    status: 422,
    exit: 2,
  },
  CATALOGUE_PROGRAM_MISSING: {
    message: 'To read {compression} files a program is needed: install it with `apt-get install {program}`.',
    status: 500,
    exit: 3,
  },
  CATALOGUE_NOTHING_IMPORTED: {
    message:
      'There is nothing to build from. Import a dump first: `fonoteca catalogue import --help` says which.',
    status: 409,
    exit: 2,
  },
  CATALOGUE_NO_SNAPSHOT: {
    message: 'There is no catalogue yet. Make one with `fonoteca catalogue build`.',
    status: 404,
    exit: 2,
  },
  CATALOGUE_SNAPSHOT_MISSING: {
    message: 'There is no snapshot {name}. `fonoteca catalogue list` says which there are.',
    status: 404,
    exit: 2,
  },
  CATALOGUE_SNAPSHOT_NEWER: {
    message: 'The snapshot {name} is of format {format}, which this version does not know. Update Fonoteca.',
    status: 409,
    exit: 3,
  },
  CATALOGUE_DISK_FULL: {
    message:
      'The disk of {folder} is full. Make room and give the same command again; what was in use still is.',
    status: 507,
    exit: 3,
  },
  CATALOGUE_DISK_SPACE: {
    message:
      'Building takes about {neededMb} MB beside what is there, and the disk of {folder} has {freeMb} MB. Make room first.',
    status: 507,
    exit: 3,
  },
});
