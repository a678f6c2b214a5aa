/**
 * Keeps V8's heaps near what is alive in them. By default a heap may double before it is cleaned, and with a dozen
 * threads on a machine with much memory that adds up to hundreds of megabytes of garbage while a scan runs.
 */
import { setFlagsFromString } from 'node:v8';

let isDone = false;

/** For all threads of the process, from now on; costs some time in garbage collection. */
export function keepHeapsSmall(): void {
  if (isDone) return;
  isDone = true;
  // Read at each collection, so it takes effect in a process that runs (V8: src/heap/memory-controller.cc).
  setFlagsFromString('--heap-growing-percent=50');
}
