import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cheap } from './guard.fixture.ts';
import { Passwords } from './passwords.ts';

test('a password is kept as a PHC string with OWASP’s parameters and a salt of its own', async () => {
  const passwords = new Passwords();
  const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
  assert.ok(one.kind === 'ok' && two.kind === 'ok');
  assert.match(one.phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(one.phc, two.phc);
  assert.deepEqual(await passwords.check('correct horse', one.phc), { kind: 'right', renew: false });
  assert.deepEqual(await passwords.check('correct horsf', one.phc), { kind: 'wrong' });
  assert.deepEqual(await passwords.check('correct horse', undefined), { kind: 'wrong' });
});

test('a hash made by the reference implementation is understood', async () => {
  // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -e
  const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.deepEqual(await new Passwords().check('password', phc), { kind: 'right', renew: true });
  assert.deepEqual(await new Passwords().check('Password', phc), { kind: 'wrong' });
});

test('letters that keyboards compose differently are one password', async () => {
  const passwords = new Passwords(cheap);
  const hashed = await passwords.hash('Dvořák Dvořák');
  assert.ok(hashed.kind === 'ok');
  assert.equal((await passwords.check('Dvor\u030ca\u0301k Dvořák', hashed.phc)).kind, 'right');
});

test('a hash with other parameters is right and asks to be renewed', async () => {
  const hashed = await new Passwords(cheap).hash('correct horse');
  assert.ok(hashed.kind === 'ok');
  assert.deepEqual(await new Passwords({ ...cheap, passes: 2 }).check('correct horse', hashed.phc), {
    kind: 'right',
    renew: true,
  });
});

test('a flood is turned away instead of taking all memory, and what waits is served', async () => {
  const passwords = new Passwords();
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => passwords.check('x', undefined)));
  const wrong = outcomes.filter((outcome) => outcome.kind === 'wrong').length;
  assert.equal(wrong, 32);
  assert.equal(outcomes.filter((outcome) => outcome.kind === 'busy').length, 168);
  assert.equal((await passwords.check('x', undefined)).kind, 'wrong');
});

test('a damaged hash is an error, not a wrong password', async () => {
  await assert.rejects(new Passwords(cheap).check('x', '$argon2id$v=19$m=1'), {
    code: 'GUARD_PASSWORD_HASH_MALFORMED',
  });
});
