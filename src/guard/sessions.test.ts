/** Sessions on both engines: opening, sliding, ending, throttling, and how long an unknown name takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '#base/database/index.ts';
import { eachDatabase } from '../../test/databases.ts';
import { sessionCookieName, sessionCookieOptions } from './cookies.ts';
import { openTestGuard, password, type TestGuard, visitor } from './guard.fixture.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

eachDatabase('a session is found by its token, and only a digest of it is kept', async (database) => {
  const test = await openTestGuard(database);
  const opened = await signedIn(test);
  const found = await test.guard.sessions.find(opened.token);
  assert.deepEqual(found, { kind: 'ok', account: opened.account, session: opened.session, refreshed: false });
  const rows = JSON.stringify(await database.read.selectFrom('session').selectAll().execute());
  assert.ok(!rows.includes(opened.token));
  for (const token of [undefined, '', 'x', opened.token.slice(1), `${opened.token}=`, 'A'.repeat(43)]) {
    assert.equal((await test.guard.sessions.find(token)).kind, 'none');
  }
});

eachDatabase('a session lives 30 days from its last use and is written at most hourly', async (database) => {
  const test = await openTestGuard(database);
  const { token, session } = await signedIn(test);
  test.clock.advance(hourMs - 1);
  assert.partialDeepStrictEqual(await test.guard.sessions.find(token), { kind: 'ok', refreshed: false });
  test.clock.advance(1);
  assert.partialDeepStrictEqual(await test.guard.sessions.find(token), { kind: 'ok', refreshed: true });
  assert.partialDeepStrictEqual(await test.guard.sessions.find(token), { kind: 'ok', refreshed: false });
  await test.guard.close();
  const [row] = await test.guard.sessions.list(session.accountId);
  assert.equal(row!.expiresAt, test.clock.now() + 30 * dayMs);
  test.clock.advance(30 * dayMs - 1);
  assert.equal((await test.guard.sessions.find(token)).kind, 'ok');
  await test.guard.close();
  test.clock.advance(30 * dayMs);
  assert.equal((await test.guard.sessions.find(token)).kind, 'none');
  await signedIn(test);
  assert.equal(
    (await database.readIds('SELECT id FROM session')).length,
    1,
    'the expired one was cleared away',
  );
});

eachDatabase('sessions are listed and ended one by one, by their owner only', async (database) => {
  const test = await openTestGuard(database);
  const one = await signedIn(test);
  test.clock.advance(1000);
  const two = await signedIn(test);
  const other = await test.add('Bob');
  const { sessions } = test.guard;
  const { id } = one.account;
  assert.deepEqual(
    (await sessions.list(id)).map((session) => session.id),
    [two.session.id, one.session.id],
  );
  assert.equal((await sessions.revoke(other.id, other.id, one.session.id)).kind, 'refused');
  assert.equal((await sessions.find(one.token)).kind, 'ok');
  assert.equal((await sessions.revoke(id, id, one.session.id)).kind, 'ok');
  assert.equal((await sessions.find(one.token)).kind, 'none');
  await sessions.signOut(two.token);
  await sessions.signOut('nonsense');
  assert.equal((await sessions.find(two.token)).kind, 'none');
});

eachDatabase('what another process ended is noticed within 30 seconds', async (database, _t, address) => {
  const test = await openTestGuard(database);
  const other = await openDatabase(address);
  try {
    const second = await openTestGuard(other);
    const { token, account } = await signedIn(test);
    assert.equal((await second.guard.sessions.find(token)).kind, 'ok');
    await test.guard.accounts.changeRole('system', account.id, 'member');
    await test.guard.sessions.signOut(token);
    second.clock.advance(30_001);
    assert.equal((await second.guard.sessions.find(token)).kind, 'none');
  } finally {
    await other.close();
  }
});

eachDatabase('a changed role counts at once in this process', async (database) => {
  const test = await openTestGuard(database);
  await test.add('Boss', 'admin');
  const { token, account } = await signedIn(test);
  await test.guard.sessions.find(token);
  await test.guard.accounts.changeRole('system', account.id, 'admin');
  const found = await test.guard.sessions.find(token);
  assert.equal(found.kind === 'ok' && found.account.role, 'admin');
  await test.guard.accounts.remove('system', account.id);
  assert.equal((await test.guard.sessions.find(token)).kind, 'none');
});

eachDatabase('the CSRF token of a session fits that session only', async (database) => {
  const test = await openTestGuard(database);
  const [one, two] = [await signedIn(test), await signedIn(test)];
  const { sessions } = test.guard;
  assert.equal(sessions.csrfMatches(one.session, one.session.csrf), true);
  for (const sent of [undefined, '', two.session.csrf, `${one.session.csrf} `]) {
    assert.equal(sessions.csrfMatches(one.session, sent), false);
  }
});

eachDatabase(
  'guessing is slowed down per account, though not for its owner at a known address',
  async (database) => {
    const test = await openTestGuard(database);
    await signedIn(test);
    const guess = (index: number) =>
      test.guard.sessions.signIn(
        { name: 'ann', password: `guess ${index}` },
        { address: `198.51.100.${index}` },
      );
    const outcomes = await Promise.all(Array.from({ length: 25 }, (_, index) => guess(index)));
    const reasons = outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.reason : 'ok'));
    assert.equal(reasons.filter((reason) => reason === 'wrong').length, 10);
    assert.equal(reasons.filter((reason) => reason === 'throttled').length, 15);
    const stranger = await test.guard.sessions.signIn({ name: 'ann', password }, { address: '203.0.113.9' });
    assert.equal(
      stranger.kind === 'refused' && stranger.reason,
      'throttled',
      'not even the right password is told',
    );
    assert.equal((await test.guard.sessions.signIn({ name: 'ann', password }, visitor)).kind, 'ok');
  },
);

eachDatabase('guessing is slowed down per address, an IPv6 network counting as one', async (database) => {
  const test = await openTestGuard(database);
  await test.add('Ann');
  const reasons: string[] = [];
  for (let index = 0; index < 25; index++) {
    const address = `2001:db8:1:2::${index.toString(16)}`;
    const outcome = await test.guard.sessions.signIn({ name: `nobody${index}`, password }, { address });
    reasons.push(outcome.kind === 'refused' ? outcome.reason : 'ok');
  }
  assert.equal(reasons.filter((reason) => reason === 'throttled').length, 5);
  assert.equal((await test.guard.sessions.signIn({ name: 'ann', password }, visitor)).kind, 'ok');
});

eachDatabase('a hundred right sign-ins in a row are not slowed down', async (database) => {
  const test = await openTestGuard(database);
  for (let count = 0; count < 100; count++) await signedIn(test);
});

eachDatabase('an unknown name takes as long as a known one', async (database) => {
  const test = await openTestGuard(database, { passwordCost: { memoryKib: 4096, passes: 2, lanes: 1 } });
  await test.add('Ann');
  const time = async (name: string, index: number) => {
    const start = performance.now();
    const outcome = await test.guard.sessions.signIn(
      { name, password: 'wrong one' },
      { address: `192.0.2.${index}` },
    );
    assert.equal(outcome.kind === 'refused' && outcome.reason, 'wrong');
    test.clock.advance(60_000);
    return performance.now() - start;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let index = 0; index < 15; index++) {
    known.push(await time('ann', index));
    unknown.push(await time('nobody', index + 100));
  }
  // The fastest of each, as a busy machine only adds; and generous: a missing hash would be ten times faster.
  const ratio = Math.min(...unknown) / Math.min(...known);
  assert.ok(ratio > 0.4 && ratio < 2.5, `unknown names take ${ratio.toFixed(2)} times as long`);
});

eachDatabase('a sign-in that races a change of the password ends up outside', async (database) => {
  const test = await openTestGuard(database);
  const { account } = await signedIn(test);
  for (let round = 0; round < 20; round++) {
    const before = round === 0 ? password : `password ${round - 1}`;
    const [opened] = await Promise.all([
      test.guard.sessions.signIn({ name: 'ann', password: before }, visitor),
      test.guard.accounts.resetPassword('system', account.id, `password ${round}`),
    ]);
    if (opened.kind === 'ok') assert.equal((await test.guard.sessions.find(opened.token)).kind, 'none');
    test.clock.advance(60_000);
  }
  assert.deepEqual(await test.guard.sessions.list(account.id), []);
});

eachDatabase('signing in renews a hash that was made with other parameters', async (database) => {
  const old = await openTestGuard(database);
  await old.add('Ann');
  const hash = async () =>
    (await database.read.selectFrom('account').select('password_hash').executeTakeFirstOrThrow())[
      'password_hash'
    ];
  assert.match(await hash(), /m=64,t=1/);
  const now = await openTestGuard(database, { passwordCost: { memoryKib: 128, passes: 2, lanes: 1 } });
  await signedIn(now);
  await now.guard.close();
  assert.match(await hash(), /m=128,t=2/);
  await signedIn(now);
});

test('the cookie’s name says what the connection allows', () => {
  assert.equal(sessionCookieName({ secure: true, path: '/' }), '__Host-fonoteca');
  assert.equal(sessionCookieName({ secure: true, path: '/music/' }), '__Secure-fonoteca');
  assert.equal(sessionCookieName({ secure: false, path: '/' }), 'fonoteca');
  const options = sessionCookieOptions({ secure: true, path: '/' });
  assert.deepEqual(options, {
    httpOnly: true,
    sameSite: 'lax',
    secure: true,
    path: '/',
    maxAge: 30 * 24 * 60 * 60,
  });
});

async function signedIn(test: TestGuard) {
  if (!(await test.guard.accounts.findByName('ann'))) await test.add('Ann');
  const opened = await test.guard.sessions.signIn({ name: 'ANN', password }, visitor);
  assert.ok(opened.kind === 'ok');
  return opened;
}
