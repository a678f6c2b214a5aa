/**
 * `npm test`: runs every test that this machine can, then says what it skipped and the one line that brings the rest.
 *
 * Arguments choose files (`npm test -- src/library`); FONOTECA_TEST_ALL=1 turns every skip into a failure.
 */
import { spawn } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { postgresBin, type Program, programs } from './requires.ts';

const root = join(import.meta.dirname, '..');
process.chdir(root);

const files = testFiles(process.argv.slice(2));
if (files.length === 0) {
  console.error(`No test file matches ${process.argv.slice(2).join(' ')}.`);
  process.exit(2);
}
const skips = join(tmpdir(), `fonoteca-skips-${process.pid}.tap`);
const postgres = postgresBin() ? await startPostgres() : undefined;
const code = await runTests(files, postgres);
await postgres?.stop();
tellSkips();
process.exit(code);

function testFiles(wanted: readonly string[]): string[] {
  const all = globSync([
    'src/**/*.test.ts',
    'web/src/**/*.test.ts',
    'test/**/*.test.ts',
    'bench/**/*.test.ts',
  ]);
  return all
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part.replace(/^\.\//, ''))))
    .sort();
}

function runTests(files: readonly string[], server: PostgresServer | undefined): Promise<number> {
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${skips}`,
  ];
  const env = { ...process.env, ...(server && { FONOTECA_TEST_POSTGRES: server.url }) };
  const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...reporters, ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  return new Promise((resolve) => child.on('exit', (exit) => resolve(exit ?? 1)));
}

function tellSkips(): void {
  const reasons = [...readFileSync(skips, 'utf8').matchAll(/^\s*ok \d+ - (.*?) # SKIP needs (.*)$/gm)];
  rmSync(skips, { force: true });
  if (reasons.length === 0) return;
  console.log(`\nSkipped ${reasons.length} tests that need programs this machine has not:`);
  for (const [, title, needs] of reasons) console.log(`  - ${title} (${needs})`);
  const names = new Set(reasons.flatMap(([, , needs]) => needs!.trim().split(' ')));
  const packages = [...names].map((name) => programs[name as Program]?.apt ?? name);
  console.log(`To run them too:\n  sudo apt-get install -y ${packages.join(' ')}`);
}
