/**
 * Phase 2: tags. Decides which songs of the changed folders must be read (new ones and those whose size or time
 * differ) and has the tag pool read them, with the lyrics and cue sheets that lie beside them.
 */
import { readFile } from 'node:fs/promises';
import { type CueSheet, type Lyrics, parseLyricsFile, type TagResult } from '#media/index.ts';
import { cueSheetsOf } from './cue.ts';
import { songPath } from './song-path.ts';
import { baseName } from './file-kinds.ts';
import type { KnownFolder, ScanContext } from './context.ts';
import { chunksOf } from './chunks.ts';
import { type KnownTrack, tracksOfFolders } from './known-tracks.ts';
import type { WalkedFile } from './types.ts';
import type { FolderPart } from './unpack.ts';

export interface ReadSong {
  readonly file: WalkedFile;
  readonly result: TagResult;
  /** From files beside the song. */
  readonly lyrics: readonly Lyrics[];
  /** The cue sheet beside it that cuts it into songs. */
  readonly sheet: CueSheet | undefined;
}

export interface ReadPart {
  readonly part: FolderPart;
  readonly folder: KnownFolder | undefined;
  /** Rows of the songs in this folder that are there, by file name. */
  readonly known: ReadonlyMap<string, readonly KnownTrack[]>;
  readonly songs: readonly ReadSong[];
  /** Rows whose files are as they were. */
  readonly kept: readonly KnownTrack[];
}

const sidecarBytesMax = 2_000_000;

/** Reads what changed in the folders of one batch. */
export async function readParts(context: ScanContext, parts: readonly FolderPart[]): Promise<ReadPart[]> {
  const plans = await planReads(context, parts);
  await readSongs(
    context,
    plans.map((plan) => plan.toRead),
    plans,
  );
  // Without an album artist it takes all songs of the folder to tell what is one album: then all of them are read.
  const unsure = plans.filter(
    (plan) => plan.kept.length > 0 && plan.songs.some((song) => needsNeighbours(song.result)),
  );
  if (unsure.length > 0) {
    const more = unsure.map((plan) =>
      plan.part.songs.filter((song) => plan.kept.some((row) => row.fileName === song.name)),
    );
    for (const plan of unsure) plan.kept.length = 0;
    await readSongs(context, more, unsure);
  }
  return plans;
}

interface Plan {
  readonly part: FolderPart;
  readonly folder: KnownFolder | undefined;
  readonly known: Map<string, KnownTrack[]>;
  readonly sheets: ReadonlyMap<string, CueSheet>;
  readonly toRead: WalkedFile[];
  readonly songs: ReadSong[];
  readonly kept: KnownTrack[];
}

async function planReads(context: ScanContext, parts: readonly FolderPart[]): Promise<Plan[]> {
  const folders = parts.map((part) => context.folders.get(part.path));
  const ids = folders.flatMap((folder) => (folder && !context.fresh ? [folder.id] : []));
  const rows = ids.length > 0 ? await tracksOfFolders(context.database, [...new Set(ids)]) : [];
  const withSidecar = await tracksWithSidecarLyrics(context, rows);
  const byFolder = Map.groupBy(rows, (row) => row.folderId);
  const sheets = await Promise.all(
    parts.map(async (part) => (part.others.length === 0 ? noSheets : cueSheetsOf(context, part))),
  );
  return parts.map((part, index) => {
    if (ids.length === 0)
      return {
        part,
        folder: undefined,
        known: new Map(),
        sheets: sheets[index]!,
        toRead: [...part.songs],
        songs: [],
        kept: [],
      };
    const folder = folders[index];
    const known = Map.groupBy(
      (folder && byFolder.get(folder.id))?.filter((row) => row.segment >= 0) ?? [],
      (row) => row.fileName,
    );
    const plan: Plan = { part, folder, known, sheets: sheets[index]!, toRead: [], songs: [], kept: [] };
    const sidecars = new Set(
      part.others
        .filter((file) => file.kind === 'lyrics')
        .flatMap((file) => [baseName(file.name), baseName(baseName(file.name))]),
    );
    for (const song of part.songs) {
      const tracks = known.get(song.name);
      const beside =
        plan.sheets.has(song.name) ||
        (sidecars.size > 0 && (sidecars.has(baseName(song.name)) || sidecars.has(song.name)));
      if (!tracks || beside || !isAsBefore(context, song, tracks, withSidecar)) plan.toRead.push(song);
      else plan.kept.push(...tracks);
    }
    return plan;
  });
}

