import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { openBytes, openDerivedBytes } from './byte-source.ts';
import type { Allowed, DecisionFacts, Purpose, ShareGrant } from './decide.ts';
import { decide, isAllowed } from './decide.ts';
import { itemAt, listener } from './test-server.ts';

const location = { kind: 'memory', bytes: Buffer.from('sound'), mime: 'audio/flac', etag: '"1"' } as const;
const item = itemAt(location);
const purposes: Purpose[] = ['stream', 'original', 'download', 'artwork', 'share'];
const outcome = (facts: Partial<DecisionFacts>) => {
  const decision = decide({ account: listener, purpose: 'stream', item, ...facts });
  return decision.kind === 'allow' ? 'allow' : `${decision.status} ${decision.reason}`;
};
const share: ShareGrant = {
  shareId: 's1',
  owner: listener,
  itemIds: new Set(['track-1']),
  expiresAtMs: 1_000,
};

test('who may see the library may have its bytes, for every purpose', () => {
  for (const purpose of purposes) assert.equal(outcome({ purpose }), 'allow', purpose);
  assert.equal(outcome({ account: { accountId: 'admin', libraries: 'all' } }), 'allow');
});

test('nobody, and whoever was not granted the library, get nothing', () => {
  for (const purpose of purposes) {
    assert.equal(outcome({ purpose, account: undefined }), '401 not-signed-in');
    assert.equal(
      outcome({ purpose, account: { accountId: 'bo', libraries: new Set([2]) } }),
      '404 not-found',
    );
    assert.equal(outcome({ purpose, account: { accountId: 'bo', libraries: new Set() } }), '404 not-found');
    // An id of another kind is another id.
    assert.equal(
      outcome({ purpose, account: { accountId: 'bo', libraries: new Set(['1']) } }),
      '404 not-found',
    );
  }
});

test('downloads can be withheld without taking the music away', () => {
  const account = { ...listener, mayDownload: false };
  assert.equal(outcome({ account, purpose: 'download' }), '403 downloads-not-granted');
  assert.equal(outcome({ account, purpose: 'stream' }), 'allow');
});

test('missing files are said to be missing, and encrypted ones are never decoded', () => {
  assert.equal(outcome({ item: itemAt(location, { state: 'missing' }) }), '404 file-missing');
  const encrypted = itemAt(location, { state: 'encrypted' });
  assert.equal(outcome({ item: encrypted }), '403 encrypted');
  assert.equal(outcome({ item: encrypted, purpose: 'share' }), '403 encrypted');
  assert.equal(outcome({ item: encrypted, purpose: 'download' }), 'allow');
});

test('a share gives what it names, until it expires, and never more than its owner may', () => {
  const facts = { account: undefined, purpose: 'share', share, nowMs: 999 } as const;
  assert.equal(outcome(facts), 'allow');
  assert.equal(outcome({ ...facts, nowMs: 1_000 }), '410 share-expired');
  assert.equal(outcome({ ...facts, share: { ...share, itemIds: new Set(['other']) } }), '404 not-found');
  const poorer = { ...share, owner: { accountId: 'ana', libraries: new Set([2]) } };
  assert.equal(outcome({ ...facts, share: poorer }), '404 not-found');
  assert.equal(outcome({ ...facts, purpose: 'download' }), '403 downloads-not-granted');
  assert.equal(outcome({ ...facts, purpose: 'download', share: { ...share, mayDownload: true } }), 'allow');
});

test('whatever the facts, nothing is allowed outside the libraries that count', () => {
  const ids = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(
      ids,
      ids,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(...purposes),
      (granted, of, signedIn, shared, purpose) => {
        const viewer = { accountId: 'x', libraries: new Set(granted) };
        const decision = decide({
          account: signedIn ? viewer : undefined,
          purpose,
          item: itemAt(location, { libraryIds: of }),
          ...(shared ? { share: { ...share, owner: viewer, mayDownload: true }, nowMs: 0 } : {}),
        });
        const sees = (signedIn || shared) && of.some((id) => granted.includes(id));
        return (decision.kind === 'allow') === sees;
      },
    ),
  );
});

test('bytes do not open without the proof: neither copied nor forged', async () => {
  const decision = decide({ account: listener, purpose: 'stream', item });
  assert.ok(decision.kind === 'allow');
  const opened = await openBytes(decision);
  assert.equal(opened.kind, 'open');
  const forgeries = [
    { kind: 'allow', purpose: 'stream', item, accountId: 'ana' },
    { ...decision },
    JSON.parse(JSON.stringify({ ...decision, item: { ...item, location: undefined } })),
    Object.create(Object.getPrototypeOf(decision) as object),
    undefined,
  ];
  for (const forged of forgeries) {
    assert.equal(isAllowed(forged), false);
    const withItem: object = { ...(forged as object | undefined), item };
    assert.throws(() => openBytes(withItem as Allowed), { code: 'PLAYBACK_NOT_DECIDED' });
    assert.throws(() => openDerivedBytes(forged as Allowed, location), { code: 'PLAYBACK_NOT_DECIDED' });
  }
});

test('an opened source carries its proof', async () => {
  const decision = decide({ account: listener, purpose: 'artwork', item });
  assert.ok(decision.kind === 'allow');
  const opened = await openBytes(decision);
  assert.ok(opened.kind === 'open' && opened.source.allowed === decision);
  const buffer = Buffer.alloc(10);
  assert.equal(await opened.source.read(buffer, 3, 10), 2);
  assert.equal(buffer.toString('latin1', 0, 2), 'nd');
});
