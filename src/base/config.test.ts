import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readConfig } from './config.ts';
import { distance } from './distance.ts';

function configFile(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'fonoteca.toml');
  writeFileSync(file, text);
  return file;
}

test('the environment wins over the file and the file over the defaults', (t) => {
  const file = configFile(t, 'port = 5000\nhost = "::1"\n[scan]\nwatch = false\n');
  const config = readConfig({ FONOTECA_CONFIG: file, FONOTECA_PORT: '6000', FONOTECA_DATA: '/somewhere' });
  assert.equal(config.port, 6000);
  assert.equal(config.host, '::1');
  assert.equal(config.scan.watch, false);
  assert.equal(config.scan.tagThreads, undefined);
  assert.equal(config.database, '/somewhere/state.db');
});

test('an unknown key is refused with the nearest one', (t) => {
  assert.throws(
    () => readConfig({ FONOTECA_CONFIG: configFile(t, 'prot = 1\n') }),
    /"prot".*Did you mean "port"\?/,
  );
  assert.throws(
    () => readConfig({ FONOTECA_CONFIG: configFile(t, '[scan]\nwach = true\n') }),
    /Did you mean "scan.watch"\?/,
  );
});

test('a wrong value and a broken file say where', (t) => {
  assert.throws(() => readConfig({ FONOTECA_CONFIG: configFile(t, 'port = "many"\n') }), /Setting "port"/);
  assert.throws(() => readConfig({ FONOTECA_CONFIG: configFile(t, 'port = \n') }), /line 1/);
  assert.throws(() => readConfig({ FONOTECA_CONFIG: '/nowhere/fonoteca.toml' }), {
    code: 'CONFIG_UNREADABLE',
  });
  assert.throws(() => readConfig({ FONOTECA_PORT: 'x', FONOTECA_DATA: '/nowhere' }), /Setting "port"/);
});

test('the configuration cannot be changed after it was read', () => {
  const config = readConfig({ FONOTECA_DATA: '/nowhere' });
  assert.throws(() => Object.assign(config.scan, { watch: false }));
});

test('distance counts swaps as one and stops at its limit', () => {
  assert.equal(distance('dvorak', 'dovrak'), 1);
  assert.equal(distance('kitten', 'sitting'), 3);
  assert.equal(distance('abcdef', 'uvwxyz', 2), 3);
});
