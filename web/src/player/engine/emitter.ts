/** Typed events without a dependency: the engine speaks to the page through one of these. */

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(data: never) => void>>();

  /** Calls `listener` at each event of that name; returns how to stop it. */
  on<Name extends keyof Events>(name: Name, listener: (data: Events[Name]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (data: Events[Name]) => void)(data);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
