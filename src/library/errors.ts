/** What can go wrong in the library, in words. */
import { defineErrors } from '#base/errors.ts';

export const LibraryError = defineErrors({
  LIBRARY_NOT_FOUND: { message: 'There is no library with the number {id}.', status: 404, exit: 2 },
  LIBRARY_CLOSED: { message: 'The library is closed: the server is shutting down.', status: 503 },
  LIBRARY_ROOT_MISSING: {
    message:
      'The music folder {root} cannot be scanned: {reason}. If it is on another disk or machine, connect that and scan again; nothing was marked as missing.',
    status: 409,
    exit: 3,
  },
  LIBRARY_ROOT_EMPTY: {
    message:
      'The music folder {root} has no music any more, though {count} tracks were known in it. A disk or network folder is probably not connected: nothing was marked as missing. If the music is gone for good, remove the library.',
    status: 409,
    exit: 3,
  },
  LIBRARY_OVERLAPS: {
    message:
      'The folder {root} overlaps with the library "{name}" ({other}). One file belongs to one library only.',
    status: 409,
    exit: 2,
  },
  LIBRARY_NOT_A_FOLDER: {
    message: '{root} is not a folder that can be read: {reason}.',
    status: 400,
    exit: 2,
  },
  LIBRARY_SCAN_TAKEN_OVER: {
    message:
      'Another process has taken the scan over, because this one did not answer in time. Nothing was lost.',
    status: 409,
    exit: 1,
  },
});
