/**
 * Phase 3: what was read becomes tracks. Tells who plays (artists), what belongs together (albums), and which song is
 * a track that is known already (identity). Leaves a batch that phase 4 writes in one transaction.
 */
import { type ArtistName, candidateKeys, guestsInTitle, nameKey, variousArtists } from '../match/artists.ts';
import { groupFiles } from '../match/albums.ts';
import { adoptAlbums } from './adopt-albums.ts';
import { albumFacts, albumTitle } from './album-facts.ts';
import { type ArtworkRow, pathIn, pictureOfSong } from './artwork-rows.ts';
import type { ScanContext } from './context.ts';
import { cueSegments } from './cue.ts';
import { type Draft, draftOf, groupInput } from './draft.ts';
import { type MatchedFolder, openFolders } from './folders.ts';
import type { Identities, Song } from './identify.ts';
import { issueOfProblem, issueOfWarnings, passingReasons } from './issue-words.ts';
import type { KnownTrack } from './known-tracks.ts';
import { noteOldPlaces } from './old-places.ts';
import type { ReadPart, ReadSong } from './phase-2-tags.ts';

/** A song with everything that its rows say. */
export interface MatchedSong {
  readonly draft: Draft;
  readonly id: number;
  readonly row: KnownTrack | undefined;
  readonly folderId: number;
  readonly albumId: number;
  readonly artistIds: readonly number[];
  readonly roleIds: readonly number[];
  readonly genreIds: readonly number[];
  readonly artwork: ArtworkRow | undefined;
}

export interface MatchedBatch {
  readonly folders: readonly MatchedFolder[];
  readonly songs: readonly MatchedSong[];
  /** Rows whose path holds other music now. */
  readonly displaced: readonly KnownTrack[];
  /** Rows whose file gives no music any more. */
  readonly lost: readonly KnownTrack[];
  /** Rows that were missing and are there again, as they were. */
  readonly returned: readonly KnownTrack[];
}

/** Matches one batch. Artists, albums and genres that are new wait in the context's books. */
export async function matchParts(
  context: ScanContext,
  identities: Identities,
  parts: readonly ReadPart[],
): Promise<MatchedBatch> {
  await prepareArtists(context, parts);
  const folders = await openFolders(context, parts);
  const drafts: Draft[][] = [];
  for (const part of parts) {
    drafts.push(draftsOf(context, part));
  }
  await prepareNamed(context, drafts.flat());
  for (const some of drafts) group(context, some);
  await context.albums.prepare(new Set(drafts.flatMap((some) => some.map((draft) => draft.grouping!.key))));

  const songs: Song[] = drafts.flatMap((some, index) =>
    some.map((draft) => ({ draft, own: ownRow(parts[index]!, draft) })),
  );
  const identified = await identities.identify(songs);
  const ofAlbum = Map.groupBy(drafts.flat(), (draft) => draft.grouping!.key);
  await adoptAlbums(context, ofAlbum, identified.tracks);
  const pictures = new Map<string, ArtworkRow>();
  const matched: MatchedSong[] = [];
  for (const [index, some] of drafts.entries()) {
    for (const draft of some)
      matched.push(
        matchSong(context, draft, folders[index]!, identified.tracks.get(draft), ofAlbum, pictures),
      );
  }
  const lost = parts
    .flatMap((part) => lostRows(part))
    .filter((row) => !identities.isTaken(row.id) && row.missingSince === null);
  const displaced = identified.displaced.filter((row) => !identities.isTaken(row.id));
  if (lost.length + displaced.length > 0) identities.noteMissing();
  const kept = parts.flatMap((part) => part.kept);
  const returned = kept.filter((row) => row.missingSince !== null);
  const repictured = parts.flatMap((part, index) => (folders[index]!.pictureChanged ? part.kept : []));
  await noteOldPlaces(context, matched, [...lost, ...displaced, ...returned, ...repictured]);
  return { folders, songs: matched, displaced, lost, returned };
}

async function prepareArtists(context: ScanContext, parts: readonly ReadPart[]): Promise<void> {
  if (context.artists.isComplete) return;
  const keys = new Set<string>();
  const mbids = new Set<string>();
  for (const part of parts) {
    for (const { result } of part.songs) {
      if (result.kind !== 'tags') continue;
      const { tags } = result;
      for (const name of [...tags.artists, ...tags.albumArtists])
        for (const key of candidateKeys(name)) keys.add(key);
      for (const name of tags.title === undefined ? [] : guestsInTitle(tags.title)) keys.add(nameKey(name));
      for (const role of tags.roles) for (const key of candidateKeys(role.name)) keys.add(key);
      for (const mbid of [...tags.musicBrainz.artists, ...tags.musicBrainz.albumArtists]) mbids.add(mbid);
    }
  }
  await context.artists.prepare(keys, mbids);
}

/** Whoever the drafts name, after splitting and from cue sheets: nobody may be taken for new who is not. */
async function prepareNamed(context: ScanContext, drafts: readonly Draft[]): Promise<void> {
  if (context.artists.isComplete) return;
  const keys = new Set<string>();
  const mbids = new Set<string>();
  const note = (artist: ArtistName): void => {
    keys.add(artist.key);
    if (artist.mbid === undefined) return;
    keys.add(`${artist.key}#${artist.mbid}`);
    mbids.add(artist.mbid);
  };
  note(variousArtists);
  for (const draft of drafts) {
    draft.artists.forEach(note);
    draft.albumArtists.forEach(note);
    for (const role of draft.found.tags.roles) keys.add(nameKey(role.name));
  }
  await context.artists.prepare(keys, mbids);
}

