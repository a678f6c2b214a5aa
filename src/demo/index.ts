/** The way into the demo room: makes the demo library. See README.md. */

export { DemoError } from './errors.ts';
export { makeDemoLibrary } from './make.ts';
export type { DemoLibrary, DemoOptions, DemoProgress } from './make.ts';
