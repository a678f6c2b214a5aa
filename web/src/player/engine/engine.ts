/** Stands in for the engine until it is written. */
import type { Engine, EngineOptions } from './types.ts';

/** Makes the player's engine; nothing sounds before `load` or `play`. */
export function createEngine(_options: EngineOptions): Engine {
  throw new Error('The audio engine is not here yet.');
}
