/** The catalogue's rows or dumps at any size, made from numbers: how fast, and how much like the world's? */
import { parseArgs } from 'node:util';
import { openDiscogs } from './catalogue/discogs.ts';
import { measureFigures } from './catalogue/figures.ts';
import { openMusicbrainz } from './catalogue/musicbrainz.ts';
import { openWorld } from './catalogue/world.ts';
import { writeDiscogs } from './catalogue/write-discogs.ts';
import { writeRows } from './catalogue/write-rows.ts';

const usage = `node bench/generate-catalogue.ts <what> [options]

  rows      an import as it lies staged, for \`catalogue build\` (--out is the folder of all imports)
  discogs   the dumps of Discogs: artists, labels, releases
  figures   quantiles of the rows, to hold beside the world's

  --tracks N                        from track 0 to before N
  --from A --to B                   instead: the releases that begin there, with all of their tracks
  --source musicbrainz|discogs      who tells of them, for rows and figures (musicbrainz)
  --out FOLDER
  --seed N                          another world (1)
  --date YYYYMMDD                   in the dumps' names (20260101)
  --plain                           dumps without gzip`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tracks: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    to: { type: 'string' },
    source: { type: 'string', default: 'musicbrainz' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    date: { type: 'string', default: '20260101' },
    plain: { type: 'boolean', default: false },
  },
});
const world = openWorld(Number(values.seed));
const range = { from: Number(values.from), to: Number(values.to ?? values.tracks) };
const source = values.source === 'discogs' ? openDiscogs(world) : openMusicbrainz(world);
const [what] = positionals;
const isNumeric = [world.seed, range.from, range.to].every(Number.isSafeInteger);
if (!isNumeric || source.name !== values.source || (what !== 'figures' && values.out === undefined)) fail();

const cpu = process.cpuUsage();
const started = performance.now();
if (what === 'rows') {
  const { folder, rows } = await writeRows(values.out!, world, source, range);
  console.log(folder);
  for (const [table, count] of Object.entries(rows))
    console.log(`${table.padEnd(8)} ${thousands(count)} rows`);
  tell('track rows', rows['track'] ?? 0);
} else if (what === 'discogs') {
  const options = { date: values.date, isCompressed: !values.plain };
  const files = await writeDiscogs(values.out!, world, openDiscogs(world), range, options);
  for (const { path, records, bytes } of files)
    console.log(`${path}  ${thousands(records)} records, ${thousands(bytes)} B of XML`);
  tell(
    'B of XML',
    files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
} else if (what === 'figures') {
  const figures = measureFigures(world, source, range);
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${shown(value)}`);
} else {
  fail();
}

function tell(unit: string, count: number): void {
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  const wall = (performance.now() - started) / 1000;
  console.log(
    `${thousands(count / seconds)} ${unit} a CPU second; ${seconds.toFixed(1)} CPU s, ${wall.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
  );
}

function thousands(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function shown(value: number | readonly number[]): string {
  return [value]
    .flat()
    .map((one) => String(Number(one.toPrecision(4))))
    .join('  ');
}

function fail(): never {
  console.error(usage);
  process.exit(2);
}
