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
  async send(held: HeldBytes, lengthBytes: number, isLast: boolean): Promise<boolean> {
    const { bytes } = held;
    const sent = await this.#hand(
      lengthBytes === bytes.length ? bytes : bytes.subarray(0, lengthBytes),
      isLast,
    );
    if (sent) this.bytesSent += lengthBytes;
    held.release(sent);
    return sent;
  }

  /** Sends text that needs no buffer (multipart headers). */
  async sendText(text: string, isLast: boolean): Promise<boolean> {
    const bytes = Buffer.from(text, 'latin1');
    if (!(await this.#hand(bytes, isLast))) return false;
    this.bytesSent += bytes.length;
    return true;
  }

  #hand(bytes: Buffer, isLast: boolean): Promise<boolean> {
    if (this.closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve(false);
      };
      const written = (error?: Error | null) => {
        this.#wake = undefined;
        resolve(error == null);
      };
      if (isLast) this.response.end(bytes, written);
      else this.response.write(bytes, written);
    });
  }
}
