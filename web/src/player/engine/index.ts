/** The one entrance to the audio engine. */
export { createEngine } from './engine.ts';
export type * from './types.ts';
