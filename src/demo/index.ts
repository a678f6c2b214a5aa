/** The way into the demo room: makes the demo library. See README.md. */

export { makeDemoLibrary } from './make.ts';
