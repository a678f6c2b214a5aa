/** The journal on both engines: numbering under concurrency, what verify notices, what is refused. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Database, migrate, openDatabase } from '#base/database/index.ts';
import { fixedClock } from '#base/clock.ts';
import { eachDatabase } from '../../test/databases.ts';
import { auditMigrations, type AuditDecision, openAudit } from './index.ts';

const decision: AuditDecision = {
  action: 'account.added',
  actor: 1,
  subject: 'account:7',
  reason: 'asked',
  details: { role: 'member' },
};

eachDatabase('an entry is canonical bytes with the leaf hash of RFC 6962', async (database) => {
  const { audit, append } = await journalOf(database);
  const entry = await append(decision);
  const text =
    '{"action":"account.added","actor":1,"at":1000,"details":{"role":"member"},"reason":"asked","seq":0,"subject":"account:7","v":1}';
  assert.equal(Buffer.from(entry.bytes).toString(), text);
  assert.equal(entry.digest, createHash('sha256').update('\0').update(text).digest('hex'));
  const [read] = await audit.read(0);
  assert.deepEqual(
    { ...read!, bytes: Buffer.from(read!.bytes) },
    { ...entry, bytes: Buffer.from(entry.bytes) },
  );
  assert.deepEqual(await audit.verify(), { kind: 'ok', entryCount: 1 });
});

eachDatabase('a decision that is rolled back leaves no entry and no gap', async (database) => {
  const { audit, append } = await journalOf(database);
  await append(decision);
  const failed = database.write.transaction().execute(async (trx) => {
    await audit.append(trx, decision);
    throw new Error('changed my mind');
  });
  await assert.rejects(failed, /changed my mind/);
  assert.equal((await append(decision)).seq, 1);
  assert.deepEqual(await audit.verify(), { kind: 'ok', entryCount: 2 });
});

eachDatabase(
  'two processes at once, some rolling back, leave no gap and no duplicate',
  async (database, _t, address) => {
    const one = await journalOf(database);
    const second = await openDatabase(address);
    try {
      const two = openAudit({ database: second, clock: fixedClock(2000) });
      const write = async (index: number) => {
        const [db, audit] = index % 2 ? [database, one.audit] : [second, two];
        await db.write.transaction().execute(async (trx) => {
          await audit.append(trx, { ...decision, details: { index } });
          if (index % 5 === 0) throw new Error('no');
          if (index % 7 === 0) await audit.append(trx, { ...decision, details: { index } });
        });
      };
      const outcomes = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => write(index)));
      assert.equal(outcomes.filter((outcome) => outcome.status === 'rejected').length, 40);
      const expected =
        160 + [...Array(200).keys()].filter((index) => index % 7 === 0 && index % 5 !== 0).length;
      assert.deepEqual(await one.audit.verify(), { kind: 'ok', entryCount: expected });
    } finally {
      await second.close();
    }
  },
);

eachDatabase('the database itself refuses to change or remove an entry', async (database) => {
  const { append } = await journalOf(database);
  await append(decision);
  await assert.rejects(sql`UPDATE audit_entry SET at = 1`.execute(database.write), /append-only/);
  await assert.rejects(sql`DELETE FROM audit_entry`.execute(database.write), /append-only/);
  if (database.kind === 'postgres')
    await assert.rejects(sql`TRUNCATE audit_entry`.execute(database.write), /append-only/);
});

const tamperings: readonly (readonly [what: string, statement: string, reason: string])[] = [
  ['a removed entry', 'DELETE FROM audit_entry WHERE seq = 1', 'gap'],
  ['a cut-off end', 'DELETE FROM audit_entry WHERE seq = 2', 'wrong-count'],
  ['a changed digest', "UPDATE audit_entry SET digest = 'x' WHERE seq = 1", 'wrong-digest'],
  ['a changed time', 'UPDATE audit_entry SET at = at + 1 WHERE seq = 1', 'wrong-number'],
  [
    'another entry’s bytes',
    'UPDATE audit_entry SET bytes = (SELECT bytes FROM audit_entry WHERE seq = 0), digest = (SELECT digest FROM audit_entry WHERE seq = 0) WHERE seq = 1',
    'wrong-number',
  ],
];

for (const [what, statement, reason] of tamperings) {
  eachDatabase(`verify notices ${what}`, async (database) => {
    const { audit, append } = await journalOf(database);
    for (let count = 0; count < 3; count++) await append(decision);
    await withoutTriggers(database);
    await sql.raw(statement).execute(database.write);
    const verdict = await audit.verify();
    assert.equal(verdict.kind === 'broken' && verdict.reason, reason);
  });
}

eachDatabase(
  'verify notices bytes that are not the canonical spelling, though their digest is right',
  async (database) => {
    const { audit, append } = await journalOf(database);
    const entry = await append(decision);
    await withoutTriggers(database);
    const bytes = Buffer.from(Buffer.from(entry.bytes).toString().replace('{"action"', '{ "action"'));
    const digest = createHash('sha256').update('\0').update(bytes).digest('hex');
    await database.write.updateTable('audit_entry').set({ bytes, digest }).execute();
    assert.deepEqual(await audit.verify(), { kind: 'broken', seq: 0, reason: 'not-canonical' });
    assert.equal((await audit.read(0))[0]!.action, 'audit.unreadable');
  },
);

eachDatabase(
  'what could name a person, or is malformed, is refused and takes no number',
  async (database) => {
    const { audit, append } = await journalOf(database);
    const unfit: Partial<AuditDecision>[] = [
      { action: 'Added' },
      { actor: 0 },
      { actor: 1.5 },
      { subject: 'account alice' },
      { reason: '' },
      { reason: 'x'.repeat(501) },
      { reason: 'asked by alice@example.org' },
      { details: { from: '192.0.2.7' } },
      { details: { from: '2001:db8::1' } },
      { details: { share: 0.5 } },
      { details: { 'a b': 1 } },
      { details: { text: '\ud800' } },
    ];
    for (const part of unfit) {
      await assert.rejects(
        append({ ...decision, ...part }),
        { code: 'AUDIT_DECISION_UNFIT' },
        JSON.stringify(part),
      );
    }
    assert.deepEqual(await audit.verify(), { kind: 'ok', entryCount: 0 });
  },
);

eachDatabase('long journals are read in pages', async (database) => {
  const { audit } = await journalOf(database);
  await database.write.transaction().execute(async (trx) => {
    for (let count = 0; count < 1003; count++) await audit.append(trx, decision);
  });
  assert.deepEqual(
    (await audit.read(998, 3)).map((entry) => entry.seq),
    [998, 999, 1000],
  );
  assert.equal((await audit.read(0)).length, 1000);
  assert.deepEqual(await audit.verify(), { kind: 'ok', entryCount: 1003 });
});

async function journalOf(database: Database) {
  await migrate(database, auditMigrations);
  const audit = openAudit({ database, clock: fixedClock(1000) });
  const append = (what: AuditDecision) =>
    database.write.transaction().execute((trx) => audit.append(trx, what));
  return { audit, append };
}

async function withoutTriggers(database: Database): Promise<void> {
  const statements =
    database.kind === 'postgres'
      ? ['DROP TRIGGER audit_entry_append_only ON audit_entry']
      : ['DROP TRIGGER audit_entry_no_update', 'DROP TRIGGER audit_entry_no_delete'];
  for (const statement of statements) await sql.raw(statement).execute(database.write);
}
