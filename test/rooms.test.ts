/**
 * The map of the house, checked: which room may import which. A room's line names all that it may see; a file is
 * reached from outside its room only through the room's index.ts (base has no index: its files are its entrances).
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

const rooms: Record<string, readonly string[]> = {
  base: [],
  audit: ['base'],
  archive: ['base', 'audit'],
  media: ['base'],
  catalogue: ['base'],
  rights: ['base'],
  guard: ['base', 'audit'],
  sources: ['base', 'audit', 'archive', 'rights'],
  library: ['base', 'audit', 'archive', 'media', 'catalogue'],
  playback: ['base', 'media', 'library', 'rights'],
  demo: ['base', 'media'],
  publishing: ['base', 'audit', 'archive', 'catalogue', 'library', 'rights'],
};

/** The joiners see many rooms; what they may see is all of them and each other, in this order. */
const joiners = ['fonoteca', 'server', 'cli'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly to: string;
}

test('every room imports only the rooms that its line allows', () => {
  const wrong = imports().filter(({ file, room, to }) => {
    if (room === to || isForTests(file)) return false;
    const joiner = joiners.indexOf(room);
    if (joiner >= 0) return joiners.includes(to) && joiners.indexOf(to) > joiner;
    return !rooms[room]?.includes(to);
  });
  assert.deepEqual(wrong, []);
});

test('a room is entered through its index.ts only', () => {
  const wrong = imports().filter(({ file, room, target, to }) => {
    const anywhere =
      to === 'base' ||
      to === 'fonoteca' ||
      room === to ||
      file.endsWith('.test.ts') ||
      file.includes('fixture');
    return !anywhere && !target.endsWith('/index.ts') && !(room === 'cli' && to === 'server');
  });
  assert.deepEqual(wrong, []);
});

test('across rooms imports are subpath imports, and every folder is a room', () => {
  const known = new Set([...Object.keys(rooms), ...joiners]);
  for (const entry of readdirSync(join(root, 'src')))
    assert.ok(known.has(entry.replace(/\.ts$/, '')), `src/${entry} is no room`);
  const wrong = sources(join(root, 'src')).filter((file) => {
    const depth = relative(join(root, 'src'), file).split('/').length - 2;
    const climbs = specifiersOf(file)
      .filter((specifier) => specifier !== '../../package.json')
      .map((specifier) => (specifier.match(/^(\.\.\/)+/)?.[0].length ?? 0) / 3);
    return !file.endsWith('.test.ts') && climbs.some((steps) => steps > Math.max(0, depth));
  });
  assert.deepEqual(
    wrong.map((file) => relative(root, file)),
    [],
  );
});

test('the page imports the contract of the web API, as types, and nothing else of src', () => {
  const wrong = sources(join(root, 'web')).flatMap((file) => {
    const lines = readFileSync(file, 'utf8').match(/^(?:import|export)[^;]*from '[^']*\/src\/[^']*'/gm) ?? [];
    return lines
      .filter(
        (line) => !/^(import|export) type /.test(line) || !line.endsWith("/src/server/api/contract.ts'"),
      )
      .map((line) => `${relative(root, file)}: ${line}`);
  });
  assert.deepEqual(wrong, []);
});

function isForTests(file: string): boolean {
  return file.endsWith('.test.ts') || file.includes('fixture');
}

function imports(): Import[] {
  return sources(join(root, 'src')).flatMap((file) => {
    const path = relative(join(root, 'src'), file);
    const room = path.split('/')[0]!.replace(/\.ts$/, '');
    return specifiersOf(file)
      .filter((specifier) => specifier.startsWith('#'))
      .map((target) => ({ file: path, room, target, to: target.slice(1).split('/')[0]! }));
  });
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name));
}
