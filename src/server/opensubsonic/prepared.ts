/**
 * Answers that are large and seldom change (60,000 artists), made once and kept as bytes: a request then sends what
 * is there. When the library changed, the old answer does until the new one is made, a few items at a time beside
 * everything else; a short list, and one that nobody asked for lately, is waited for.
 */
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { elementXml, forScript, Prepared } from './respond.ts';

interface Group<Item> {
  readonly name: string;
  readonly items: readonly Item[];
}

export interface GroupedList<Item, Mark> {
  /** The element that holds all: 'artists', with its own attributes. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groups: readonly Group<Item>[];
  shape(item: Item, mark: Mark | undefined): object;
}

/** Where a list is kept: as long as `owner` lives, one for each `key` (who may see it). */
export interface Place {
  readonly owner: object;
  readonly key: string;
  readonly form: 'json' | 'xml';
  /** Whoever is told how new the list is must not be given an older one: they would not ask again. */
  readonly neverOld?: boolean;
}

interface Made<Item> {
  /** What the list was made of: the same object means the same list. */
  readonly source: object;
  readonly items: readonly Item[];
  readonly bytes: Buffer;
  /** Where each item's text begins and ends in `bytes`. */
  readonly spans: Uint32Array;
}

interface Entry {
  made?: Made<unknown>;
  making?: Promise<Made<unknown>> | undefined;
}

const itemsAtOnce = 250;
const itemCountShort = 2_000;
// What nobody asked for is forgotten: an app that asks once a day is not given the list of the day before.
const forgottenMs = 300_000;
const kept = new WeakMap<object, LRUCache<string, Entry>>();
const listCountMax = 6;

/** The list as bytes; items that `marks` holds by their id are said anew for this caller. */
export async function prepareList<Item extends { readonly id: number }, Mark>(
  place: Place,
  source: object,
  list: GroupedList<Item, Mark>,
  marks: ReadonlyMap<number, Mark>,
): Promise<Prepared> {
  const made = await currentOf(entryOf(place, list.name), place, source, list);
  return new Prepared(list.name, list.attributes, piecesOf(made, place.form, list, marks));
}

function entryOf({ owner, key, form }: Place, name: string): Entry {
  const entries =
    kept.get(owner) ??
    new LRUCache<string, Entry>({ max: listCountMax, ttl: forgottenMs, ttlAutopurge: true });
  kept.set(owner, entries);
  const id = `${name} ${form} ${key}`;
  const entry = entries.get(id) ?? {};
  entries.set(id, entry);
  return entry;
}

async function currentOf<Item, Mark>(
  entry: Entry,
  { form, neverOld }: Pick<Place, 'form' | 'neverOld'>,
  source: object,
  list: GroupedList<Item, Mark>,
): Promise<Made<Item>> {
  const old = entry.made as Made<Item> | undefined;
  if (old?.source === source) return old;
  entry.making ??= make(form, source, list)
    .then((made) => (entry.made = made))
    .finally(() => (entry.making = undefined));
  if (old && old.items.length > itemCountShort && !neverOld) {
    // Whoever asks next hears of a failure, if it is still one.
    entry.making.catch(() => {});
    return old;
  }
  await entry.making;
  // Somebody else's making may have been of an older list.
  return currentOf(entry, { form, neverOld: true }, source, list);
}

async function make<Item, Mark>(
  form: Place['form'],
  source: object,
  { groups, shape }: GroupedList<Item, Mark>,
): Promise<Made<Item>> {
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);
  const items: Item[] = [];
  const spans = new Uint32Array(count * 2);
  const parts: Buffer[] = [];
  let text = '';
  let size = 0;
  const write = (piece: string): void => {
    text += piece;
    size += Buffer.byteLength(piece);
  };
  for (const [at, group] of groups.entries()) {
    const [head, tail] = frameOf(form, group.name);
    write(at > 0 && form === 'json' ? `,${head}` : head);
    for (const [index, item] of group.items.entries()) {
      if (index > 0 && form === 'json') write(',');
      spans[items.length * 2] = size;
      write(textOf(form, shape(item, undefined)));
      spans[items.length * 2 + 1] = size;
      items.push(item);
      if (items.length % itemsAtOnce > 0) continue;
      parts.push(Buffer.from(text));
      text = '';
      await setImmediate();
    }
    write(tail);
  }
  parts.push(Buffer.from(text));
  return { source, items, bytes: Buffer.concat(parts), spans };
}

function piecesOf<Item extends { readonly id: number }, Mark>(
  { items, bytes, spans }: Made<Item>,
  form: Place['form'],
  { shape }: GroupedList<Item, Mark>,
  marks: ReadonlyMap<number, Mark>,
): Buffer[] {
  if (marks.size === 0) return [bytes];
  const pieces: Buffer[] = [];
  let from = 0;
  for (const [at, item] of items.entries()) {
    const mark = marks.get(item.id);
    if (mark === undefined) continue;
    pieces.push(bytes.subarray(from, spans[at * 2]), Buffer.from(textOf(form, shape(item, mark))));
    from = spans[at * 2 + 1]!;
  }
  return [...pieces, bytes.subarray(from)];
}

/** What stands before and after a group's items. */
function frameOf(form: Place['form'], name: string): [string, string] {
  if (form === 'json') return [`{"name":${JSON.stringify(name)},"artist":[`, ']}'];
  return elementXml('index', { name }, '\0').split('\0') as [string, string];
}

function textOf(form: Place['form'], shape: object): string {
  return form === 'xml' ? elementXml('artist', shape) : forScript(JSON.stringify(shape));
}
