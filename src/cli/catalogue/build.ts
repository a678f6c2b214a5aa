/** `fonoteca catalogue build`: a snapshot of everything that was imported. */
import { join } from 'node:path';
import { readConfig } from '#base/config.ts';
import { CliError } from '../errors.ts';
import { onEndAsked } from '../ending.ts';
import { progressBar } from '../progress.ts';
import { say } from '../session.ts';

const titles = {
  gather: 'Looking at the imports',
  merge: 'Telling which tracks are one recording',
  rank: 'Ranking',
  content: 'Writing the content',
  index: 'Indexing',
  seal: 'Sealing',
} as const;

export async function buildCatalogue(options: { json?: boolean; memory: string }): Promise<void> {
  const memoryMb = Number(options.memory);
  if (!Number.isInteger(memoryMb) || memoryMb < 256)
    throw new CliError('CLI_MEMORY', { memory: options.memory });
  const { buildSnapshot } = await import('#catalogue/index.ts');
  const config = readConfig(process.env);
  const stop = new AbortController();
  const forget = onEndAsked(() => stop.abort());
  const bar = progressBar('Indexing');
  try {
    const { name, rows, files } = await buildSnapshot({
      root: join(config.dataFolder, 'catalogue'),
      memoryMb,
      signal: stop.signal,
      onPhase: (phase) => {
        if (phase === 'seal') bar.end();
        if (!options.json) process.stderr.write(`${titles[phase]} …\n`);
      },
      onProgress: (done, total) => bar.show(done, total),
    });
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    say(options.json, { name, rows, sizeBytes }, () =>
      [
        `Snapshot ${name} is in use now:`,
        `${rows.recording.toLocaleString('en')} recordings on ${rows.release.toLocaleString('en')} releases (${rows.track.toLocaleString('en')} tracks), ${rows.artist.toLocaleString('en')} artists, ${(sizeBytes / 1e6).toFixed(1)} MB`,
      ].join('\n'),
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error('Broken off. The snapshot that was in use still is.');
    process.exitCode = 130;
  } finally {
    forget();
  }
}
