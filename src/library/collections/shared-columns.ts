/** The columns of a mark, of a picture and of names, as every list of albums, artists and tracks joins them. */
import { sql } from 'kysely';
import { parsed } from '../reading.ts';
import type { ArtistRef, ArtworkFacts, MarkFacts, MarkKind, Viewer } from '../rows.ts';

export interface MarkColumns {
  starred_at: number | null;
  rating: number | null;
  play_count: number | null;
  played_at: number | null;
}

export interface ArtworkColumns {
  art_id: number | null;
  art_changed_at: number | null;
  width_px: number | null;
  height_px: number | null;
  color: string | null;
  accent_light: string | null;
  accent_dark: string | null;
  spine: string | null;
  spine_text: string | null;
}

/** Of the tables `m` and `w`. */
export const markColumns = sql.raw('m.starred_at, m.rating, m.play_count, m.played_at');
export const artworkColumns = sql.raw(
  'w.id AS art_id, w.changed_at AS art_changed_at, w.width_px, w.height_px, w.color, w.accent_light, w.accent_dark, w.spine, w.spine_text',
);

/** Joins the viewer's mark of `item` ('a.id') as `m`. */
export function joinMark(viewer: Viewer, kind: MarkKind, item: string) {
  return sql`LEFT JOIN mark m ON m.account_id = ${viewer.accountId} AND m.kind = ${kind} AND m.item_id = ${sql.ref(item)}`;
}

export function markOf(row: MarkColumns): MarkFacts {
  return {
    starredAt: row.starred_at,
    rating: row.rating,
    playCount: row.play_count ?? 0,
    playedAt: row.played_at,
  };
}

export function artworkOf(row: ArtworkColumns): ArtworkFacts | null {
  if (row.art_id === null) return null;
  return {
    id: row.art_id,
    changedAt: row.art_changed_at ?? 0,
    widthPx: row.width_px,
    heightPx: row.height_px,
    color: row.color,
    accentLight: row.accent_light,
    accentDark: row.accent_dark,
    spine: row.spine,
    spineText: row.spine_text,
  };
}

/** From JSON of [id, name]. */
export function artistsOf(json: string | null): ArtistRef[] {
  return parsed<[number, string][]>(json, []).map(([id, name]) => ({ id, name }));
}

/** From JSON of [name]. */
export function namesOf(json: string | null): string[] {
  return parsed<[string][]>(json, []).map(([name]) => name);
}
