/** Pictures looked at once: size, colours, digest. Covers repeat on every song of an album, so looks are remembered. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf } from '#base/errors.ts';
import { type ArtworkFacts, describeArtwork, readEmbeddedArtwork } from '#media/index.ts';
import { embeddedArtworkOf } from '../scan/artwork-rows.ts';
import { failureOperations } from './failure.ts';
import { songPath } from '../scan/song-path.ts';
import { countOf, type Job, type JobSetup } from './job.ts';
import { isThere } from './track-file.ts';

const rememberedMax = 300;

export function artworkJob({ database, clock }: JobSetup): Job {
  const remembered = new Map<string, ArtworkFacts>();
  const waiting = database.read
    .selectFrom('artwork')
    .where('digest', 'is', null)
    .where('problem', 'is', null);

  const describe = async (bytes: Buffer, digest: string): Promise<ArtworkFacts> => {
    const known = remembered.get(digest);
    if (known) return known;
    const facts = await describeArtwork(bytes);
    if (remembered.size === rememberedMax) remembered.delete(remembered.keys().next().value!);
    remembered.set(digest, facts);
    return facts;
  };

  return {
    title: 'Looking at pictures',
    count: () => countOf(database, 'artwork WHERE digest IS NULL AND problem IS NULL'),
    next: (after, limit) => waiting.select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
    work: async (id) => {
      const row = await database.read
        .selectFrom('artwork')
        .innerJoin('library', 'library.id', 'artwork.library_id')
        .select([
          'artwork.source',
          'artwork.library_id as libraryId',
          'artwork.path',
          'artwork.byte_offset as byteOffset',
          'artwork.byte_length as byteLength',
          'artwork.encoding',
          'artwork.mime',
          'artwork.changed_at',
          'library.root',
        ])
        .where('artwork.id', '=', id)
        .executeTakeFirst();
      if (!row) return { operations: [] };
      const path = songPath(row.root, '', row.path);
      try {
        const bytes =
          row.source === 'embedded'
            ? readEmbeddedArtwork(path, embeddedArtworkOf(row))
            : await readFile(path);
        const digest = hash('sha256', bytes, 'hex');
        const { width, height, mime, palette } = await describe(bytes, digest);
        const values = [
          digest,
          width,
          height,
          mime,
          palette.ground,
          palette.light.accent,
          palette.dark.accent,
          palette.spine,
          palette.spineText,
          id,
          row.changed_at,
        ];
        return {
          operations: [
            { kind: 'each', sql: describedSql, rows: [values] },
            ...failureOperations('picture', row, undefined, clock.now()),
          ],
        };
      } catch (error) {
        if (!(await isThere(path))) return { operations: [] };
        return {
          failed: true,
          operations: [
            {
              kind: 'each',
              sql: 'UPDATE artwork SET problem = ? WHERE id = ? AND changed_at = ?',
              rows: [[messageOf(error).slice(0, 500), id, row.changed_at]],
            },
            ...failureOperations('picture', row, whatIsWrong(row.source, error), clock.now()),
          ],
        };
      }
    },
    end: () =>
      database.bulk([
        {
          kind: 'each',
          sql: "UPDATE counter SET value = value + 1 WHERE name = 'library_version'",
          rows: [[]],
        },
      ]),
    close: async () => remembered.clear(),
  };
}

function whatIsWrong(source: string, error: unknown): string {
  const what = source === 'embedded' ? 'The picture in this file' : 'This picture';
  return `${what} cannot be used: ${messageOf(error)}`;
}

const describedSql = `UPDATE artwork SET digest = ?, width_px = ?, height_px = ?, mime = ?, color = ?, accent_light = ?, accent_dark = ?, spine = ?, spine_text = ?
  WHERE id = ? AND changed_at = ?`;
