/** The peers of the scan bench, each with a fresh database and the same folder; the time from start to "all known". */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface Measured {
  readonly files: number;
  readonly seconds: number;
}

export type Peer = (music: string) => Promise<Measured>;

/** mpd's own database update, without a sound card; the count comes from its protocol. */
export async function mpd(music: string): Promise<Measured> {
  return inFolder(async (folder) => {
    const socket = join(folder, 'socket');
    const config = [
      `music_directory "${music}"`,
      `db_file "${folder}/db"`,
      `bind_to_address "${socket}"`,
      `state_file "${folder}/state"`,
      'auto_update "no"',
      'audio_output {',
      '  type "null"',
      '  name "none"',
      '}',
    ];
    writeFileSync(join(folder, 'mpd.conf'), `${config.join('\n')}\n`);
    const child = spawn('mpd', ['--no-daemon', '--stderr', join(folder, 'mpd.conf')], { stdio: 'ignore' });
    try {
      const startedAt = performance.now();
      // Without a database mpd updates by itself when it starts.
      for (;;) {
        const status = await ask(socket, 'status').catch(() => '');
        if (status.includes('OK') && !status.includes('updating_db')) break;
        await setTimeout(5);
      }
      const seconds = (performance.now() - startedAt) / 1000;
      const stats = await ask(socket, 'stats');
      return { files: Number(/songs: (\d+)/.exec(stats)![1]), seconds };
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  });
}

export function supysonic(music: string): Promise<Measured> {
  return inFolder(async (folder) => {
    const config = join(folder, 'supysonic.conf');
    writeFileSync(
      config,
      `[base]\ndatabase_uri = sqlite:///${folder}/supysonic.db\n[webapp]\ncache_dir = ${folder}/cache\n[daemon]\nsocket = ${folder}/daemon\n`,
    );
    const environment = { ...process.env, SUPYSONIC_CONFIG: config, HOME: folder };
    const options = {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
    writeFileSync(
      join(folder, '.supysonic'),
      `[base]\ndatabase_uri = sqlite:///${folder}/supysonic.db\n[webapp]\ncache_dir = ${folder}/cache\n`,
    );
    execFileSync('supysonic-cli', ['folder', 'add', 'music', music], options);
    const startedAt = performance.now();
    execFileSync('supysonic-cli', ['folder', 'scan', '--foreground', 'music'], {
      ...options,
      maxBuffer: 2 ** 28,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const files = execFileSync(
      'python3',
      [
        '-c',
        `import sqlite3; print(sqlite3.connect("${folder}/supysonic.db").execute("select count(*) from track").fetchone()[0])`,
      ],
      { encoding: 'utf8' },
    );
    return { files: Number(files), seconds };
  });
}

/** As it is told to only read: nothing copied, written or looked up on the network. */
export function beets(music: string): Promise<Measured> {
  return inFolder(async (folder) => {
    mkdirSync(join(folder, 'library'));
    writeFileSync(
      join(folder, 'config.yaml'),
      `directory: ${folder}/library\nlibrary: ${folder}/beets.db\nplugins: []\nimport:\n  copy: no\n  move: no\n  write: no\n  autotag: no\n  quiet: yes\n  log: ${folder}/log\n`,
    );
    const environment = { ...process.env, BEETSDIR: folder, HOME: folder };
    const startedAt = performance.now();
    execFileSync('beet', ['import', '-A', '-C', '-q', music], {
      env: environment,
      stdio: 'ignore',
      maxBuffer: 2 ** 28,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const files = execFileSync(
      'python3',
      [
        '-c',
        `import sqlite3; print(sqlite3.connect("${folder}/beets.db").execute("select count(*) from items").fetchone()[0])`,
      ],
      { encoding: 'utf8' },
    );
    return { files: Number(files), seconds };
  });
}

async function inFolder(work: (folder: string) => Promise<Measured>): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-peer-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One command of mpd's protocol and its answer: https://mpd.readthedocs.io/en/stable/protocol.html */
function ask(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect(socket);
    let text = '';
    let greeted = false;
    client.on('error', reject);
    client.on('data', (data) => {
      text += data.toString();
      if (!greeted && text.includes('\n')) {
        greeted = true;
        text = text.slice(text.indexOf('\n') + 1);
        client.write(`${command}\n`);
      }
      if (/^(OK|ACK.*)$/m.test(text)) {
        client.end();
        resolve(text);
      }
    });
  });
}
