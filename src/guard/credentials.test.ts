/** App secrets on both engines: the three ways to prove one, what refuses them, and how quickly a revoked one is dead. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../test/databases.ts';
import { openTestGuard, password, type TestGuard, testSecrets, visitor } from './guard.fixture.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

eachDatabase(
  'an app proves its secret by key, by password and, where made for it, by token and salt',
  async (database) => {
    const test = await openTestGuard(database);
    const { account, credential, secret } = await withApp(test, true);
    assert.match(secret, /^[a-z2-7]{32}$/);
    const { credentials } = test.guard;
    for (const verified of [
      await credentials.verifyApiKey(secret, visitor),
      await credentials.verifyPassword('ANN', secret, visitor),
      await credentials.verifyToken('ann', md5(`${secret}salt`), 'salt', visitor),
      await credentials.verifyToken('ann', md5(`${secret}žluť`).toUpperCase(), 'žluť', visitor),
    ]) {
      assert.ok(verified.kind === 'ok');
      assert.deepEqual([verified.account.id, verified.credential.id], [account.id, credential.id]);
    }
  },
);

eachDatabase(
  'the secret stands nowhere in the database, and only legacy ones are there at all',
  async (database) => {
    const test = await openTestGuard(database);
    const plain = await withApp(test, false);
    const legacy = await withApp(test, true);
    const rows = await database.read.selectFrom('credential').selectAll().orderBy('id').execute();
    assert.equal(rows[0]!.secret_encrypted, null);
    assert.match(rows[1]!.secret_encrypted, /^v1:credential-[0-9a-f]{12}:/);
    const kept = JSON.stringify(rows);
    for (const { secret } of [plain, legacy]) {
      assert.ok(
        !kept.includes(secret) && !kept.includes(Buffer.from(secret).toString('base64').slice(0, 20)),
      );
    }
  },
);

eachDatabase('what is wrong is refused with the reason an app can act on', async (database) => {
  const test = await openTestGuard(database);
  const { secret } = await withApp(test, false, 'Bob');
  const old = await withApp(test, true, 'Ann');
  const { credentials } = test.guard;
  const reason = (verified: Awaited<ReturnType<typeof credentials.verifyApiKey>>) =>
    verified.kind === 'refused' ? verified.reason : 'ok';
  assert.equal(reason(await credentials.verifyApiKey('a'.repeat(32), visitor)), 'unknown-key');
  assert.equal(reason(await credentials.verifyApiKey('', visitor)), 'unknown-key');
  assert.equal(reason(await credentials.verifyPassword('ann', secret, visitor)), 'wrong', 'another’s secret');
  assert.equal(
    reason(await credentials.verifyPassword('ann', password, visitor)),
    'wrong',
    'the account’s own password',
  );
  assert.equal(reason(await credentials.verifyApiKey(password, visitor)), 'unknown-key');
  const token = md5(`${secret}salt`);
  assert.equal(reason(await credentials.verifyToken('bob', token, 'salt', visitor)), 'legacy-needed');
  assert.equal(
    reason(await credentials.verifyToken('nobody', token, 'salt', visitor)),
    'legacy-needed',
    'as if there were one',
  );
  assert.equal(reason(await credentials.verifyToken('ann', token, 'salt', visitor)), 'wrong');
  assert.equal(
    reason(await credentials.verifyToken('ann', md5(`${old.secret}salt`), 'pepper', visitor)),
    'wrong',
  );
  assert.equal(
    reason(await credentials.verifyToken('ann', md5(`${password}salt`), 'salt', visitor)),
    'wrong',
  );
  assert.equal(reason(await credentials.verifyToken('ann', '', '', visitor)), 'wrong');
});

eachDatabase(
  'a revoked credential is dead at once here and within 30 seconds in other processes',
  async (database, _t, address) => {
    const test = await openTestGuard(database);
    const { account, credential, secret } = await withApp(test, true);
    const other = await openDatabase(address);
    try {
      const second = await openTestGuard(other);
      const ways = ({ guard: { credentials } }: TestGuard) =>
        Promise.all([
          credentials.verifyApiKey(secret, visitor),
          credentials.verifyPassword('ann', secret, visitor),
          credentials.verifyToken('ann', md5(`${secret}s`), 's', visitor),
        ]);
      const all = async (where: TestGuard) => (await ways(where)).map((verified) => verified.kind).join();
      assert.equal(await all(test), 'ok,ok,ok');
      assert.equal(await all(second), 'ok,ok,ok');
      assert.equal(
        (await test.guard.credentials.revoke(account.id, account.id + 1, credential.id)).kind,
        'refused',
      );
      assert.equal((await test.guard.credentials.revoke(account.id, account.id, credential.id)).kind, 'ok');
      assert.equal(await all(test), 'refused,refused,refused');
      second.clock.advance(30_001);
      assert.equal(await all(second), 'refused,refused,refused');
      assert.deepEqual(await test.guard.credentials.list(account.id), []);
    } finally {
      await other.close();
    }
  },
);

eachDatabase(
  'a credential revoked while it is being verified a thousand times is not remembered',
  async (database) => {
    const test = await openTestGuard(database);
    const { account, credential, secret } = await withApp(test, false);
    const verify = () => test.guard.credentials.verifyApiKey(secret, visitor);
    const flood = Array.from({ length: 1000 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index % 20));
      return await verify();
    });
    await test.guard.credentials.revoke(account.id, account.id, credential.id);
    await Promise.all(flood);
    assert.equal((await verify()).kind, 'refused');
  },
);

eachDatabase('last use is written at most every minute', async (database) => {
  const test = await openTestGuard(database);
  const { account, secret } = await withApp(test, false);
  const lastUsed = async () => {
    await test.guard.credentials.verifyApiKey(secret, visitor);
    await test.guard.close();
    return (await test.guard.credentials.list(account.id))[0]!.lastUsedAt;
  };
  const first = test.clock.now();
  assert.equal(await lastUsed(), first);
  test.clock.advance(59_999);
  assert.equal(await lastUsed(), first);
  test.clock.advance(1);
  assert.equal(await lastUsed(), first + 60_000);
  assert.equal((await test.guard.accounts.find(account.id))!.lastSeenAt, first + 60_000);
});

eachDatabase(
  'wrong secrets are slowed down, while a right one from the same address goes through',
  async (database) => {
    const test = await openTestGuard(database);
    const { secret } = await withApp(test, false);
    const reasons: string[] = [];
    for (let count = 0; count < 120; count++) {
      const verified = await test.guard.credentials.verifyPassword('ann', `wrong ${count}`, visitor);
      reasons.push(verified.kind === 'refused' ? verified.reason : 'ok');
      if (verified.kind === 'refused' && verified.reason === 'throttled')
        assert.ok(verified.retryAfterSeconds > 0);
    }
    assert.equal(reasons.indexOf('throttled'), 50);
    assert.equal((await test.guard.credentials.verifyPassword('ann', secret, visitor)).kind, 'ok');
  },
);

eachDatabase(
  'without the key of the secrets file a legacy secret is of no use, and the log says so',
  async (database) => {
    const { secret } = await withApp(await openTestGuard(database), true);
    const elsewhere = await openTestGuard(database, { secrets: testSecrets() });
    assert.match(elsewhere.warnings.join(), /not in this secrets file/);
    const verified = await elsewhere.guard.credentials.verifyToken('ann', md5(`${secret}s`), 's', visitor);
    assert.equal(verified.kind === 'refused' && verified.reason, 'legacy-needed');
    assert.equal((await elsewhere.guard.credentials.verifyApiKey(secret, visitor)).kind, 'ok');
  },
);

eachDatabase('an encrypted secret moved to another account opens nothing', async (database) => {
  const test = await openTestGuard(database);
  const { secret } = await withApp(test, true, 'Ann');
  const bob = await test.add('Bob');
  await database.write.updateTable('credential').set({ account_id: bob.id }).execute();
  const verified = await test.guard.credentials.verifyToken('bob', md5(`${secret}s`), 's', visitor);
  assert.equal(verified.kind, 'refused');
});

eachDatabase(
  'credentials have names, numbers of their own, an end, and go with their account',
  async (database) => {
    const test = await openTestGuard(database);
    const { account, credential } = await withApp(test, false);
    const { credentials, accounts } = test.guard;
    assert.equal((await credentials.add('system', 999, { name: 'App', legacy: false })).kind, 'refused');
    for (const name of ['', ' ', 'x'.repeat(65), 'a\u0000b']) {
      assert.equal((await credentials.add(account.id, account.id, { name, legacy: false })).kind, 'refused');
    }
    await credentials.revoke(account.id, account.id, credential.id);
    for (let count = 0; count < 100; count++)
      await credentials.add('system', account.id, { name: 'App', legacy: false });
    const tooMany = await credentials.add('system', account.id, { name: 'App', legacy: false });
    assert.equal(tooMany.kind === 'refused' && tooMany.reason, 'too-many');
    assert.ok((await credentials.list(account.id)).every((one) => one.id > credential.id));
    await accounts.remove('system', account.id);
    assert.deepEqual(await credentials.list(account.id), []);
    assert.deepEqual((await test.actions()).slice(0, 3), [
      'account.added',
      'credential.added',
      'credential.revoked',
    ]);
    assert.equal((await test.audit.verify()).kind, 'ok');
  },
);

async function withApp(test: TestGuard, legacy: boolean, name = 'Ann') {
  const account = (await test.guard.accounts.findByName(name)) ?? (await test.add(name));
  const added = await test.guard.credentials.add(account.id, account.id, { name: 'Phone', legacy });
  assert.ok(added.kind === 'ok');
  return { account, credential: added.credential, secret: added.secret };
}
