/** The keys that the search field hands to the results below it: up, down, Enter. The field keeps the focus. */

type Handler = (key: string) => boolean;
let handler: Handler | null = null;

/** The results take the keys while they are on screen; returns how to stop. */
export function takeSearchKeys(next: Handler): () => void {
  handler = next;
  return () => {
    if (handler === next) handler = null;
  };
}

/** True when the results did something with the key. */
export function sendSearchKey(key: string): boolean {
  return handler?.(key) ?? false;
}
