/** What the web API's routes work with: the opened rooms, the shapes of its answers, and two questions all of them ask. */
import type { IdKind, PublicIds } from '#base/ids.ts';
import type { Fonoteca } from '#fonoteca';
import type { Account } from '#guard/index.ts';
import type { Viewer } from '#library/index.ts';
import { ServerError } from '../errors.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createShapes, type Shapes } from './shapes.ts';

export interface ApiContext extends Fonoteca {
  readonly shapes: Shapes;
  readonly events: EventHub;
  /** What this account may see. */
  viewer(account: Account): Promise<Viewer>;
  /** The row number of a public id; SERVER_NOT_FOUND for anything else. */
  row(kind: IdKind, id: string): number;
}

export function createContext(fonoteca: Fonoteca): ApiContext {
  return {
    ...fonoteca,
    shapes: createShapes(fonoteca.ids),
    events: createEventHub(),
    viewer: (account) => fonoteca.library.access.viewerOf(account),
    row: (kind, id) => rowOf(fonoteca.ids, kind, id),
  };
}

function rowOf(ids: PublicIds, kind: IdKind, id: string): number {
  const row = ids.decode(kind, id);
  if (row === undefined) throw new ServerError('SERVER_NOT_FOUND');
  return row;
}

/** The found thing, or SERVER_NOT_FOUND. */
export function need<T extends { found: boolean }>(lookup: T): Extract<T, { found: true }> {
  if (!lookup.found) throw new ServerError('SERVER_NOT_FOUND');
  return lookup as Extract<T, { found: true }>;
}
