/** Small MusicBrainz JSON dumps of our own making, in the shape of the real ones. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An id that says in which row of a test it belongs. */
export function mbid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Stands in every field that must not be taken. */
export const notCc0 = 'SHARE-ALIKE';
const opinions = {
  annotation: notCc0,
  rating: { value: 4, 'votes-count': 2 },
  tags: [{ name: notCc0, count: 1 }],
  genres: [{ name: notCc0, count: 1, id: mbid(900) }],
};

export function credit(...names: readonly (readonly [id: number, name: string, join?: string])[]): object[] {
  return names.map(([id, name, join = '']) => ({
    name,
    joinphrase: join,
    artist: {
      ...opinions,
      id: mbid(id),
      name,
      'sort-name': name,
      disambiguation: '',
      aliases: [],
      type: null,
    },
  }));
}

interface TrackFixture {
  readonly id: number;
  readonly title?: string;
  readonly length?: number | null;
  readonly recording?: object;
  readonly credits?: object[];
}

export function track(position: number, number: string, what: TrackFixture): object {
  const {
    id,
    title = `Track ${number}`,
    length = 200_000,
    recording = {},
    credits = credit([1, 'Ana']),
  } = what;
  return {
    id: mbid(id + 1000),
    position,
    number,
    title,
    length,
    'artist-credit': credits,
    recording: {
      ...opinions,
      id: mbid(id),
      title: title || 'As recorded',
      length: 199_000,
      isrcs: [],
      video: false,
      disambiguation: '',
      relations: [],
      aliases: [],
      'artist-credit': credits,
      ...recording,
    },
  };
}

export function release(id: number, fields: object = {}): Record<string, unknown> {
  return {
    ...opinions,
    id: mbid(id),
    title: `Release ${id}`,
    'artist-credit': credit([1, 'Ana']),
    date: '1999-03-05',
    country: 'PT',
    'release-events': [{ date: '1999-03-05', area: { name: 'Portugal', 'iso-3166-1-codes': ['PT'] } }],
    barcode: '5601234567893',
    'release-group': { ...opinions, id: mbid(id + 500), title: `Release ${id}` },
    'label-info': [{ 'catalog-number': 'QR 1', label: { ...opinions, id: mbid(70), name: 'Quiet Records' } }],
    media: [{ position: 1, format: 'CD', title: '', tracks: [track(1, '1', { id: id + 10_000 })] }],
    relations: [],
    aliases: [],
    ...fields,
  };
}

/** Writes the archive as the publisher does: what tells of the dump first, the schema number last. */
export function writeDump(
  place: string,
  kind: string,
  lines: readonly (object | string | Buffer)[],
  told: Readonly<Record<string, string | undefined>> = {},
): string {
  const bytes = lines.map((line) =>
    Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
  );
  const joined = Buffer.concat(bytes.flatMap((line, at) => (at === 0 ? [line] : [Buffer.from('\n'), line])));
  return writeTar(join(place, `${kind}.tar`), {
    TIMESTAMP: '2026-09-12 01:28:38.1+00\n',
    COPYING: 'CC0\n',
    README: 'One document a line.\n',
    REPLICATION_SEQUENCE: '186000\n',
    SCHEMA_SEQUENCE: '31\n',
    [`mbdump/${kind}`]: joined,
    JSON_DUMPS_SCHEMA_NUMBER: '1\n',
    ...told,
  });
}

/** An archive by the system's tar; what is undefined is left out. */
export function writeTar(
  path: string,
  members: Readonly<Record<string, string | Buffer | undefined>>,
  ...options: readonly string[]
): string {
  const folder = mkdtempSync(`${path}-`);
  const names = Object.keys(members).filter((name) => members[name] !== undefined);
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), members[name]!);
  }
  execFileSync('tar', ['-cf', path, ...options, '-C', folder, '--', ...names]);
  rmSync(folder, { recursive: true });
  return path;
}
