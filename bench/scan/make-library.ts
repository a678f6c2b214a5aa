/** The two collections of the scan bench: many small files, and files with large covers in five formats. */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFlac, makeM4a, makeMp3, makeOpus, makePng, makeVorbis } from '../../src/media/tags/fixtures.ts';

const shared = join(import.meta.dirname, '../../../shared/tools/make-tagged-library.mjs');

/** Half FLAC, half MP3, ten songs an album; made by the shared tool where it and its encoders are, else by ours. */
export function makeSmallFiles(folder: string, count: number): void {
  if (isMade(folder)) return;
  if (existsSync(shared) && ['sox', 'flac', 'lame'].every((program) => existsSync(`/usr/bin/${program}`))) {
    execFileSync(process.execPath, [shared, folder, String(count)], { stdio: 'ignore' });
  } else {
    const bodies = [makeFlac({ tags: {}, seconds: 3 }), makeMp3({ id3: false, seconds: 3 })];
    for (let song = 0; song < count; song++) {
      const album = Math.floor(song / 10);
      const tags = tagsOf(song, album);
      const path = join(folder, `Artist ${Math.floor(album / 3)}`, `Album ${album}`);
      if (song % 10 === 0) mkdirSync(path, { recursive: true });
      const bytes =
        song % 2
          ? Buffer.concat([makeMp3({ tags, seconds: 0.06 }), bodies[1]!])
          : makeFlac({ tags, seconds: 3, seed: song % 8 });
      writeFileSync(
        join(path, `${String((song % 10) + 1).padStart(2, '0')} - t${song}.${song % 2 ? 'mp3' : 'flac'}`),
        bytes,
      );
    }
  }
  done(folder);
}

/** FLAC, MP3, Ogg Vorbis, Opus and M4A in turn, each with a cover of 300 kB. */
export async function makeFilesWithCovers(folder: string, count: number): Promise<void> {
  if (isMade(folder)) return;
  const makers = [
    { ending: 'flac', make: makeFlac },
    { ending: 'mp3', make: makeMp3 },
    { ending: 'ogg', make: makeVorbis },
    { ending: 'opus', make: makeOpus },
    { ending: 'm4a', make: makeM4a },
  ];
  const cover = Buffer.concat([
    makePng(600, 600),
    randomFillSync(Buffer.alloc(300_000 - makePng(600, 600).length)),
  ]);
  for (let song = 0; song < count; song++) {
    const album = Math.floor(song / 10);
    const path = join(folder, `Artist ${Math.floor(album / 3)}`, `Album ${album}`);
    if (song % 10 === 0) mkdirSync(path, { recursive: true });
    const { ending, make } = makers[song % makers.length]!;
    writeFileSync(
      join(path, `${song % 10}.${ending}`),
      await make({ tags: tagsOf(song, album), seconds: 2, artwork: { bytes: cover, mime: 'image/png' } }),
    );
  }
  done(folder);
}

/** Songs that there are in a folder, counted by their names. */
export function songCount(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(?:flac|mp3|ogg|opus|m4a)$/.test(name) && !/(?:^|\/)\./.test(name),
  ).length;
}

function tagsOf(song: number, album: number): Record<string, string> {
  return {
    TITLE: `Títle ${song} 曲`,
    ARTIST: `Artist ${Math.floor(album / 3)}`,
    ALBUM: `Album ${album}`,
    TRACKNUMBER: String((song % 10) + 1),
    DATE: String(1950 + (album % 75)),
    GENRE: 'Folk',
  };
}

const mark = '.made-for-bench';
const isMade = (folder: string): boolean => existsSync(join(folder, mark));
const done = (folder: string): void => writeFileSync(join(folder, mark), '');
