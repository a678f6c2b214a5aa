/**
 * The rows that every source is brought to, before sources are merged. Ids are the source's own, as text. Lists are
 * arrays; what a source does not say is null, never a guess.
 */

/** How artists are named on a release or a track: "A feat. B". */
export interface Credit {
  readonly artistId: string | null;
  /** As it stands there. */
  readonly name: string;
  /** What stands between this name and the next. */
  readonly join: string;
}

export interface ArtistRow {
  readonly id: string;
  readonly name: string;
  readonly sortName: string | null;
  readonly mbid: string | null;
  /** What tells artists of one name apart. */
  readonly comment: string | null;
  readonly aliases: readonly string[];
  /** What the source says it is on Discogs; for sources that link. */
  readonly discogsIds?: readonly string[];
}

export interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly mbid: string | null;
  readonly parentId: string | null;
}

export interface ReleaseRow {
  readonly id: string;
  readonly title: string;
  readonly credits: readonly Credit[];
  /** ISO 8601 as exactly as it is known: '1999', '1999-03', '1999-03-05'. */
  readonly date: string | null;
  readonly country: string | null;
  readonly labels: readonly {
    readonly id: string | null;
    readonly name: string;
    readonly catalogNumber: string | null;
  }[];
  /** Digits only. */
  readonly barcode: string | null;
  /** The release group or master that it is a version of. */
  readonly groupId: string | null;
  readonly format: string | null;
  readonly mbid: string | null;
  /** What the source says it is on Discogs; for sources that link. */
  readonly discogsIds?: readonly string[];
}

export interface TrackRow {
  /** Null, like the next three: a recording that is on no release. */
  readonly releaseId: string | null;
  /** From 1. */
  readonly medium: number | null;
  /** From 1, on its medium; 0 is hidden before the first. */
  readonly number: number | null;
  /** As it is printed: 'A1', '2-05'. */
  readonly position: string | null;
  readonly title: string;
  /** Empty: the release's. */
  readonly credits: readonly Credit[];
  readonly durationMs: number | null;
  /** Of the recording. */
  readonly mbid: string | null;
  readonly isrcs: readonly string[];
}
