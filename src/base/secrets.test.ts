import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openSecrets } from './secrets.ts';

test('the first start makes a private file with a random key, the second reads the same key', async (t) => {
  const file = join(await folderOf(t), 'new', 'secrets.json');
  const first = await openSecrets(file);
  assert.equal(first.current('credential').bytes.length, 32);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(first.warnings, []);
  const second = await openSecrets(file);
  assert.deepEqual(second.current('credential'), first.current('credential'));
  assert.deepEqual(second.find(first.current('credential').id), first.current('credential'));
  assert.equal(second.find('credential-000000000000'), undefined);
  assert.notDeepEqual(
    (await openSecrets(`${file}2`)).current('credential').bytes,
    first.current('credential').bytes,
  );
});

test('twenty first starts at once agree on one key and leave one file', async (t) => {
  const folder = await folderOf(t);
  const all = await Promise.all(Array.from({ length: 20 }, () => openSecrets(join(folder, 'secrets.json'))));
  assert.equal(new Set(all.map((secrets) => secrets.current('credential').id)).size, 1);
  assert.deepEqual(await readdir(folder), ['secrets.json']);
});

test('a file that others may read is used and warned about', async (t) => {
  const file = join(await folderOf(t), 'secrets.json');
  await openSecrets(file);
  await chmod(file, 0o644);
  const { warnings } = await openSecrets(file);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /mode 644.*chmod 600/);
});

test('a newer key is used for new text while the older one is still found', async (t) => {
  const file = join(await folderOf(t), 'secrets.json');
  const old = (await openSecrets(file)).current('credential');
  const other = (await openSecrets(`${file}2`)).current('credential');
  const [one, two] = await Promise.all(
    [file, `${file}2`].map(async (path) => JSON.parse(await readFile(path, 'utf8'))),
  );
  await writeFile(file, JSON.stringify({ ...one, keys: [...one.keys, ...two.keys] }));
  const rotated = await openSecrets(file);
  assert.equal(rotated.current('credential').id, other.id);
  assert.deepEqual(rotated.find(old.id)!.bytes, old.bytes);
});

test('a damaged file is named, never overwritten, and its text is not repeated', async (t) => {
  const file = join(await folderOf(t), 'secrets.json');
  await openSecrets(file);
  const good = await readFile(file, 'utf8');
  const damaged = {
    empty: '',
    cut: good.slice(0, 120),
    list: '[]',
    noKeys: '{"version":1,"keys":[]}',
    otherKey: good.replace(/"key": "..../, '"key": "AAAA'),
    short: good.replace(/"key": "[^"]*"/, '"key": "AAAA"'),
  };
  for (const [what, text] of Object.entries(damaged)) {
    await writeFile(file, text);
    await assert.rejects(openSecrets(file), (error: Error & { code: string }) => {
      assert.equal(error.code, 'SECRETS_MALFORMED', what);
      assert.ok(error.message.includes(file));
      assert.ok(!/[A-Za-z0-9+/]{40}/.test(error.message.replace(file, '')));
      return true;
    });
    assert.equal(await readFile(file, 'utf8'), text);
  }
  await writeFile(file, good.replace('"version": 1', '"version": 2'));
  await assert.rejects(openSecrets(file), { code: 'SECRETS_NEWER' });
});

test('a path that cannot be read or made is a clear error', async (t) => {
  const folder = await folderOf(t);
  await assert.rejects(openSecrets(folder), { code: 'SECRETS_UNREADABLE' });
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(openSecrets(join(folder, 'file', 'secrets.json')), { code: 'SECRETS_UNREADABLE' });
  await assert.rejects(openSecrets(join(folder, 'n'.repeat(250))), { code: 'SECRETS_UNWRITABLE' });
});

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fonoteca-secrets-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
