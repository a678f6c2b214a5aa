/**
 * Lines on their way to a file descriptor. What comes within a moment goes out in one write, so that a line costs next
 * to nothing where music is served. What is held is written when the process ends, however it ends by itself; and
 * whoever does not read what is written makes nobody wait: past a few megabytes lines are dropped and counted.
 */
import { write, writeSync } from 'node:fs';
import { systemCodeOf } from './errors.ts';

const gatherMs = 20;
/** Between tries when the reader of a pipe is behind. */
const retryMs = 50;
const heldLengthMax = 4 * 2 ** 20;
const lastTryMsMax = 500;
const pause = new Int32Array(new SharedArrayBuffer(4));

export class LineWriter {
  readonly #fd: number;
  #held = '';
  #dropped = 0;
  #rest: Buffer | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #end = () => this.flushNow();

  constructor(fd: number) {
    this.#fd = fd;
    process.once('exit', this.#end);
  }

  /** Takes a whole line, with its line break. */
  write(line: string): void {
    if (this.#held.length > heldLengthMax) this.#dropped++;
    else this.#held += line;
    this.#timer ??= setTimeout(this.#send, gatherMs).unref();
  }

  /** Writes what is held while everything else waits: for the end of a process. */
  flushNow(): void {
    const until = Date.now() + lastTryMsMax;
    let rest = Buffer.concat([this.#rest ?? Buffer.alloc(0), this.#take()]);
    this.#rest = undefined;
    while (rest.length > 0 && Date.now() < until) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (error) {
        if (systemCodeOf(error) !== 'EAGAIN') return;
        Atomics.wait(pause, 0, 0, 10);
      }
    }
  }

  /** Ends for good; for tests, as the log lives as long as its process. */
  close(): void {
    this.flushNow();
    clearTimeout(this.#timer);
    process.off('exit', this.#end);
  }

  readonly #send = (): void => {
    const bytes = this.#rest ?? this.#take();
    this.#rest = undefined;
    write(this.#fd, bytes, 0, bytes.length, null, (error, count) => this.#sent(bytes, error, count));
  };

  #sent(bytes: Buffer, error: NodeJS.ErrnoException | null, count: number): void {
    this.#timer = undefined;
    const isLater = error?.code === 'EAGAIN';
    // Any other error: nobody reads any more, and there is nobody left to tell.
    if (isLater) this.#rest = bytes;
    else if (!error && count < bytes.length) this.#rest = bytes.subarray(count);
    if (this.#rest || this.#held) this.#timer = setTimeout(this.#send, isLater ? retryMs : gatherMs).unref();
  }

  #take(): Buffer {
    const bytes = Buffer.from(this.#held + droppedLine(this.#dropped));
    this.#held = '';
    this.#dropped = 0;
    return bytes;
  }
}

function droppedLine(dropped: number): string {
  if (dropped === 0) return '';
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 40, time, dropped, msg: 'lines of this log were dropped: nobody read them in time' })}\n`;
}
