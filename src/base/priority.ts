/**
 * Makes worker threads polite: while people listen, the system gives its time to them first. On Linux each thread has
 * a niceness of its own; elsewhere it would be the whole process's, so nothing is changed there.
 */
import { setPriority } from 'node:os';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const key = 'fonoteca.niceness';

/** Called once by a server, before its threads start: those that scan shall stand back (nice(1): 0 to 19). */
export function askForPoliteThreads(niceness: number): void {
  setEnvironmentData(key, niceness);
}

/** Called by a scanning thread when it starts. Never throws. */
export function stepBack(): void {
  const niceness = getEnvironmentData(key);
  if (process.platform !== 'linux' || typeof niceness !== 'number') return;
  try {
    // Process 0 is the calling thread: setpriority(2), "C library/kernel differences".
    setPriority(0, niceness);
  } catch {
    // Not allowed here: the thread stays as it is.
  }
}
