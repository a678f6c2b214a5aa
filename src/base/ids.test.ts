import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPublicIds } from './ids.ts';

const ids = createPublicIds(Buffer.alloc(16, 7));

test('every row number comes back from its public id, and only for its own kind', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (row) => {
      const id = ids.encode('album', row);
      assert.match(id, /^[\w-]{22}$/);
      assert.equal(ids.decode('album', id), row);
      assert.equal(ids.decode('track', id), undefined);
      assert.deepEqual(ids.decodeAny(id), { kind: 'album', row });
    }),
  );
});

test('made-up, truncated and foreign ids are not ids', () => {
  const foreign = createPublicIds(Buffer.alloc(16, 8)).encode('track', 1);
  for (const id of [
    '',
    '1',
    'A'.repeat(22),
    foreign,
    ids.encode('track', 1).slice(1),
    `${ids.encode('track', 1)}=`,
  ]) {
    assert.equal(ids.decodeAny(id), undefined, id);
  }
  fc.assert(fc.property(fc.string(), (text) => ids.decodeAny(text) === undefined));
});

test('a neighbour’s id shares nothing visible with its own', () => {
  const [one, two] = [ids.encode('track', 1), ids.encode('track', 2)];
  const same = [...one].filter((letter, index) => letter === two[index]).length;
  assert.ok(same < 8, `${one} ${two}`);
});
