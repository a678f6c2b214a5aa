/**
 * A file that is still being written, read by any number of listeners at once, each at their own pace.
 *
 * The writer goes as fast as it can and never waits for a slow listener; a listener that has read everything waits
 * for more. When nobody has listened for a while, the writer is told to stop.
 */
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** A seek or a reconnect leaves the file without a listener for a moment. */
export const lonelyMsUsual = 5_000;

export class GrowingFile {
  readonly path: string;
  /** Aborted when nobody listens any more. */
  readonly unwanted = new AbortController();
  #handle: FileHandle;
  #writtenBytes = 0;
  #readers = 0;
  #state: 'growing' | 'whole' | { readonly error: Error } = 'growing';
  #waiting: (() => void)[] = [];
  #lonely: NodeJS.Timeout | undefined;

  readonly #lonelyMs: number;

  private constructor(path: string, handle: FileHandle, lonelyMs: number) {
    this.path = path;
    this.#lonelyMs = lonelyMs;
    this.#handle = handle;
    this.#watchLoneliness();
  }

  /** Creates the file, or throws the system's error. */
  static async create(path: string, lonelyMs = lonelyMsUsual): Promise<GrowingFile> {
    return new GrowingFile(path, await open(path, 'w+', 0o600), lonelyMs);
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Appends; the bytes can be read when this resolves. */
  async append(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#writtenBytes);
      done += bytesWritten;
      this.#writtenBytes += bytesWritten;
    }
    this.#wakeAll();
  }

  /** The last byte is written. */
  finish(): void {
    this.#end('whole');
  }

  /** The rest will never come: who waits for it is told why. */
  fail(error: Error): void {
    this.#end({ error });
  }

  /** A listener comes; `leave` must follow. */
  enter(): void {
    this.#readers++;
    clearTimeout(this.#lonely);
  }

  leave(): void {
    this.#readers--;
    if (this.#readers > 0) return;
    if (this.#state === 'growing') this.#watchLoneliness();
    else void this.#handle.close();
  }

  /**
   * Reads up to a buffer full from `offset`, waiting until there is something. Resolves with 0 at the end of the whole
   * file, rejects when the rest will never come.
   */
  async read(buffer: Buffer, offset: number, signal: AbortSignal): Promise<number> {
    while (offset >= this.#writtenBytes) {
      if (this.#state === 'whole' || signal.aborted) return 0;
      if (this.#state !== 'growing') throw this.#state.error;
      await this.#more(signal);
    }
    const lengthBytes = Math.min(buffer.length, this.#writtenBytes - offset);
    const { bytesRead } = await this.#handle.read(buffer, 0, lengthBytes, offset);
    return bytesRead;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#waiting.push(wake);
    });
  }

  #end(state: 'whole' | { readonly error: Error }): void {
    this.#state = state;
    clearTimeout(this.#lonely);
    this.#wakeAll();
    if (this.#readers === 0) void this.#handle.close();
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #watchLoneliness(): void {
    this.#lonely = setTimeout(() => this.unwanted.abort(), this.#lonelyMs).unref();
  }
}
