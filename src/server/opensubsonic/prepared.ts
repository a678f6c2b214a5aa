/**
 * Answers that are large and seldom change (60,000 artists), made once and kept as text: a request then costs a copy,
 * not 60,000 objects. Kept as long as the library's own list is the same object.
 */
import { setImmediate } from 'node:timers/promises';
import { elementXml, Prepared } from './respond.ts';

interface Group<Item> {
  readonly name: string;
  readonly items: readonly Item[];
}

/** Each item as text, in both forms. */
type ItemTexts = Map<unknown, { json: string; xml: string }>;

export interface GroupedList<Item> {
  /** The element that holds all: 'artists', with its own attributes. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groups: readonly Group<Item>[];
  shape(item: Item): object;
}

const itemsAtOnce = 500;
const kept = new WeakMap<object, Map<string, Promise<ItemTexts>>>();

/**
 * The list as text. `source` is the object that the list was made of: texts of its items are kept with it. `changed`
 * are the items of this caller that differ from the kept ones (their own stars).
 */
export async function prepareList<Item>(
  source: object,
  list: GroupedList<Item>,
  changed: ReadonlyMap<Item, object>,
): Promise<Prepared> {
  const forms = kept.get(source) ?? new Map<string, Promise<ItemTexts>>();
  kept.set(source, forms);
  const making = forms.get(list.name) ?? textsOf(list);
  forms.set(list.name, making);
  const texts = await making;
  const out = { json: [] as string[], xml: [] as string[] };
  for (const group of list.groups) {
    const parts = group.items.map((item) => {
      const own = changed.get(item);
      return own ? textOf(own) : texts.get(item)!;
    });
    out.json.push(
      `{"name":${JSON.stringify(group.name)},"artist":[${parts.map((part) => part.json).join(',')}]}`,
    );
    out.xml.push(elementXml('index', { name: group.name }, parts.map((part) => part.xml).join('')));
  }
  const attributes = JSON.stringify(list.attributes).slice(0, -1);
  return new Prepared(
    list.name,
    `${attributes}${attributes === '{' ? '' : ','}"index":[${out.json.join(',')}]}`,
    elementXml(list.name, list.attributes, out.xml.join('')),
  );
}

/** Made a few hundred at a time, so that nobody else waits for it. */
async function textsOf<Item>({ groups, shape }: GroupedList<Item>): Promise<ItemTexts> {
  const texts: ItemTexts = new Map();
  for (const { items } of groups) {
    for (const item of items) {
      texts.set(item, textOf(shape(item)));
      if (texts.size % itemsAtOnce === 0) await setImmediate();
    }
  }
  return texts;
}

function textOf(shape: object): { json: string; xml: string } {
  return { json: JSON.stringify(shape), xml: elementXml('artist', shape) };
}
