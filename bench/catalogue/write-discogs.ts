/**
 * A dump as Discogs publishes it: one record a line, everything outside ASCII as entities, with all that an importer
 * has to step over. The real ones: https://data.discogs.com.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Discogs } from './discogs.ts';
import { openDiscogsRelease } from './discogs-release.ts';
import { element, escaped } from './discogs-xml.ts';
import { artistsIn, labelsIn, numbersOf, type Range, releasesIn } from './source.ts';
import type { World } from './world.ts';

export interface DumpOptions {
  /** YYYYMMDD, part of the files' names. */
  readonly date: string;
  readonly isCompressed: boolean;
}

export interface WrittenFile {
  readonly path: string;
  readonly records: number;
  /** Of the XML. */
  readonly bytes: number;
}

const chunkLength = 1 << 19;

/** Writes the artists, labels and releases of a range; the same bytes for the same seed and range. */
export async function writeDiscogs(
  folder: string,
  world: World,
  source: Discogs,
  range: Range,
  options: DumpOptions,
): Promise<WrittenFile[]> {
  mkdirSync(folder, { recursive: true });
  const releases = releasesIn(world, range);
  const writeRelease = openDiscogsRelease(world, source);
  const dumps = [
    {
      name: 'artists',
      numbers: artistsIn(world, releases),
      write: (number: number) => artistXml(source, number),
    },
    {
      name: 'labels',
      numbers: labelsIn(world, releases),
      write: (number: number) => labelXml(source, number),
    },
    { name: 'releases', numbers: releases, write: writeRelease },
  ];
  const files: WrittenFile[] = [];
  for (const { name, numbers, write } of dumps) {
    const path = join(folder, `discogs_${options.date}_${name}.xml${options.isCompressed ? '.gz' : ''}`);
    const count = { records: 0, bytes: 0 };
    const chunks = Readable.from(chunksOf(name, numbers, write, count), { highWaterMark: 2 });
    const file = createWriteStream(path);
    await (options.isCompressed ? pipeline(chunks, createGzip(), file) : pipeline(chunks, file));
    files.push({ path, ...count });
  }
  return files;
}

function* chunksOf(
  root: string,
  numbers: Range,
  write: (number: number) => string,
  count: { records: number; bytes: number },
): Generator<Buffer> {
  let text = `<${root}>\n`;
  const toBytes = (): Buffer => {
    const bytes = Buffer.from(text, 'latin1');
    count.bytes += bytes.length;
    text = '';
    return bytes;
  };
  for (const number of numbersOf(numbers)) {
    text += `${write(number)}\n`;
    count.records++;
    if (text.length >= chunkLength) yield toBytes();
  }
  text += `</${root}>\n`;
  yield toBytes();
}

function artistXml(source: Discogs, number: number): string {
  const { id, name, comment, aliases } = source.artist(number);
  const variations = aliases.map((alias) => element('name', alias)).join('');
  return (
    `<artist>${number % 3 === 0 ? '<images><image type="primary" uri="" uri150="" width="600" height="450"/></images>' : ''}` +
    `<id>${id}</id>${element('name', source.numberedName(number))}${element('realname', comment ?? '')}` +
    `<profile>Known for [a${id}] &amp; others.&#13;\nBorn in ${1900 + (number % 100)}.</profile><data_quality>Needs Vote</data_quality>` +
    `<urls><url>https://example.org/${id}</url></urls>` +
    (variations === '' ? '' : `<namevariations>${variations}</namevariations>`) +
    `<aliases><name id="${id}9">${escaped(name)} (${(number % 7) + 2})</name></aliases></artist>`
  );
}

/** Its sublabels are elements of the same name. */
function labelXml(source: Discogs, number: number): string {
  const { id, name, parentId } = source.label(number);
  const parent =
    parentId === null
      ? ''
      : `<parentLabel id="${parentId}">${escaped(source.label(Number(parentId) - 1).name)}</parentLabel>`;
  const sublabels =
    number % 5 === 0 ? `<sublabels><label id="${id}7">Of ${escaped(name)}</label><label/></sublabels>` : '';
  return (
    `<label><images><image type="primary" uri="" uri150="" width="600" height="152"/></images><id>${id}</id>` +
    `${element('name', number % 11 === 0 ? `${name} (${2 + (number % 5)})` : name)}<contactinfo>Box ${id}&#13;\nHere</contactinfo>` +
    `<profile/><data_quality>Correct</data_quality>${parent}${sublabels}</label>`
  );
}
