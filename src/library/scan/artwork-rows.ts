/** Pictures as rows: the one in a song's tags, the one that lies in its folder, an artist's. */
import type { EmbeddedArtwork } from '#media/index.ts';
import { baseName } from './file-kinds.ts';
import type { WalkedFile } from './types.ts';
import type { Draft } from './draft.ts';

export interface ArtworkRow {
  readonly id: number;
  readonly source: 'embedded' | 'folder' | 'artist';
  readonly path: string;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly encoding: string | null;
  readonly mime: string | null;
  readonly changedAt: number;
}

export const artworkColumns = [
  'id',
  'library_id',
  'source',
  'path',
  'byte_offset',
  'byte_length',
  'picture_index',
  'encoding',
  'mime',
  'changed_at',
];

export function artworkValues(row: ArtworkRow, libraryId: number): unknown[] {
  return [
    row.id,
    libraryId,
    row.source,
    row.path,
    row.byteOffset,
    row.byteLength,
    0,
    row.encoding,
    row.mime,
    row.changedAt,
  ];
}

/** The song's own picture: the front cover, else its first. */
export function pictureOfSong(draft: Draft, id: () => number): ArtworkRow | undefined {
  const pictures = draft.found.artwork;
  if (pictures.length === 0) return undefined;
  const picture =
    pictures.find(({ type }) => type === 'front') ??
    pictures.find(({ type }) => type !== 'icon' && type !== 'back') ??
    pictures[0]!;
  return {
    id: id(),
    source: 'embedded',
    path: pathIn(draft.folderPath, draft.file.name),
    byteOffset: picture.offset,
    byteLength: picture.length,
    encoding: encodingOf(picture),
    mime: picture.mime,
    changedAt: draft.file.mtimeMs,
  };
}

/** How the picture is stored, in one column: 'raw', 'ogg:120', 'ogg-base64:120:32' (skip and drop). */
export function encodingOf({ storage, skip, drop }: EmbeddedArtwork): string {
  if (drop !== undefined) return `${storage}:${skip ?? 0}:${drop}`;
  return skip === undefined ? storage : `${storage}:${skip}`;
}

/** The media room's description of a picture out of its row; the opposite of `encodingOf`. */
export function embeddedArtworkOf(row: {
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly encoding: string | null;
  readonly mime: string | null;
}): EmbeddedArtwork {
  const [storage, skip, drop] = (row.encoding ?? 'raw').split(':');
  return {
    offset: row.byteOffset,
    length: row.byteLength,
    mime: row.mime ?? 'application/octet-stream',
    type: 'front',
    description: '',
    storage: storage as EmbeddedArtwork['storage'],
    ...(skip !== undefined && { skip: Number(skip) }),
    ...(drop !== undefined && { drop: Number(drop) }),
  };
}

const coverNames = ['cover', 'folder', 'front', 'album', 'albumart', 'artwork'];
const notCovers =
  /^(?:artist|band|back|rear|inlay|inside|inner|booklet|cd|dis[ck]|label|matrix|scan|fanart|logo|banner|obi|tray)/i;

/** The picture in a folder that stands for its album: cover.*, folder.*, front.* …, else the only one there. */
export function coverOf(files: readonly WalkedFile[]): WalkedFile | undefined {
  const pictures = files.filter((file) => file.kind === 'image' && file.sizeBytes > 0);
  if (pictures.length === 0) return undefined;
  const ranked = pictures.map((file) => ({ file, rank: rankOf(baseName(file.name).toLowerCase()) }));
  const best = ranked.filter(({ rank }) => rank < Infinity).sort((a, b) => a.rank - b.rank)[0];
  if (best) return best.file;
  const others = pictures.filter((file) => !notCovers.test(file.name));
  return others.length === 1 ? others[0] : others.find((file) => /cover|front/i.test(file.name));
}

/** artist.jpg and the like: the picture of whoever the folder is about. */
export function artistPictureOf(files: readonly WalkedFile[]): WalkedFile | undefined {
  return files.find(
    (file) => file.kind === 'image' && file.sizeBytes > 0 && /^(?:artist|band)\.\w+$/i.test(file.name),
  );
}

function rankOf(name: string): number {
  const exact = coverNames.indexOf(name);
  if (exact >= 0) return exact;
  return coverNames.findIndex((cover) => name.startsWith(cover)) >= 0 && !/back/i.test(name)
    ? 10 + name.length
    : Infinity;
}

export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
