/** What can go wrong on the way to a listener's ears, in words for a person. Refusals are values, not errors. */
import { defineErrors } from '#base/errors.ts';

export const PlaybackError = defineErrors({
  PLAYBACK_NOT_DECIDED: {
    message: 'These bytes were asked for without a decision. This is a fault of Fonoteca: please report it.',
    status: 500,
  },
  PLAYBACK_TRANSCODE_FAILED: {
    message: 'ffmpeg could not transcode this file ({reason}). Try the original, or look at the Issues page.',
    status: 502,
  },
  PLAYBACK_CACHE_UNUSABLE: {
    message:
      'The transcode cache {folder} cannot be written ({reason}). Check that it exists, is writable and has space.',
    status: 500,
  },
});
