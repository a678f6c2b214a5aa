/**
 * Freely licensed music that Debian packages: real files by many encoders, which no fixture of ours replaces. A
 * package is installed, or its music alone was unpacked into a folder by `test/unpack-music.sh`, which spares a machine
 * the gigabyte of pictures and levels that comes with it.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Package → where its music stands. */
export const musicPackages = {
  'wesnoth-1.16-music': 'usr/share/games/wesnoth/1.16/data/core/music',
  'singularity-music': 'usr/share/games/singularity/music',
  'supertux-data': 'usr/share/games/supertux2/music',
  'supertuxkart-data': 'usr/share/games/supertuxkart/data/music',
  'colobot-common-sounds': 'usr/share/games/colobot',
  'warzone2100-music': 'usr/share/games/warzone2100/music',
  'nexuiz-music': 'usr/share/games/nexuiz/data',
  'fretsonfire-songs-muldjord': 'usr/share/games/fretsonfire/data/songs/muldjord',
} as const;

export type MusicPackage = keyof typeof musicPackages;

/** What unpack-music.sh fills when it is given no folder. */
const unpacked = process.env['FONOTECA_TEST_MUSIC'] ?? join(tmpdir(), 'fonoteca-music-packages');

/** The folder of a package's music, or undefined where it is neither installed nor unpacked. */
export function musicFolder(name: MusicPackage): string | undefined {
  return ['/', unpacked].map((root) => join(root, musicPackages[name])).find((folder) => existsSync(folder));
}
