/** A matched song as the values of its rows. */
import { mimeTypeOfContainer, type Tags } from '#media/index.ts';
import { titleSortKey } from '../match/names.ts';
import type { SearchFacts } from '../search/index-rows.ts';
import type { ScanContext } from './context.ts';
import type { MatchedSong } from './phase-3-match.ts';

export const trackColumns = [
  'id',
  'library_id',
  'folder_id',
  'file_name',
  'segment',
  'start_ms',
  'size_bytes',
  'mtime_ms',
  'added_at',
  'changed_at',
  'missing_since',
  'essence',
  'album_id',
  'title',
  'sort_key',
  'artist_name',
  'album_artist_name',
  'disc',
  'number',
  'year',
  'release_date',
  'genre',
  'duration_ms',
  'container',
  'codec',
  'mime',
  'lossless',
  'bitrate_kbps',
  'sample_rate_hz',
  'bit_depth',
  'channels',
  'mbid_recording',
  'mbid_track',
  'isrc',
  'bpm',
  'comment',
  'work',
  'movement',
  'movement_number',
  'explicit',
  'tag_track_gain_db',
  'tag_track_peak',
  'tag_album_gain_db',
  'tag_album_peak',
  'artwork_id',
  'tags',
];

export function trackValues({ library }: ScanContext, song: MatchedSong, now: number): unknown[] {
  const { draft } = song;
  const { tags, audio } = draft.found;
  const gain = tags.replayGain;
  return [
    song.id,
    library.id,
    song.folderId,
    draft.file.name,
    draft.segment,
    draft.startMs,
    draft.file.sizeBytes,
    draft.file.mtimeMs,
    now,
    now,
    null,
    essenceOf(song),
    song.albumId,
    draft.title,
    titleSortKey(draft.title, tags.titleSort),
    draft.artistName,
    draft.albumArtistName,
    draft.disc,
    draft.number,
    draft.year,
    tags.date ?? null,
    draft.genres[0]?.name ?? null,
    draft.durationMs,
    audio.container,
    audio.codec,
    mimeTypeOfContainer(audio.container),
    audio.lossless,
    positive(audio.bitrateKbps),
    positive(audio.sampleRateHz),
    positive(audio.bitDepth),
    positive(audio.channels),
    tags.musicBrainz.recording ?? null,
    tags.musicBrainz.track ?? null,
    tags.isrcs[0] ?? null,
    tags.bpm ?? null,
    tags.comment ?? null,
    tags.work ?? null,
    tags.movement ?? null,
    tags.movementNumber ?? null,
    tags.explicit ?? null,
    gain?.trackGainDb ?? null,
    gain?.trackPeak ?? null,
    gain?.albumGainDb ?? null,
    gain?.albumPeak ?? null,
    song.artwork?.id ?? null,
    otherTags(tags),
  ];
}

/** A digest made in the background stays as long as the file is the one that it was made from. */
function essenceOf({ draft, row }: MatchedSong): string | null {
  if (draft.essence !== null || !row) return draft.essence;
  return row.sizeBytes === draft.file.sizeBytes && row.mtimeMs === draft.file.mtimeMs ? row.essence : null;
}

export function creditRows({ id, draft, artistIds, roleIds }: MatchedSong): unknown[][] {
  const rows: unknown[][] = draft.artists.map((artist, position) => [
    id,
    'artist',
    position,
    artistIds[position],
    artist.name,
    null,
  ]);
  const { roles } = draft.found.tags;
  if (roles.length === 0) return rows;
  const next = new Map<string, number>();
  roles.forEach((credit, index) => {
    const position = next.get(credit.role) ?? 0;
    next.set(credit.role, position + 1);
    rows.push([id, credit.role, position, roleIds[index], credit.name, credit.detail ?? null]);
  });
  return rows;
}

export function trackSearchFacts({ id, draft }: MatchedSong): SearchFacts {
  const { tags } = draft.found;
  const composers =
    tags.roles.length === 0
      ? []
      : tags.roles.filter((credit) => credit.role === 'composer').map((credit) => credit.name);
  return {
    id,
    title: draft.title,
    others: [draft.artistName, draft.albumArtistName, draft.albumTitle, ...composers, tags.work],
  };
}

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 ? Math.round(value) : null;

/** What has no column of its own, for the page that shows all tags. */
function otherTags(tags: Tags): string {
  const rest: Record<string, string[]> = {};
  const one = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) rest[name] = [String(value)];
  };
  const many = (name: string, values: readonly string[]): void => {
    if (values.length > 0) rest[name] = [...values];
  };
  many('mood', tags.moods);
  many('label', tags.labels);
  many('catalog number', tags.catalogNumbers);
  many('isrc', tags.isrcs);
  many('release type', tags.releaseTypes);
  one('original date', tags.originalDate);
  one('track of', tags.trackTotal);
  one('track as written', tags.trackText);
  one('disc of', tags.discTotal);
  one('disc subtitle', tags.discSubtitle);
  one('barcode', tags.barcode);
  one('media', tags.media);
  one('release status', tags.releaseStatus);
  one('release country', tags.releaseCountry);
  one('key', tags.key);
  one('language', tags.language);
  one('grouping', tags.grouping);
  one('subtitle', tags.subtitle);
  one('copyright', tags.copyright);
  one('license', tags.license);
  one('encoded by', tags.encodedBy);
  one('musicbrainz release', tags.musicBrainz.release);
  one('musicbrainz work', tags.musicBrainz.work);
  return JSON.stringify(rest);
}
