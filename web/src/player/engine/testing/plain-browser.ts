/**
 * Chromium without an inspector of its network, spoken to over the DevTools protocol by hand: what weighs a page must
 * not add to it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumPath } from '../../../../../test/requires.ts';

export interface PlainPage {
  evaluate: <T>(expression: string) => Promise<T>;
  until: (expression: string, timeoutMs?: number) => Promise<void>;
  collect: () => Promise<void>;
  /** What the page's process holds in memory: `anonymousBytes` is its own, the rest is mostly Chromium's program. */
  weigh: () => Promise<{ residentBytes: number; anonymousBytes: number }>;
  close: () => Promise<void>;
}

export async function openPlainPage(url: string): Promise<PlainPage> {
  const profile = mkdtempSync(join(tmpdir(), 'fonoteca-chromium-'));
  const child = spawn(
    chromiumPath()!,
    [
      '--headless=new',
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const send = await connect(await debuggerUrl(child));
  const { targetId } = await send<{ targetId: string }>('Target.createTarget', { url });
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const evaluate = async <T>(expression: string) => {
    const parameters = { expression, awaitPromise: true, returnByValue: true };
    return (await send<{ result: { value: T } }>('Runtime.evaluate', parameters, sessionId)).result.value;
  };
  return {
    evaluate,
    until: (expression, timeoutMs = 60_000) => poll(() => evaluate(expression), timeoutMs, expression),
    collect: () => send('HeapProfiler.collectGarbage', {}, sessionId),
    weigh: async () => heaviest(await send('SystemInfo.getProcessInfo')),
    close: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Send = <T>(method: string, parameters?: object, sessionId?: string) => Promise<T>;

async function debuggerUrl(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stderr!) {
    text += String(piece);
    const url = /listening on (ws:\S+)/.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`Chromium did not start: ${text}`);
}

async function connect(url: string): Promise<Send> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (answer: never) => void>();
  let id = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number; result?: never };
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer.result!);
    waiting.delete(answer.id ?? -1);
  });
  await once(socket, 'open');
  return (method, parameters = {}, sessionId) =>
    new Promise((resolve) => {
      waiting.set(++id, resolve);
      socket.send(JSON.stringify({ id, method, params: parameters, sessionId }));
    });
}

async function poll(isTrue: () => Promise<unknown>, timeoutMs: number, what: string): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(20)) if (await isTrue()) return;
  throw new Error(`After ${timeoutMs} ms it is still not so: ${what}`);
}

function heaviest({ processInfo }: { processInfo: { type: string; id: number }[] }) {
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => statusOf(id));
  return pages.reduce((heavy, page) => (page.residentBytes > heavy.residentBytes ? page : heavy));
}

function statusOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { residentBytes: bytes('VmRSS'), anonymousBytes: bytes('RssAnon') };
}
