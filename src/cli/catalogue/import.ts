/** `fonoteca catalogue import`: the files of one dump become rows. */
import { join } from 'node:path';
import { readConfig } from '#base/config.ts';
import { onEndAsked } from '../ending.ts';
import { progressBar } from '../progress.ts';
import { say } from '../session.ts';

export async function importSource(
  source: string,
  files: readonly string[],
  options: { json?: boolean },
): Promise<void> {
  // The engine behind it is large, and no other command needs it.
  const { importers, runImport } = await import('#catalogue/index.ts');
  const importer = importers.find(({ name }) => name === source)!;
  const config = readConfig(process.env);
  const stop = new AbortController();
  const forget = onEndAsked(() => stop.abort());
  const bar = progressBar('Importing');
  const startedAt = performance.now();
  try {
    const report = await runImport({
      importer,
      files,
      root: join(config.dataFolder, 'catalogue', 'imports'),
      signal: stop.signal,
      onProgress: ({ file, readBytes, sizeBytes, rows, rejected }) =>
        bar.show(
          readBytes,
          sizeBytes,
          [
            file,
            `${rows.toLocaleString('en')} rows`,
            `${perSecond(rows, startedAt)} rows/s`,
            rejected > 0 && `${rejected} set aside`,
          ]
            .filter(Boolean)
            .join('  '),
        ),
    });
    bar.end();
    const { release, track, artist, label } = report.rows;
    const counted = [
      [release, 'releases'],
      [track, 'tracks'],
      [artist, 'artists'],
      [label, 'labels'],
    ] as const;
    say(options.json, report, () =>
      [
        report.wasThere
          ? `This dump is there already, since ${report.finishedAt}:`
          : `From ${importer.title}, ${report.version}:`,
        counted.map(([count, what]) => `${count.toLocaleString('en')} ${what}`).join(', '),
        ...(report.rejected > 0
          ? [
              `Records set aside: ${report.rejected.toLocaleString('en')}, see ${join(report.folder, 'rejects.ndjson')}`,
            ]
          : []),
        `Licence: ${report.declaration.licence}, ${report.declaration.licenceUri}`,
      ].join('\n'),
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    bar.end();
    console.error('Broken off. The same command goes on from here.');
    process.exitCode = 130;
  } finally {
    forget();
  }
}

function perSecond(rows: number, startedAt: number): string {
  return Math.round((rows * 1000) / Math.max(1, performance.now() - startedAt)).toLocaleString('en');
}
