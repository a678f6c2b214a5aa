/**
 * The library's rows as the web API says them: numbers become public ids, times become ISO 8601. One function a shape,
 * no decisions.
 */
import { isoTime } from '#base/clock.ts';
import type { PublicIds } from '#base/ids.ts';
import { type GroupRule, groupRuleSentences } from '#library/index.ts';
import type * as rows from '#library/index.ts';
import type * as wire from './contract.ts';

export type Shapes = ReturnType<typeof createShapes>;

// Until a picture was looked at, its square is the page's own sunken paper.
const unknownColors = {
  color: '#8b8175',
  accentLight: '#1d5f5a',
  accentDark: '#84c0b3',
  spine: '#5f574e',
  spineText: '#f7f4ee',
};

export function createShapes(ids: PublicIds) {
  const artwork = (row: rows.ArtworkFacts | null): wire.Artwork | null =>
    row && {
      id: ids.encode('artwork', row.id),
      color: row.color ?? unknownColors.color,
      accentLight: row.accentLight ?? unknownColors.accentLight,
      accentDark: row.accentDark ?? unknownColors.accentDark,
      spine: row.spine ?? unknownColors.spine,
      spineText: row.spineText ?? unknownColors.spineText,
    };

  const mark = (row: rows.MarkFacts): wire.Mark => ({
    starredAt: isoTime(row.starredAt),
    rating: row.rating,
    playCount: row.playCount,
    playedAt: isoTime(row.playedAt),
  });

  const artistRef = (row: rows.ArtistRef): wire.ArtistRef => ({
    id: row.id === null ? null : ids.encode('artist', row.id),
    name: row.name,
  });

  const credit = (row: rows.CreditFacts): wire.Credit => ({
    ...artistRef(row),
    role: row.role,
    detail: row.detail,
  });

  const album = (row: rows.AlbumRow): wire.AlbumRow => ({
    id: ids.encode('album', row.id),
    title: row.title,
    artists: row.artists.length > 0 ? row.artists.map(artistRef) : [{ id: null, name: row.artistName }],
    year: row.year,
    addedAt: isoTime(row.addedAt),
    trackCount: row.trackCount,
    discCount: row.discCount,
    durationMs: row.durationMs,
    artwork: artwork(row.artwork),
    missing: row.missing,
    mark: mark(row.mark),
  });

  const track = (row: rows.TrackRow): wire.TrackRow => ({
    id: ids.encode('track', row.id),
    title: row.title,
    artists: row.artists.length > 0 ? row.artists.map(artistRef) : [{ id: null, name: row.artistName }],
    album: row.album && { id: ids.encode('album', row.album.id), title: row.album.title },
    artwork: artwork(row.artwork),
    disc: row.disc,
    number: row.number,
    durationMs: row.durationMs,
    missing: row.missing,
    mark: mark(row.mark),
  });

  const playable = (row: rows.TrackRow): wire.Playable => ({
    ...track(row),
    mime: row.mime,
    codec: row.codec,
    lossless: row.lossless,
    bitrateKbps: row.bitrateKbps,
    sampleRateHz: row.sampleRateHz,
    bitDepth: row.bitDepth,
    channels: row.channels,
    sizeBytes: row.sizeBytes,
    gain: row.gain,
    peaks: row.peaks && Buffer.from(row.peaks).toString('base64'),
  });

  const albumTrack = (row: rows.TrackRow): wire.AlbumTrack => ({
    ...playable(row),
    work: row.work,
    movement: row.movement,
    movementNumber: row.movementNumber,
  });

  const disc = (row: rows.DiscFacts): wire.Disc => ({
    number: row.number,
    title: row.title,
    durationMs: row.durationMs,
    tracks: row.tracks.map(albumTrack),
  });

  const albumDetail = (row: rows.AlbumDetail): wire.AlbumDetail => ({
    ...album(row),
    originalDate: row.originalDate,
    releaseDate: row.releaseDate,
    labels: row.labels,
    catalogNumbers: row.catalogNumbers,
    barcode: row.barcode,
    genres: row.genres,
    releaseTypes: row.releaseTypes,
    compilation: row.compilation,
    mbid: row.mbid,
    sizeBytes: row.sizeBytes,
    format: row.format,
    credits: row.credits.map(credit),
    discs: row.discs.map(disc),
    grouping: {
      rule: groupRuleSentences[row.grouping.rule as GroupRule] ?? row.grouping.rule,
      facts: row.grouping.facts,
    },
    moreByArtist: row.moreByArtist.map(album),
  });

  const artist = (row: rows.ArtistRow): wire.ArtistRow => ({
    id: ids.encode('artist', row.id),
    name: row.name,
    sortName: row.sortName,
    albumCount: row.albumCount,
    trackCount: row.trackCount,
    artwork: artwork(row.artwork),
    mark: mark(row.mark),
  });

  const artistDetail = (row: rows.ArtistDetail): wire.ArtistDetail => ({
    ...artist(row),
    mbid: row.mbid,
    albums: row.albums.map(album),
    appearsOn: row.appearsOn.map(album),
    topTracks: row.topTracks.map(playable),
    roles: row.roles,
  });

  const playlist = (row: rows.PlaylistRow, owner: string): wire.PlaylistRow => ({
    id: ids.encode('playlist', row.id),
    name: row.name,
    comment: row.comment,
    owner,
    mine: row.mine,
    public: row.public,
    trackCount: row.trackCount,
    durationMs: row.durationMs,
    changedAt: isoTime(row.changedAt),
    artwork: row.artworks.map((one) => artwork(one)!),
  });

  const playlistEntry = (row: rows.PlaylistEntry) => ({
    position: row.position,
    entry: row.entry,
    track: row.track && playable(row.track),
  });

  const continued = (row: rows.ContinueRow): wire.Continue => ({
    track: playable(row.track),
    positionMs: row.positionMs,
    index: row.index,
    count: row.count,
    leftMs: row.leftMs,
    albumDurationMs: row.albumDurationMs,
    changedAt: isoTime(row.changedAt),
  });

  const home = (row: rows.HomeFacts): wire.Home => ({
    continue: row.continue.map(continued),
    recentlyAdded: row.recentlyAdded.map(album),
    addedThisMonth: row.addedThisMonth,
    recentlyPlayed: row.recentlyPlayed.map(album),
    mostPlayed: row.mostPlayed.map(album),
    favourites: row.favourites.map(album),
    random: row.random.map(album),
    rediscover: row.rediscover.map(album),
    counts: row.counts,
  });

  const queue = (row: rows.QueueFacts): wire.QueueState => ({
    tracks: row.tracks.map(playable),
    index: row.index,
    positionMs: row.positionMs,
    changedAt: isoTime(row.changedAt),
    changedBy: row.changedBy,
  });

  const page = <Row, Item>(
    row: { total: number; offset: number; items: readonly Row[] },
    shape: (one: Row) => Item,
  ): wire.Page<Item> => ({ total: row.total, offset: row.offset, items: row.items.map(shape) });

  const foundPart = <Row, Item>(row: rows.FoundPart<Row>, shape: (one: Row) => Item) => ({
    total: row.total,
    cut: row.cut,
    hits: row.hits.map((hit) => ({ item: shape(hit.item), matches: hit.matches })),
  });

  return {
    artwork,
    mark,
    artistRef,
    credit,
    album,
    track,
    playable,
    albumDetail,
    artist,
    artistDetail,
    playlist,
    playlistEntry,
    continued,
    home,
    queue,
    page,
    foundPart,
  };
}
