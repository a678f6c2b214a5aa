/** Accounts on both engines: names, roles, the last admin, passwords, settings. */
import assert from 'node:assert/strict';
import { openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../test/databases.ts';
import { openTestGuard, password, visitor } from './guard.fixture.ts';

eachDatabase(
  'an account is found by any spelling of its name, and the name is taken for all of them',
  async (database) => {
    const { guard, add } = await openTestGuard(database);
    const account = await add('  Antonín   Dvořák ', 'admin');
    assert.equal(account.name, 'Antonín Dvořák');
    assert.deepEqual(await guard.accounts.findByName('ANTONIN dvorak'), account);
    assert.equal(await guard.accounts.findByName('antonin'), undefined);
    for (const name of ['antonin dvorak', 'ANTONÍN DVOŘÁK', 'Antoni\u0301n Dvořák']) {
      const second = await guard.accounts.add('system', { name, password, role: 'member' });
      assert.equal(second.kind === 'refused' && second.reason, 'name-taken', name);
    }
    assert.deepEqual(await guard.accounts.list(), [account]);
  },
);

eachDatabase('names and passwords that do not fit are refused', async (database) => {
  const { guard } = await openTestGuard(database);
  const add = async (name: string, secret: string) => {
    const added = await guard.accounts.add('system', { name, password: secret, role: 'member' });
    return added.kind === 'refused' ? added.reason : 'ok';
  };
  for (const name of ['', '   ', '\u0007bell', 'x'.repeat(65), '---', '\u202eabc', "'"])
    assert.equal(await add(name, password), 'name-unfit', name);
  for (const secret of ['', '1234567', 'x'.repeat(1001)])
    assert.equal(await add('Ann', secret), 'password-unfit');
  assert.equal(await add('Annabella', 'annabella'), 'password-unfit');
  assert.equal(await add('安奈', '🎵🎵🎵🎵🎵🎵🎵🎵'), 'ok');
  await assert.rejects(guard.accounts.add('system', { name: 'Bob', password, role: 'king' as 'admin' }), {
    code: 'GUARD_ROLE_UNKNOWN',
  });
});

eachDatabase('the last admin can be neither removed nor made a member', async (database) => {
  const { guard, add } = await openTestGuard(database);
  const [first, second] = [await add('First', 'admin'), await add('Second', 'admin')];
  assert.equal((await guard.accounts.changeRole(second.id, first.id, 'member')).kind, 'ok');
  for (const refused of [
    await guard.accounts.remove(second.id, second.id),
    await guard.accounts.changeRole(second.id, second.id, 'member'),
  ]) {
    assert.equal(refused.kind === 'refused' && refused.reason, 'last-admin');
  }
  assert.equal((await guard.accounts.remove(second.id, first.id)).kind, 'ok');
  assert.equal((await guard.accounts.remove(second.id, first.id)).kind, 'refused');
});

eachDatabase('admins who demote each other at the same time leave one', async (database, _t, address) => {
  const { guard, add } = await openTestGuard(database);
  const other = await openDatabase(address);
  try {
    const { guard: second } = await openTestGuard(other);
    const admins = await Promise.all(['A1', 'A2', 'A3', 'A4'].map((name) => add(name, 'admin')));
    const outcomes = await Promise.all(
      admins.map(({ id }, index) => (index % 2 ? guard : second).accounts.changeRole('system', id, 'member')),
    );
    assert.equal(outcomes.filter((outcome) => outcome.kind === 'refused').length, 1);
    assert.equal((await guard.accounts.list()).filter((account) => account.role === 'admin').length, 1);
  } finally {
    await other.close();
  }
});

eachDatabase('of two who take one name at the same time one gets it', async (database, _t, address) => {
  const { guard } = await openTestGuard(database);
  const other = await openDatabase(address);
  try {
    const { guard: second } = await openTestGuard(other);
    const wanted = { name: 'Same', password, role: 'member' as const };
    const outcomes = await Promise.all(
      [guard, second, guard, second].map((one) => one.accounts.add('system', wanted)),
    );
    assert.deepEqual(outcomes.map((outcome) => outcome.kind).sort(), ['ok', 'refused', 'refused', 'refused']);
  } finally {
    await other.close();
  }
});

eachDatabase(
  'a removed account’s number is not given to the next one, and the journal names nobody',
  async (database) => {
    const { guard, add, audit, actions } = await openTestGuard(database);
    const admin = await add('Admin Person', 'admin');
    const gone = await add('Gone Person');
    await guard.accounts.remove(admin.id, gone.id);
    const next = await add('Next Person');
    assert.ok(next.id > gone.id);
    assert.deepEqual(await actions(), ['account.added', 'account.added', 'account.removed', 'account.added']);
    for (const { bytes } of await audit.read(0))
      assert.doesNotMatch(Buffer.from(bytes).toString(), /person/i);
    assert.equal((await audit.verify()).kind, 'ok');
  },
);

eachDatabase(
  'a new password ends every session but the one that asked, and the old password is worth nothing',
  async (database) => {
    const { guard, add } = await openTestGuard(database);
    const account = await add('Ann');
    const signIn = async (secret: string) =>
      await guard.sessions.signIn({ name: 'ann', password: secret }, visitor);
    const [here, there] = [await signIn(password), await signIn(password)];
    assert.ok(here.kind === 'ok' && there.kind === 'ok');
    const change = { current: password, next: 'battery staple', keepSessionId: here.session.id };
    const wrong = await guard.accounts.changePassword(
      account.id,
      { ...change, current: 'not this one' },
      visitor,
    );
    assert.equal(wrong.kind === 'refused' && wrong.reason, 'wrong');
    assert.equal(
      (await guard.accounts.changePassword(account.id, { ...change, next: 'short' }, visitor)).kind,
      'refused',
    );
    assert.equal((await guard.sessions.find(there.token)).kind, 'ok');
    assert.deepEqual(await guard.accounts.changePassword(account.id, change, visitor), { kind: 'ok' });
    assert.equal((await guard.sessions.find(here.token)).kind, 'ok');
    assert.equal((await guard.sessions.find(there.token)).kind, 'none');
    assert.equal((await signIn(password)).kind, 'refused');
    assert.equal((await signIn('battery staple')).kind, 'ok');
    await guard.accounts.resetPassword('system', account.id, 'third password');
    assert.equal((await guard.sessions.find(here.token)).kind, 'none');
  },
);

eachDatabase(
  'settings are changed one by one, together they are complete, and nonsense is refused',
  async (database) => {
    const { guard, add } = await openTestGuard(database);
    const { id, settings } = await add('Ann');
    assert.deepEqual(settings, { theme: 'auto', replayGain: 'album', preampDb: 0, maxBitrateKbps: 0 });
    await Promise.all([
      guard.accounts.changeSettings(id, { theme: 'dark' }),
      guard.accounts.changeSettings(id, { preampDb: -3.5 }),
      guard.accounts.changeSettings(id, { maxBitrateKbps: 128 }),
    ]);
    assert.deepEqual((await guard.accounts.find(id))!.settings, {
      theme: 'dark',
      replayGain: 'album',
      preampDb: -3.5,
      maxBitrateKbps: 128,
    });
    for (const change of [
      { theme: 'pink' },
      { preampDb: 99 },
      { maxBitrateKbps: 8 },
      { other: 1 },
      null,
      'dark',
      { preampDb: NaN },
    ]) {
      assert.equal((await guard.accounts.changeSettings(id, change)).kind, 'refused', JSON.stringify(change));
    }
    assert.equal((await guard.accounts.changeSettings(999, {})).kind, 'refused');
  },
);