const noSheets: ReadonlyMap<string, CueSheet> = new Map();

function isAsBefore(
  context: ScanContext,
  song: WalkedFile,
  tracks: readonly KnownTrack[],
  withSidecar: ReadonlySet<number>,
): boolean {
  if (context.full) return false;
  return tracks.every(
    (row) =>
      row.sizeBytes === song.sizeBytes &&
      row.mtimeMs === song.mtimeMs &&
      row.segment === 0 &&
      !withSidecar.has(row.id),
  );
}

/** Tracks whose lyrics came from a file beside them, which may be gone now. */
async function tracksWithSidecarLyrics(
  context: ScanContext,
  rows: readonly KnownTrack[],
): Promise<Set<number>> {
  const found = new Set<number>();
  for (const some of chunksOf(rows, 500)) {
    const ids = some.map((row) => row.id);
    const lyrics = await context.database.read
      .selectFrom('lyrics')
      .select('track_id')
      .where('source', '=', 'sidecar')
      .where('track_id', 'in', ids)
      .execute();
    for (const row of lyrics) found.add(row.track_id);
  }
  return found;
}

async function readSongs(
  context: ScanContext,
  songs: readonly (readonly WalkedFile[])[],
  plans: readonly Plan[],
): Promise<void> {
  const { root } = context.library;
  const paths = songs.flatMap((some, index) =>
    some.map((song) => songPath(root, plans[index]!.part.path, song.name)),
  );
  if (paths.length === 0) return;
  const results = await context.tagReader.read(paths);
  let at = 0;
  for (const [index, some] of songs.entries()) {
    const plan = plans[index]!;
    for (const file of some) {
      const result = results[at++]!;
      const lyrics = plan.part.others.length === 0 ? [] : await lyricsBeside(context, plan.part, file);
      plan.songs.push({ file, result, lyrics, sheet: plan.sheets.get(file.name) });
    }
    if (some.length > 1) plan.songs.sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
  }
}

async function lyricsBeside(context: ScanContext, part: FolderPart, file: WalkedFile): Promise<Lyrics[]> {
  const base = baseName(file.name);
  const lyrics: Lyrics[] = [];
  for (const other of part.others) {
    if (other.kind !== 'lyrics') continue;
    const stem = baseName(other.name);
    // 'song.lrc', 'song.flac.lrc', and 'song.en.lrc' for lyrics in a language.
    const language = stem !== file.name && stem.startsWith(`${base}.`) ? stem.slice(base.length + 1) : '';
    if (stem !== base && stem !== file.name && !/^[a-z]{2,3}$/i.test(language)) continue;
    const bytes = await readSidecar(context, part.path, other);
    if (bytes !== undefined) lyrics.push(withLanguage(parseLyricsFile(bytes), language));
  }
  return lyrics;
}

function withLanguage(lyrics: Lyrics, language: string): Lyrics {
  return language === '' || lyrics.language !== undefined
    ? lyrics
    : { ...lyrics, language: language.toLowerCase() };
}

async function readSidecar(
  context: ScanContext,
  folder: string,
  file: WalkedFile,
): Promise<Buffer | undefined> {
  if (file.sizeBytes > sidecarBytesMax) return undefined;
  try {
    return await readFile(songPath(context.library.root, folder, file.name));
  } catch {
    const path = folder === '' ? file.name : `${folder}/${file.name}`;
    context.issues.add({
      path,
      reason: 'unreadable',
      severity: 'warning',
      message:
        'This file beside a song cannot be read, so it was left out. Give the user that runs Fonoteca the right to read it.',
    });
    return undefined;
  }
}

function needsNeighbours(result: TagResult): boolean {
  if (result.kind !== 'tags') return false;
  const { tags } = result;
  if (tags.albumArtists.length === 0) return !tags.compilation;
  return tags.musicBrainz.release === undefined && tags.date === undefined && tags.originalDate === undefined;
}
