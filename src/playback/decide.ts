/**
 * The one decision that every byte of audio, artwork, download and share passes.
 *
 * It exists so that there is a single place whose answer can change: today it asks whether the account may see the
 * item's library; rights will add their verdict here and nowhere else. It is pure: facts in, a value out. An `Allowed`
 * can only be made here (its class is not exported and carries a private field), and bytes can only be opened with
 * one, so a route that forgets to ask does not compile, and one that forges the answer fails at run time.
 */
import type { ByteLocation } from './byte-source.ts';

export type LibraryId = string | number;

/** What somebody wants the bytes for. `original` is a stream of the untouched file, `download` a file to keep. */
export type Purpose = 'stream' | 'original' | 'download' | 'artwork' | 'share';

/** The person (or share link's owner) who asks, as far as this decision cares. */
export interface Viewer {
  readonly accountId: string;
  /** Libraries this account was granted. */
  readonly libraries: 'all' | ReadonlySet<LibraryId>;
  /** Whether the account may keep files; true when absent. */
  readonly mayDownload?: boolean;
  /** The account's own cap on streams, kbit/s. */
  readonly bitrateKbpsMax?: number;
}

/** A share link, as the facts its owner left behind. */
export interface ShareGrant {
  readonly shareId: string;
  readonly owner: Viewer;
  readonly itemIds: ReadonlySet<string>;
  readonly expiresAtMs?: number;
  readonly mayDownload?: boolean;
}

/** The thing whose bytes are wanted, with where they are. */
export interface PlayableItem {
  readonly id: string;
  /** Libraries it belongs to: one for a track; an artist's picture may have several. */
  readonly libraryIds: readonly LibraryId[];
  readonly state?: 'present' | 'missing' | 'encrypted' | 'broken';
  readonly location: ByteLocation;
}

export interface DecisionFacts {
  /** Nobody signed in: undefined. */
  readonly account: Viewer | undefined;
  readonly purpose: Purpose;
  readonly item: PlayableItem;
  /** Set when the request came by a share link; then the link's owner is the one whose rights count. */
  readonly share?: ShareGrant;
  readonly nowMs?: number;
}

export type RefusalReason =
  | 'not-signed-in'
  | 'not-found'
  | 'share-expired'
  | 'downloads-not-granted'
  | 'file-missing'
  | 'encrypted';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** HTTP status that says so. */
  readonly status: 401 | 403 | 404 | 410;
  /** One sentence for a person. */
  readonly message: string;
}

export type Decision = Allowed | Refused;

/** The proof that a decision was made for exactly this item and purpose. Only `decide` makes one. */
class AllowedProof {
  readonly kind = 'allow';
  readonly purpose: Purpose;
  readonly item: PlayableItem;
  readonly accountId: string | undefined;
  readonly shareId: string | undefined;
  readonly bitrateKbpsMax: number | undefined;
  readonly #decided = true;

  constructor(facts: DecisionFacts, viewer: Viewer) {
    this.purpose = facts.purpose;
    this.item = facts.item;
    this.accountId = facts.account?.accountId;
    this.shareId = facts.share?.shareId;
    this.bitrateKbpsMax = viewer.bitrateKbpsMax;
    Object.freeze(this);
  }

  static made(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #decided in value && value.#decided;
  }
}

export type Allowed = AllowedProof;

/**
 * Decides whether these bytes may go out, and for what. Pure; refusals are values with a reason and a status.
 * A library that the viewer was not granted answers `not-found`, so that ids cannot be probed.
 */
export function decide(facts: DecisionFacts): Decision {
  const { share, purpose, item } = facts;
  if (share !== undefined) {
    if (share.expiresAtMs !== undefined && share.expiresAtMs <= (facts.nowMs ?? Date.now()))
      return refuse('share-expired');
    if (!share.itemIds.has(item.id)) return refuse('not-found');
  }
  const viewer = share?.owner ?? facts.account;
  if (viewer === undefined) return refuse('not-signed-in');
  if (!maySee(viewer, item)) return refuse('not-found');
  if (keepsFile(purpose) && !mayKeep(viewer, share)) return refuse('downloads-not-granted');
  if (item.state === 'missing') return refuse('file-missing');
  // Encrypted files are listed, never decoded; their owner may still carry the file away untouched.
  if (item.state === 'encrypted' && purpose !== 'download' && purpose !== 'artwork')
    return refuse('encrypted');
  return new AllowedProof(facts, viewer);
}

/** True only for a value that `decide` made: what the type system cannot see in a cast is caught here. */
export function isAllowed(value: unknown): value is Allowed {
  return AllowedProof.made(value);
}

function maySee(viewer: Viewer, item: PlayableItem): boolean {
  const { libraries } = viewer;
  return libraries === 'all' || item.libraryIds.some((id) => libraries.has(id));
}

function keepsFile(purpose: Purpose): boolean {
  return purpose === 'download';
}

function mayKeep(viewer: Viewer, share: ShareGrant | undefined): boolean {
  if (viewer.mayDownload === false) return false;
  return share === undefined || share.mayDownload === true;
}

const refusals: Record<RefusalReason, Pick<Refused, 'status' | 'message'>> = {
  'not-signed-in': { status: 401, message: 'Sign in first.' },
  'not-found': { status: 404, message: 'There is nothing here by that name.' },
  'share-expired': {
    status: 410,
    message: 'This share has expired. Ask the person who sent it for a new one.',
  },
  'downloads-not-granted': {
    status: 403,
    message: 'Downloads are not granted here. An admin can allow them.',
  },
  'file-missing': {
    status: 404,
    message: 'The file is missing from its folder. Put it back, or scan again.',
  },
  encrypted: {
    status: 403,
    message: 'This file is encrypted by its seller; Fonoteca lists such files and never decodes them.',
  },
};

function refuse(reason: RefusalReason): Refused {
  return { kind: 'refused', reason, ...refusals[reason] };
}
