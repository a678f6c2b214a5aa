/** Folder rows for a batch: made where they are missing, with their pictures. */
import type { ScanContext } from './context.ts';
import { type ArtworkRow, artistPictureOf, coverOf, pathIn } from './artwork-rows.ts';
import { albumFolder } from '../match/albums.ts';
import { passingReasons } from './issue-words.ts';
import type { ReadPart } from './phase-2-tags.ts';
import type { WalkedFile } from './types.ts';

export interface MatchedFolder {
  readonly part: ReadPart['part'];
  readonly folderId: number;
  /** The picture that stands for an album here: the folder's own, or the one above for a disc's folder. */
  readonly albumArtworkId: number | null;
  readonly artworkId: number | null;
  readonly pictureChanged: boolean;
  /** Pictures to write; those that are as they were are not among them. */
  readonly pictures: readonly ArtworkRow[];
  /** Rows to write before this folder's: itself, when it is new, after the folders above it. */
  readonly created: readonly NewFolder[];
  /** Null when the folder must be looked at again next time. */
  readonly fingerprint: string | null;
}

export interface NewFolder {
  readonly id: number;
  readonly parentId: number | null;
  readonly path: string;
  readonly fingerprint: string | null;
}

/** Opens the folders of a batch, in their order. */
export async function openFolders(
  context: ScanContext,
  parts: readonly ReadPart[],
): Promise<MatchedFolder[]> {
  const pictures = parts.map(({ part }) => ({
    cover: coverOf(part.others),
    artist: artistPictureOf(part.others),
  }));
  const known = await knownPictures(
    context,
    parts.flatMap(({ part }, index) => picturePaths(part.path, pictures[index]!)),
  );
  return parts.map((read, index) => openFolder(context, read, pictures[index]!, known));
}

interface Pictures {
  readonly cover: WalkedFile | undefined;
  readonly artist: WalkedFile | undefined;
}

interface KnownPicture {
  readonly id: number;
  readonly changed_at: number;
  readonly byte_length: number;
}

function openFolder(
  context: ScanContext,
  read: ReadPart,
  { cover, artist }: Pictures,
  known: ReadonlyMap<string, KnownPicture>,
): MatchedFolder {
  const { part } = read;
  const created: NewFolder[] = [];
  const folder = ensureFolder(context, part.path, created);
  const written: ArtworkRow[] = [];
  const cover_ = cover && takePicture(context, part.path, cover, 'folder', known, written);
  if (artist) takePicture(context, part.path, artist, 'artist', known, written);
  const artworkId = cover_ ?? null;
  if (folder.artworkId !== null && folder.artworkId !== artworkId)
    context.touched.pictures.add(folder.artworkId);
  const pictureChanged = folder.artworkId !== artworkId || written.some((row) => row.source === 'folder');
  folder.artworkId = artworkId;
  const above = albumFolder(part.path);
  const albumArtworkId =
    artworkId ?? (above === part.path ? null : (context.folders.get(above)?.artworkId ?? null));
  folder.fingerprint = part.last && isComplete(read) ? part.listing.fingerprint : null;
  return {
    part,
    folderId: folder.id,
    albumArtworkId,
    artworkId,
    pictureChanged,
    pictures: written,
    created,
    fingerprint: folder.fingerprint,
  };
}

/** False when a song could not be read for a reason that may pass, or went away: the folder must be seen again. */
function isComplete(read: ReadPart): boolean {
  return !read.songs.some(
    ({ result }) =>
      result.kind === 'problem' && (passingReasons.has(result.reason) || result.reason === 'missing'),
  );
}

function ensureFolder(
  context: ScanContext,
  path: string,
  created: NewFolder[],
): { id: number; fingerprint: string | null; artworkId: number | null } {
  const known = context.folders.get(path);
  if (known) return known;
  const parent =
    path === ''
      ? null
      : ensureFolder(context, path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', created);
  const folder = {
    id: context.numbers.next('folder'),
    fingerprint: context.emptyFolders.get(path) ?? null,
    artworkId: null,
  };
  context.folders.set(path, folder);
  created.push({ id: folder.id, parentId: parent?.id ?? null, path, fingerprint: folder.fingerprint });
  return folder;
}

function takePicture(
  context: ScanContext,
  folder: string,
  file: WalkedFile,
  source: 'folder' | 'artist',
  known: ReadonlyMap<string, KnownPicture>,
  written: ArtworkRow[],
): number {
  const path = pathIn(folder, file.name);
  const row = known.get(path);
  if (row && row.changed_at === file.mtimeMs && row.byte_length === file.sizeBytes) return row.id;
  const id = row?.id ?? context.numbers.next('artwork');
  written.push({
    id,
    source,
    path,
    byteOffset: 0,
    byteLength: file.sizeBytes,
    encoding: null,
    mime: null,
    changedAt: file.mtimeMs,
  });
  return id;
}

function picturePaths(folder: string, { cover, artist }: Pictures): string[] {
  return [cover, artist].flatMap((file) => (file ? [pathIn(folder, file.name)] : []));
}

async function knownPictures(
  context: ScanContext,
  paths: readonly string[],
): Promise<Map<string, KnownPicture>> {
  if (context.fresh || paths.length === 0) return new Map();
  const rows = await context.database.read
    .selectFrom('artwork')
    .select(['id', 'path', 'changed_at', 'byte_length'])
    .where('library_id', '=', context.library.id)
    .where('path', 'in', paths)
    .where('source', '!=', 'embedded')
    .execute();
  return new Map(rows.map((row) => [row.path, row]));
}
