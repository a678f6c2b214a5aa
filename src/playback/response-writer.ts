/**
 * Writes pooled buffers to an HTTP response, one at a time, and always gives them back.
 *
 * The hard part is a client that goes away: Node may then never call back for a write that waits, and the kernel may
 * still be reading from the buffer. So the response's `close` ends every wait, and a buffer whose write was not
 * confirmed is dropped instead of being used again.
 */
import type { ServerResponse } from 'node:http';
import type { HeldBytes } from './hot-blocks.ts';

export class ResponseWriter {
  readonly response: ServerResponse;
  bytesSent = 0;
  #closed: boolean;
  #wake: (() => void) | undefined;

  constructor(response: ServerResponse) {
    this.response = response;
    this.#closed = response.destroyed || response.socket?.destroyed === true;
    // Writing to a response that was just destroyed emits an error besides calling back; without a listener it is fatal.
    response.on('error', () => undefined);
    response.once('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  /** The client is gone; nothing that is written now arrives. */
  get closed(): boolean {
    return this.#closed || this.response.destroyed;
  }

  /**
   * Sends the first `lengthBytes` of what is held (the response's last bytes when `isLast`), and releases it when the
   * system has taken them all. Resolves with whether the client is still there.
   */
  send(held: HeldBytes, lengthBytes: number, isLast: boolean): Promise<boolean> {
    const { bytes } = held;
    return this.#hand(lengthBytes === bytes.length ? bytes : bytes.subarray(0, lengthBytes), isLast, held);
  }

  /** Sends text that needs no buffer (multipart headers). */
  sendText(text: string, isLast: boolean): Promise<boolean> {
    return this.#hand(Buffer.from(text, 'latin1'), isLast, undefined);
  }

  #hand(bytes: Buffer, isLast: boolean, held: HeldBytes | undefined): Promise<boolean> {
    if (this.closed) {
      held?.release(false);
      return Promise.resolve(false);
    }
    return new Promise((resolve) => {
      let isDone = false;
      const done = (sent: boolean) => {
        // A write may still be called back for after the client has gone.
        if (isDone) return;
        isDone = true;
        this.#wake = undefined;
        if (sent) this.bytesSent += bytes.length;
        held?.release(sent);
        resolve(sent);
      };
      this.#wake = () => done(false);
      const written = (error?: Error | null) => done(error == null);
      if (isLast) this.response.end(bytes, written);
      else this.response.write(bytes, written);
    });
  }
}
