/** The first admin, on both engines. */
import assert from 'node:assert/strict';
import { openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../test/databases.ts';
import { openTestGuard, password, visitor } from './guard.fixture.ts';

eachDatabase(
  'the token from the log makes the first admin, signed in, and is then worth nothing',
  async (database) => {
    const { guard, actions } = await openTestGuard(database);
    assert.equal(await guard.setup.needed(), true);
    const token = (await guard.setup.issueToken())!;
    const wrong = await guard.setup.complete({ token: 'a'.repeat(32), name: 'Ann', password }, visitor);
    assert.equal(wrong.kind === 'refused' && wrong.reason, 'wrong-token');
    const unfit = await guard.setup.complete({ token, name: 'Ann', password: 'short' }, visitor);
    assert.equal(unfit.kind === 'refused' && unfit.reason, 'password-unfit');
    const made = await guard.setup.complete(
      { token: ` ${token.toUpperCase()}\n`, name: 'Ann', password },
      visitor,
    );
    assert.ok(made.kind === 'ok');
    assert.equal(made.account.role, 'admin');
    assert.equal((await guard.sessions.find(made.token)).kind, 'ok');
    assert.equal(await guard.setup.needed(), false);
    assert.equal(await guard.setup.issueToken(), undefined);
    const again = await guard.setup.complete({ token, name: 'Bob', password }, visitor);
    assert.equal(again.kind === 'refused' && again.reason, 'already-set-up');
    assert.deepEqual(await actions(), ['account.added']);
  },
);

eachDatabase('a new start makes the token of the earlier one worthless', async (database) => {
  const { guard } = await openTestGuard(database);
  const [old, fresh] = [(await guard.setup.issueToken())!, (await guard.setup.issueToken())!];
  assert.equal((await guard.setup.complete({ token: old, name: 'Ann', password }, visitor)).kind, 'refused');
  assert.equal((await guard.setup.complete({ token: fresh, name: 'Ann', password }, visitor)).kind, 'ok');
});

eachDatabase('simultaneous set-ups on two processes make one admin', async (database, _t, address) => {
  const { guard } = await openTestGuard(database);
  const other = await openDatabase(address);
  try {
    const { guard: second } = await openTestGuard(other);
    const tokens = await Promise.all([guard.setup.issueToken(), second.setup.issueToken()]);
    const attempts = [0, 1, 2, 3, 4, 5].map((index) => {
      const wanted = { token: tokens[index % 2]!, name: `Admin ${index}`, password };
      return (index % 3 ? guard : second).setup.complete(wanted, { address: `192.0.2.${index}` });
    });
    const outcomes = await Promise.all(attempts);
    assert.equal(outcomes.filter((outcome) => outcome.kind === 'ok').length, 1);
    assert.deepEqual(
      (await guard.accounts.list()).map((account) => account.role),
      ['admin'],
    );
  } finally {
    await other.close();
  }
});

eachDatabase('guessing the token is slowed down', async (database) => {
  const { guard, clock } = await openTestGuard(database);
  const token = (await guard.setup.issueToken())!;
  const guess = (guessed: string) => guard.setup.complete({ token: guessed, name: 'Ann', password }, visitor);
  let last = await guess('x');
  for (let count = 0; count < 30; count++) last = await guess(`x${count}`);
  assert.ok(last.kind === 'refused' && last.reason === 'throttled' && last.retryAfterSeconds > 0);
  const early = await guess(token);
  assert.equal(early.kind === 'refused' && early.reason, 'throttled');
  clock.advance(last.retryAfterSeconds * 1000);
  assert.equal((await guess(token)).kind, 'ok');
});
