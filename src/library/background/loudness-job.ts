/** Loudness, peak and the outline of the sound, for files without ReplayGain and for the seek bar of all. */
import { createAnalyser } from '#media/index.ts';
import { failureOperations, pathOfFile } from './failure.ts';
import { songPath } from '../scan/song-path.ts';
import { countOf, type Job, type JobSetup } from './job.ts';
import { fileOfTrack, isThere } from './track-file.ts';

export function loudnessJob({ database, clock }: JobSetup): Job {
  const analyser = createAnalyser();
  const waiting = database.read
    .selectFrom('track')
    .where('analysed_at', 'is', null)
    .where('missing_since', 'is', null);
  /** Codecs that need ffmpeg, which is not there: not tried again before the next start. */
  const unsupported = new Set<string>();
  return {
    title: 'Measuring loudness',
    count: () => countOf(database, 'track WHERE analysed_at IS NULL AND missing_since IS NULL'),
    next: (after, limit) => waiting.select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
    work: async (id, signal) => {
      const file = await fileOfTrack(database, id);
      if (!file || unsupported.has(file.codec)) return { operations: [] };
      const path = songPath(file.root, file.folder, file.name);
      const result = await analyser.analyse(path, signal);
      if (result.kind === 'failed' && result.reason === 'aborted') return { operations: [], stop: true };
      if (result.kind === 'failed' && result.reason === 'unsupported') {
        unsupported.add(file.codec);
        return { operations: [], failed: true };
      }
      if (result.kind === 'failed' && !(await isThere(path))) return { operations: [] };
      const now = clock.now();
      const lufs = result.kind === 'analysed' ? result.integratedLufs : null;
      const peak = result.kind === 'analysed' ? result.peak : null;
      // The parts of one file are measured with the whole: their gain is the album's.
      const measured =
        'UPDATE track SET loudness_lufs = ?, peak = ?, analysed_at = ? WHERE folder_id = ? AND file_name = ? AND size_bytes = ? AND mtime_ms = ?';
      const rows = [[lufs, peak, now, file.folderId, file.name, file.sizeBytes, file.mtimeMs]];
      const outline = result.kind === 'analysed' && file.segment === 0 ? [[id, result.peaks]] : [];
      return {
        failed: result.kind === 'failed',
        operations: [
          { kind: 'each', sql: measured, rows },
          ...failureOperations(
            'undecodable',
            { libraryId: file.libraryId, path: pathOfFile(file) },
            result.kind === 'failed' ? `Its sound cannot be decoded: ${result.message}` : undefined,
            now,
          ),
          {
            kind: 'upsert',
            table: 'waveform',
            columns: ['track_id', 'peaks'],
            rows: outline,
            keys: ['track_id'],
            update: ['peaks'],
          },
        ],
      };
    },
    close: () => analyser.close(),
  };
}
