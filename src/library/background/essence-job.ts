/** Digests of the sound of files whose format carries none: what a track is known by after a move and a re-tag. */
import { failureOperations, pathOfFile } from './failure.ts';
import { songPath } from '../scan/song-path.ts';
import { createDigester } from './digester.ts';
import { countOf, type Job, type JobSetup } from './job.ts';
import { fileOfTrack, isThere } from './track-file.ts';

export function essenceJob({ database, clock }: JobSetup): Job {
  const digester = createDigester();
  const waiting = database.read
    .selectFrom('track')
    .where('essence', 'is', null)
    .where('missing_since', 'is', null);
  return {
    title: 'Learning to recognise files',
    count: () => countOf(database, 'track WHERE essence IS NULL AND missing_since IS NULL'),
    next: (after, limit) => waiting.select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
    work: async (id, signal) => {
      const file = await fileOfTrack(database, id);
      if (!file) return { operations: [] };
      if (signal.aborted) return { operations: [], stop: true };
      const path = songPath(file.root, file.folder, file.name);
      // A film's worth of sound, or a disk that does not answer, must not keep a server from ending.
      const end = (): void => void digester.close();
      signal.addEventListener('abort', end);
      const answer = await digester.digest(path);
      signal.removeEventListener('abort', end);
      if (signal.aborted) return { operations: [], stop: true };
      if ('error' in answer && !(await isThere(path))) return { operations: [] };
      const digest = 'digest' in answer ? answer.digest : null;
      // 'none:' says that it was tried; no two of them are alike, so nothing is taken for something else.
      const essence =
        digest === null ? `none:${id}` : file.segment > 0 ? `${digest}#${file.segment}` : digest;
      const why = 'error' in answer ? answer.error : 'no sound was found to digest';
      const rows = [[essence, id, file.sizeBytes, file.mtimeMs]];
      return {
        failed: digest === null,
        operations: [
          {
            kind: 'each',
            sql: 'UPDATE track SET essence = ? WHERE id = ? AND size_bytes = ? AND mtime_ms = ? AND essence IS NULL',
            rows,
          },
          ...failureOperations(
            'undigested',
            { libraryId: file.libraryId, path: pathOfFile(file) },
            digest === null ? `The file cannot be read to its end: ${why}` : undefined,
            clock.now(),
          ),
        ],
      };
    },
    close: () => digester.close(),
  };
}
