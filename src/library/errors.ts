/** What can go wrong in the library, in words. */
import { defineErrors } from '#base/errors.ts';

export const LibraryError = defineErrors({
  LIBRARY_NOT_FOUND: { message: 'There is no library with the number {id}.', status: 404, exit: 2 },
  LIBRARY_CLOSED: { message: 'The library is closed: the server is shutting down.', status: 503 },
});
