/** Listings on their way from the walk to the reading of tags, in the order they came. */
import type { FolderListing } from './types.ts';

export interface ListingStream extends AsyncIterable<FolderListing> {
  push(listing: FolderListing): void;
  /** No more come; with an error, whoever reads gets it. */
  end(error?: unknown): void;
}

export function createListingStream(): ListingStream {
  const waiting: FolderListing[] = [];
  let ended = false;
  let failure: unknown;
  let wake: (() => void) | undefined;
  const signal = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    push: (listing) => {
      waiting.push(listing);
      signal();
    },
    end: (error) => {
      ended = true;
      failure = error;
      signal();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure !== undefined) throw failure;
        // Taken all at once: shift() on a long array costs its length.
        for (const listing of waiting.splice(0)) yield listing;
        if (waiting.length > 0) continue;
        if (ended) {
          if (failure !== undefined) throw failure;
          return;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
