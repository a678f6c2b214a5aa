/** The library's rows as OpenSubsonic says them: seconds instead of milliseconds, public ids, absent instead of null. */
import { extname } from 'node:path';
import { isoTime } from '#base/clock.ts';
import type { PublicIds } from '#base/ids.ts';
import { displayPath } from '#base/paths.ts';
import type * as rows from '#library/index.ts';

export type Shapes = ReturnType<typeof createShapes>;

const seconds = (ms: number) => Math.round(ms / 1000);
/** Without the keys whose value is not known: the protocol leaves them out. */
const known = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

export function createShapes(ids: PublicIds) {
  const artworkId = (row: { artwork: rows.ArtworkFacts | null }) =>
    row.artwork && ids.encode('artwork', row.artwork.id);

  const markFacts = (mark: rows.MarkFacts) => ({ starred: isoTime(mark.starredAt), userRating: mark.rating });

  const artistName = (ref: rows.ArtistRef) => ({
    id: ref.id === null ? '' : ids.encode('artist', ref.id),
    name: ref.name,
  });
  const artistNames = (refs: readonly rows.ArtistRef[]) =>
    refs.filter((ref) => ref.id !== null).map(artistName);

  const itemDate = (date: string | null) => {
    if (!date) return {};
    const [year, month, day] = date.split('-').map(Number);
    return known({ year, month, day });
  };

  const song = (row: rows.TrackRow) => ({
    id: ids.encode('track', row.id),
    isDir: false,
    title: row.title,
    type: 'music',
    mediaType: 'song',
    isVideo: false,
    ...known({
      parent: row.album ? ids.encode('album', row.album.id) : ids.encode('folder', row.folderId),
      album: row.album?.title,
      albumId: row.album && ids.encode('album', row.album.id),
      artist: row.artistName,
      artistId: row.artists[0]?.id == null ? null : ids.encode('artist', row.artists[0].id),
      track: row.number,
      discNumber: row.disc,
      year: row.year,
      genre: row.genres[0],
      coverArt: artworkId(row),
      size: row.sizeBytes,
      contentType: row.mime,
      suffix: extname(row.fileName).slice(1).toLowerCase() || row.container,
      duration: seconds(row.durationMs),
      bitRate: row.bitrateKbps,
      bitDepth: row.bitDepth,
      samplingRate: row.sampleRateHz,
      channelCount: row.channels,
      path: displayPath(row.path),
      created: isoTime(row.addedAt),
      ...markFacts(row.mark),
      playCount: row.mark.playCount,
      played: isoTime(row.mark.playedAt),
      bpm: row.bpm === null ? 0 : Math.round(row.bpm),
      comment: row.comment ?? '',
      sortName: row.sortKey,
      musicBrainzId: row.mbidRecording ?? '',
      isrc: row.isrc ? [row.isrc] : [],
      genres: row.genres.map((name) => ({ name })),
      artists: artistNames(row.artists),
      displayArtist: row.artistName,
      albumArtists: artistNames(row.albumArtists),
      displayAlbumArtist: row.albumArtistName,
      contributors: row.contributors
        .filter((credit) => credit.id !== null)
        .map((credit) => ({
          role: credit.role,
          ...(credit.detail && { subRole: credit.detail }),
          artist: artistName(credit),
        })),
      displayComposer: row.contributors
        .filter((credit) => credit.role === 'composer')
        .map((credit) => credit.name)
        .join(', '),
      moods: [],
      replayGain: known({
        trackGain: row.gain.trackDb,
        albumGain: row.gain.albumDb,
        trackPeak: row.gain.trackPeak,
        albumPeak: row.gain.albumPeak,
      }),
      explicitStatus: row.explicit === 'explicit' || row.explicit === 'clean' ? row.explicit : '',
      works: row.work ? [{ name: row.work }] : [],
      movements: row.movement ? [known({ name: row.movement, number: row.movementNumber })] : [],
    }),
  });

  const album = (row: rows.AlbumRow) => ({
    id: ids.encode('album', row.id),
    name: row.title,
    songCount: row.trackCount,
    duration: seconds(row.durationMs),
    created: isoTime(row.addedAt),
    ...known({
      artist: row.artistName,
      artistId: row.artists[0]?.id == null ? null : ids.encode('artist', row.artists[0].id),
      coverArt: artworkId(row),
      playCount: row.mark.playCount,
      played: isoTime(row.mark.playedAt),
      ...markFacts(row.mark),
      year: row.year,
      genre: row.genres[0],
      recordLabels: row.labels.map((name) => ({ name })),
      musicBrainzId: row.mbid ?? '',
      genres: row.genres.map((name) => ({ name })),
      artists: artistNames(row.artists),
      displayArtist: row.artistName,
      releaseTypes: row.releaseTypes,
      moods: [],
      sortName: row.sortKey,
      originalReleaseDate: itemDate(row.originalDate),
      releaseDate: itemDate(row.releaseDate),
      isCompilation: row.compilation,
      explicitStatus: '',
      discTitles: row.discTitles.map(({ number, title }) => ({ disc: number, title })),
    }),
  });

  const albumWithSongs = (row: rows.AlbumDetail) => ({
    ...album(row),
    song: row.discs.flatMap((disc) => disc.tracks.map(song)),
  });

  /** An album as the older calls know it: a directory. */
  const albumFolder = (row: rows.AlbumRow) => ({
    id: ids.encode('album', row.id),
    isDir: true,
    title: row.title,
    mediaType: 'album',
    ...known({
      album: row.title,
      artist: row.artistName,
      artistId: row.artists[0]?.id == null ? null : ids.encode('artist', row.artists[0].id),
      parent: row.artists[0]?.id == null ? null : ids.encode('artist', row.artists[0].id),
      coverArt: artworkId(row),
      year: row.year,
      genre: row.genres[0],
      duration: seconds(row.durationMs),
      created: isoTime(row.addedAt),
      playCount: row.mark.playCount,
      played: isoTime(row.mark.playedAt),
      ...markFacts(row.mark),
    }),
  });

  const artist = (row: rows.ArtistRow) => ({
    id: ids.encode('artist', row.id),
    name: row.name,
    albumCount: row.albumCount,
    ...known({
      coverArt: artworkId(row),
      starred: isoTime(row.mark.starredAt),
      musicBrainzId: row.mbid ?? '',
      sortName: row.sortName,
      roles: [] as string[],
    }),
  });

  const artistSummary = (row: rows.ArtistSummary, mark: rows.MarkFacts | undefined) => ({
    id: ids.encode('artist', row.id),
    name: row.name,
    albumCount: row.albumCount,
    musicBrainzId: row.mbid ?? '',
    sortName: row.sortName,
    ...known({
      coverArt: row.artworkId === null ? null : ids.encode('artwork', row.artworkId),
      starred: mark && isoTime(mark.starredAt),
    }),
  });

  /** An artist as the older calls know it. */
  const artistFolder = (row: { id: number; name: string }, mark: rows.MarkFacts | undefined) => ({
    id: ids.encode('artist', row.id),
    name: row.name,
    ...known(mark ? markFacts(mark) : {}),
  });

  const folder = (row: rows.FolderRow) => ({
    id: ids.encode('folder', row.id),
    isDir: true,
    title: displayPath(row.name),
    ...known({
      parent: row.parentId === null ? null : ids.encode('folder', row.parentId),
      coverArt: row.artworkId === null ? null : ids.encode('artwork', row.artworkId),
    }),
  });

  const playlist = (row: rows.PlaylistRow, owner: string) => ({
    id: ids.encode('playlist', row.id),
    name: row.name,
    comment: row.comment,
    owner,
    public: row.public,
    songCount: row.trackCount,
    duration: seconds(row.durationMs),
    created: isoTime(row.createdAt),
    changed: isoTime(row.changedAt),
    readonly: !row.mine,
    ...known({ coverArt: row.artworks[0] && ids.encode('playlist', row.id) }),
  });

  const bookmark = (row: rows.BookmarkRow, username: string) => ({
    position: row.positionMs,
    username,
    comment: row.comment,
    created: isoTime(row.createdAt),
    changed: isoTime(row.changedAt),
    entry: song(row.track),
  });

  const structuredLyrics = (row: rows.LyricsRow, track: rows.TrackRow) => ({
    displayArtist: track.artistName,
    displayTitle: track.title,
    lang: row.language || 'und',
    synced: row.synced,
    line: row.lines.map((line) =>
      row.synced ? { start: line.timeMs ?? 0, value: line.text } : { value: line.text },
    ),
  });

  return {
    song,
    album,
    albumWithSongs,
    albumFolder,
    artist,
    artistSummary,
    artistFolder,
    folder,
    playlist,
    bookmark,
    structuredLyrics,
  };
}
