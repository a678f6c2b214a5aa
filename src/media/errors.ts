/**
 * What can go wrong with one media file in a way that a caller must hear of. A file that cannot be read for tags is
 * not an error but a value: see `TagProblem` in tags/types.ts.
 */
import { defineErrors } from '#base/errors.ts';

export const MediaError = defineErrors({
  MEDIA_ARTWORK_DAMAGED: {
    message:
      'The picture cannot be decoded ({reason}). Replace it in the file or beside it, then scan again.',
    status: 422,
  },
  MEDIA_ARTWORK_TOO_LARGE: {
    message:
      'The picture has more than {megapixels} megapixels and is not opened. Replace it by a smaller one.',
    status: 422,
  },
  MEDIA_ARTWORK_MISSING: {
    message: 'The picture is no longer where it was in the file. Scan the library again.',
    status: 404,
  },
  MEDIA_PLAYLIST_DAMAGED: {
    message: 'The playlist {format} cannot be read: {reason}.',
    status: 422,
  },
});
