/** A procedure for tests: it stands in a file of its own, as another thread imports it. */
import { defineProcedure } from './procedure.ts';

export const describeThings = defineProcedure<{ above: number; sql?: string }, unknown>(
  import.meta.url,
  'describeThings',
  async (reader, { above, sql }) => {
    const ids = await reader.rows(sql ?? 'SELECT id FROM thing WHERE id > ? ORDER BY id', [above]);
    const named = await reader.named('SELECT id, good, weight FROM thing WHERE id = ?', [ids[0]![0]]);
    return { ids, named };
  },
);