function draftsOf(context: ScanContext, part: ReadPart): Draft[] {
  const { path } = part.part;
  const drafts: Draft[] = [];
  for (const song of part.songs) {
    const { result, file } = song;
    if (result.kind === 'problem') {
      if (result.reason !== 'missing') context.issues.add(issueOfProblem(pathIn(path, file.name), result));
      continue;
    }
    if (result.warnings.length > 0)
      context.issues.add(issueOfWarnings(pathIn(path, file.name), result.warnings));
    const segments = cueSegments(result, song.sheet);
    if (segments.length === 0) drafts.push(draftOf(file, path, result, song.lyrics, context.artists.isKnown));
    for (const segment of segments)
      drafts.push(draftOf(file, path, segment.found, [], context.artists.isKnown, segment));
  }
  return drafts;
}

function group(context: ScanContext, drafts: readonly Draft[]): void {
  const groupings = groupFiles(drafts.map(groupInput));
  drafts.forEach((draft, index) => {
    draft.grouping = groupings[index]!;
    draft.albumTitle = albumTitle(context, draft);
  });
}

function ownRow(part: ReadPart, draft: Draft): KnownTrack | undefined {
  return part.known.get(draft.file.name)?.find((row) => row.segment === draft.segment);
}

/** Rows of songs that gave no music now, and of parts that a cue sheet no longer names. */
function lostRows(part: ReadPart): KnownTrack[] {
  return part.songs.flatMap((song) => {
    const rows = part.known.get(song.file.name) ?? [];
    return isUnreadNow(song) ? [] : rows;
  });
}

function isUnreadNow({ result }: ReadSong): boolean {
  return result.kind === 'problem' && passingReasons.has(result.reason);
}

function matchSong(
  context: ScanContext,
  draft: Draft,
  folder: MatchedFolder,
  row: KnownTrack | undefined,
  ofAlbum: ReadonlyMap<string, readonly Draft[]>,
  pictures: Map<string, ArtworkRow>,
): MatchedSong {
  const grouping = draft.grouping!;
  const artists = draft.artists;
  const artistIds = artists.map((artist) => context.artists.get(artist));
  const roleIds = draft.found.tags.roles.map((role) =>
    context.artists.get({ name: role.name, key: nameKey(role.name) }),
  );
  const genreIds = draft.genres.map((genre) => context.genres.get(genre));
  const artwork = pictureOf(context, draft, row, pictures);
  const album = context.albums.open(grouping, () => albumFacts(context, ofAlbum.get(grouping.key)!));
  const { audio, tags } = draft.found;
  if (tags.discSubtitle !== undefined) album.discTitles[String(draft.disc ?? 1)] = tags.discSubtitle;
  if (!album.sum) context.touched.albums.add(album.id);
  album.sum?.add({
    disc: draft.disc,
    number: draft.number,
    durationMs: draft.durationMs,
    sizeBytes: draft.file.sizeBytes,
    codec: audio.codec,
    lossless: audio.lossless,
    sampleRateHz: audio.sampleRateHz,
    bitDepth: audio.bitDepth ?? null,
    bitrateKbps: audio.bitrateKbps,
    segment: draft.segment,
    genreIds,
    artworkId: artwork?.id ?? null,
    folderArtworkId: folder.albumArtworkId,
  });
  if (row?.albumId != null && row.albumId !== album.id) {
    context.touched.albums.add(row.albumId);
    context.touched.movedAlbums.set(row.albumId, album.id);
    if (album.sum) album.cameFrom ??= row.albumId;
  }
  const id = row?.id ?? context.numbers.next('track');
  tally(context, draft, row);
  return {
    draft,
    id,
    row,
    folderId: folder.folderId,
    albumId: album.id,
    artistIds,
    roleIds,
    genreIds,
    artwork,
  };
}

/** The parts of one file share its picture; a track that had one keeps that number. */
function pictureOf(
  context: ScanContext,
  draft: Draft,
  row: KnownTrack | undefined,
  pictures: Map<string, ArtworkRow>,
): ArtworkRow | undefined {
  if (draft.found.artwork.length === 0) return undefined;
  const path = pathIn(draft.folderPath, draft.file.name);
  const known = draft.segment > 0 ? pictures.get(path) : undefined;
  if (known) return known;
  const picture = pictureOfSong(draft, () => row?.artworkId ?? context.numbers.next('artwork'));
  if (picture && draft.segment > 0) pictures.set(path, picture);
  return picture;
}

function tally(context: ScanContext, draft: Draft, row: KnownTrack | undefined): void {
  // It was only elsewhere.
  if (row?.missingSince != null && row.missingSince >= context.startedAt) context.tally.missing--;
  if (!row) context.tally.added++;
  else if (
    row.folderPath !== draft.folderPath ||
    row.fileName !== draft.file.name ||
    row.libraryId !== context.library.id
  )
    context.tally.moved++;
  // Songs are also read again for what lies beside them.
  else if (row.sizeBytes !== draft.file.sizeBytes || row.mtimeMs !== draft.file.mtimeMs)
    context.tally.changed++;
}
