/** Which files matter to the library, told by the ending of their names; what is in them is told from their bytes. */
import type { FileKind } from './types.ts';

const endings: Record<FileKind, string> = {
  audio:
    'mp3 mp2 mp1 mpga flac ogg oga opus spx m4a m4b m4p m4r mp4 alac aac adts wav wave bwf rf64 aif aiff aifc wma asf ape wv mpc mp+ mpp tta tak ofr ofs shn dsf dff mka webm weba caf au snd w64 ac3 eac3 ec3 dts amr aax aaxc aa',
  cue: 'cue',
  lyrics: 'lrc txt',
  playlist: 'm3u m3u8 xspf',
  image: 'jpg jpeg png webp gif avif tif tiff bmp',
};

const kinds = new Map<string, FileKind>();
for (const [kind, list] of Object.entries(endings))
  for (const ending of list.split(' ')) kinds.set(ending, kind as FileKind);

/** The kind of a file by its name, or undefined when it does not matter. */
export function fileKind(name: string): FileKind | undefined {
  const dot = name.lastIndexOf('.');
  if (dot < 1) return undefined;
  return kinds.get(name.slice(dot + 1).toLowerCase());
}

/** Folders and files that systems leave behind: '.Trash', '._song.mp3', '@eaDir'. '...And Justice for All' is music. */
export function isHidden(name: string): boolean {
  if (name.charCodeAt(0) === 46) return name.charCodeAt(1) !== 46;
  return hidden.has(name);
}

const hidden = new Set([
  '@eaDir',
  '#recycle',
  '#snapshot',
  '$RECYCLE.BIN',
  'System Volume Information',
  'lost+found',
  '__MACOSX',
]);

/** A name without its ending: what a song shares with its lyrics and cue sheet. */
export function baseName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
