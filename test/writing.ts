/** Writes that go on until their server is killed, and what must be there afterwards: all that was acknowledged. */
import assert from 'node:assert/strict';

/** Values by key, as they were asked for and as they were acknowledged. */
export class Acknowledged {
  readonly #asked = new Map<string, number>();
  readonly #known = new Map<string, number>();

  /** Writes one value; rejects, as `write` does, when there was no answer. */
  async write(key: string, value: number, write: (value: number) => Promise<unknown>): Promise<void> {
    this.#asked.set(key, value);
    await write(value);
    this.#known.set(key, value);
  }

  get count(): number {
    return this.#known.size;
  }

  /** Every acknowledged value is there, or the one that was under way when the server died. */
  async check(read: (key: string) => Promise<number>): Promise<void> {
    assert.ok(this.#known.size > 0, 'nothing was ever acknowledged');
    for (const [key, known] of this.#known) {
      const now = await read(key);
      assert.ok(
        now === known || now === this.#asked.get(key),
        `${key} was acknowledged as ${known} and is ${now}`,
      );
    }
  }
}

/** Writes one after the other until one has no answer, because its server was killed. Resolves with how many had one. */
export async function keepWriting(write: (count: number) => Promise<unknown>): Promise<number> {
  for (let count = 0; ; count++) {
    try {
      await write(count);
    } catch (error) {
      // Refused is not killed.
      if (error instanceof assert.AssertionError) throw error;
      return count;
    }
  }
}
