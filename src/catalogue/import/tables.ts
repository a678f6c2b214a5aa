/**
 * The staged tables: what rows of sources look like as Parquet, before they are merged. Lists are texts with the unit
 * separator between (U+001F), which DuckDB splits faster than nested columns can be appended.
 */
import type { ArtistRow, Credit, LabelRow, ReleaseRow, TrackRow } from '../rows.ts';

export interface RowsByTable {
  readonly artist: ArtistRow;
  readonly label: LabelRow;
  readonly release: ReleaseRow;
  readonly track: TrackRow;
}

export type TableName = keyof RowsByTable;

interface Column<Row> {
  readonly name: string;
  readonly type: 'VARCHAR' | 'INTEGER';
  readonly value: (row: Row) => string | number | null;
}

const separator = '\u001f';
const joined = (values: readonly (string | null)[]): string | null =>
  values.length === 0 ? null : values.map((value) => value ?? '').join(separator);

/** "A feat. B" as people read it. */
export function shownCredit(credits: readonly Credit[]): string | null {
  return credits.length === 0 ? null : credits.map(({ name, join }) => name + join).join('');
}

const text = <Row>(name: string, value: (row: Row) => string | null): Column<Row> => ({
  name,
  type: 'VARCHAR',
  value,
});
const whole = <Row>(name: string, value: (row: Row) => number | null): Column<Row> => ({
  name,
  type: 'INTEGER',
  value,
});

const credited = <Row extends { readonly credits: readonly Credit[] }>(): Column<Row>[] => [
  text('credit', (row) => shownCredit(row.credits)),
  text('artist_ids', (row) => joined(row.credits.map((credit) => credit.artistId))),
  text('artist_names', (row) => joined(row.credits.map((credit) => credit.name))),
];

export const tables: { readonly [Name in TableName]: readonly Column<RowsByTable[Name]>[] } = {
  artist: [
    text('id', (row) => row.id),
    text('name', (row) => row.name),
    text('sort_name', (row) => row.sortName),
    text('mbid', (row) => row.mbid),
    text('comment', (row) => row.comment),
    text('aliases', (row) => joined(row.aliases)),
    text('discogs_ids', (row) => joined(row.discogsIds ?? [])),
  ],
  label: [
    text('id', (row) => row.id),
    text('name', (row) => row.name),
    text('mbid', (row) => row.mbid),
    text('parent_id', (row) => row.parentId),
  ],
  release: [
    text('id', (row) => row.id),
    text('title', (row) => row.title),
    ...credited<ReleaseRow>(),
    text('date', (row) => row.date),
    text('country', (row) => row.country),
    text('label_ids', (row) => joined(row.labels.map((label) => label.id))),
    text('label_names', (row) => joined(row.labels.map((label) => label.name))),
    text('catalog_numbers', (row) => joined(row.labels.map((label) => label.catalogNumber))),
    text('barcode', (row) => row.barcode),
    text('group_id', (row) => row.groupId),
    text('format', (row) => row.format),
    text('mbid', (row) => row.mbid),
    text('discogs_ids', (row) => joined(row.discogsIds ?? [])),
  ],
  track: [
    text('release_id', (row) => row.releaseId),
    whole('medium', (row) => row.medium),
    whole('number', (row) => row.number),
    text('position', (row) => row.position),
    text('title', (row) => row.title),
    ...credited<TrackRow>(),
    whole('duration_ms', (row) => row.durationMs),
    text('mbid', (row) => row.mbid),
    text('isrcs', (row) => joined(row.isrcs)),
  ],
};

export const tableNames = Object.keys(tables) as TableName[];
