/** The guard's small pure parts: names, tokens, legacy encryption, settings, the table of refusals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { testSecrets } from './guard.fixture.ts';
import { refusalProblem } from './index.ts';
import { decryptSecret, encryptSecret } from './legacy-secret.ts';
import { cleanName, nameKey } from './names.ts';
import { readSettings } from './settings.ts';
import { digestOf, equalTexts, makeSecret } from './tokens.ts';

test('a name that was accepted is found by itself, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
      const clean = cleanName(text);
      if (!clean) return;
      assert.equal(nameKey(text), clean.key);
      assert.equal(nameKey(clean.name), clean.key);
      assert.equal(
        nameKey(clean.name.toUpperCase().toLowerCase()),
        nameKey(clean.name.toLowerCase().toUpperCase().toLowerCase()),
      );
      assert.deepEqual(cleanName(clean.name), clean);
    }),
    { numRuns: 2000 },
  );
});

test('secrets are 32 letters and digits, all of them used, none twice', () => {
  const secrets = Array.from({ length: 500 }, makeSecret);
  assert.equal(new Set(secrets).size, 500);
  assert.equal(new Set(secrets.join('')).size, 32);
  for (const secret of secrets) assert.match(secret, /^[a-z2-7]{32}$/);
});

test('digests are SHA-256 and texts are equal only to themselves', () => {
  assert.equal(digestOf('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => equalTexts(one, other) === (one === other)),
  );
  assert.equal(equalTexts('', 'x'), false);
});

test('an encrypted secret comes back only with its key, its account and its digest, and unchanged', () => {
  const secrets = testSecrets();
  const row = { accountId: 7, digest: digestOf('s') };
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (secret, at) => {
      const clean = secret.toWellFormed();
      const text = encryptSecret(secrets, row, clean);
      assert.equal(decryptSecret(secrets, row, text), clean);
      assert.notEqual(encryptSecret(secrets, row, clean), text);
      assert.equal(decryptSecret(secrets, { ...row, accountId: 8 }, text), undefined);
      assert.equal(decryptSecret(secrets, { ...row, digest: digestOf('t') }, text), undefined);
      assert.equal(decryptSecret(testSecrets(), row, text), undefined);
      const [version, id, body] = text.split(':') as [string, string, string];
      const bytes = Buffer.from(body, 'base64');
      bytes[at % bytes.length]! ^= 1;
      assert.equal(decryptSecret(secrets, row, `${version}:${id}:${bytes.toString('base64')}`), undefined);
    }),
  );
  for (const text of ['', 'v1', 'v2:a:b', `v1:${secrets.current('credential').id}:AAAA`])
    assert.equal(decryptSecret(secrets, row, text), undefined);
});

test('stored settings of any shape become complete ones', () => {
  const whole = { theme: 'dark', replayGain: 'off', preampDb: 3, maxBitrateKbps: 192 } as const;
  assert.deepEqual(readSettings(JSON.stringify(whole)), whole);
  const none = { theme: 'auto', replayGain: 'album', preampDb: 0, maxBitrateKbps: 0 };
  for (const text of ['{}', '', 'null', '[', '{"theme":"pink","preampDb":"3","old":1}'])
    assert.deepEqual(readSettings(text), none, text);
});

test('every refusal says what to do, with a status and, where waiting helps, how long', () => {
  const wrong = refusalProblem({ kind: 'refused', reason: 'wrong', retryAfterSeconds: 0 });
  assert.equal(wrong.status, 401);
  assert.ok(!('retryAfterSeconds' in wrong));
  const throttled = refusalProblem({ kind: 'refused', reason: 'throttled', retryAfterSeconds: 12 });
  assert.deepEqual([throttled.status, throttled.retryAfterSeconds], [429, 12]);
  assert.match(throttled.message, /12 seconds/);
});
