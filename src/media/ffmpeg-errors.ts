/** What can go wrong around ffmpeg and decoding, in words for a person; beside the room's errors.ts, same shape. */
import { defineErrors } from '#base/errors.ts';

export const FfmpegError = defineErrors({
  MEDIA_FFMPEG_MISSING: {
    message:
      'ffmpeg is not installed, and this needs it. Install it (Debian, Ubuntu: apt-get install ffmpeg) and start again.',
    status: 501,
  },
  MEDIA_FFMPEG_BUSY: {
    message: 'As many ffmpeg processes run as are allowed at once. Try again in a moment.',
    status: 503,
  },
  MEDIA_DECODE_FAILED: {
    message: 'This file could not be decoded ({reason}). It may be damaged or not be music.',
    status: 422,
  },
  MEDIA_DECODE_UNSUPPORTED: {
    message:
      'Files of this kind need ffmpeg to be decoded ({reason}). Install it (Debian, Ubuntu: apt-get install ffmpeg).',
    status: 501,
  },
});
