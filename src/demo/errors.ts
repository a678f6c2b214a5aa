/** Errors of the demo room: what can go wrong while the demo library is made. */

import { defineErrors } from '#base/errors.ts';

export const DemoError = defineErrors({
  DEMO_SCORE_INVALID: {
    message: 'A score of the demo library {what}, in bar {bar}. This is a mistake in Fonoteca itself.',
  },
  DEMO_WORKER_FAILED: { message: 'A track of the demo library could not be rendered: {reason}.' },
  DEMO_ENCODER_FAILED: { message: 'ffmpeg could not encode {path} of the demo library: {reason}.' },
  DEMO_FOLDER_UNUSABLE: {
    message:
      'The demo library cannot be written to {folder}: {reason}. Choose another folder, or give a folder of your own music.',
  },
});
