/** Where a file lies, as the file system knows it. */
import { systemPath } from '#base/paths.ts';

/** `root`/`folder`/`name`; bytes that are no text come back as they were. */
export function songPath(root: string, folder: string, name: string): string | Buffer {
  return systemPath(folder === '' ? `${root}/${name}` : `${root}/${folder}/${name}`);
}
