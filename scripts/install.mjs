/**
 * Installs what a command needs and nothing more, before npm runs it: packages when the lock file changed, and
 * (with --page) the web page when its sources are newer than what was built. Plain JavaScript for Node ≥ 20,
 * because it runs before the project's own Node 26 is there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const stamp = join(root, 'node_modules', '.fonoteca-install');

installPackages();
checkNode();
if (process.argv.includes('--page')) buildPage();

function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (samePackages()) {
    writeFileSync(stamp, wanted);
    return;
  }
  say('Installing packages …');
  // Install scripts are not needed by any package here, so none is run.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** True when a person ran `npm ci` by hand: npm's own record of the tree is newer than the lock file. */
function samePackages() {
  const record = join(root, 'node_modules', '.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function checkNode() {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(own) || Number(process.versions.node.split('.')[0]) >= 26) return;
  fail(
    `This system has Node ${process.versions.node}, and no Node 26 comes as a package for it. Install Node 26 or newer.`,
  );
}

function buildPage() {
  const built = join(root, 'web', 'dist', 'index.html');
  const sources = ['web', 'src/server/api', 'package-lock.json'].map((path) => newest(join(root, path)));
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources)) return;
  say('Building the page …');
  run('npm', ['run', '--silent', 'build:page']);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules');
  return Math.max(0, ...inside.map((name) => newest(join(path, name))));
}

function run(command, args) {
  const windows = process.platform === 'win32';
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (result.status !== 0)
    fail(
      `"${command} ${args.join(' ')}" failed. Nothing else was changed; mend what it says above and run the command again.`,
    );
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
