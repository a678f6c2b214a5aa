/// <reference lib="dom" />
/**
 * How light is the page? JavaScript until the first album grid, time until it can be used, and main-thread tasks while
 * a list of a million rows scrolls, in Chromium over the library of test/large-library.ts.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { readConfig } from '#base/config.ts';
import { openDatabase } from '#base/database/index.ts';
import { silentLog } from '#base/log.ts';
import { openFonoteca } from '#fonoteca';
import { allow } from '#server/api/account.ts';
import { startServer } from '#server/server.ts';
import { fillLargeLibrary } from '../test/large-library.ts';
import { chromiumPath } from '../test/requires.ts';

const sizes = new Map<string, Promise<number>>();
const bars = { scriptKb: 200, interactiveMs: 1500, taskMs: 50 };
const cached = join(tmpdir(), 'fonoteca-bench-1m.db');
const work = mkdtempSync(join(tmpdir(), 'fonoteca-page-'));
if (!existsSync(cached)) {
  const database = await openDatabase(cached);
  await fillLargeLibrary(database);
  await database.close();
}
copyFileSync(cached, join(work, 'state.db'));
const fonoteca = await openFonoteca({
  config: readConfig({ FONOTECA_DATA: work }, { port: 0 }),
  log: silentLog,
});
const server = await startServer(fonoteca);
const browser = await chromium.launch({
  executablePath: chromiumPath()!,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const password = 'a password for benches';
  allow(await fonoteca.guard.accounts.add('system', { name: 'bench', password, role: 'admin' }));
  const { token } = allow(
    await fonoteca.guard.sessions.signIn({ name: 'bench', password }, { address: '127.0.0.1' }),
  );
  await fonoteca.library.warm();
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await context.addCookies([{ name: 'fonoteca', value: token, url: server.url }]);
  await measureStart(context);
  await measureScroll(context);
} finally {
  await browser.close();
  await server.close();
  await fonoteca.close();
  rmSync(work, { recursive: true, force: true });
}

async function measureStart(context: Awaited<ReturnType<typeof browser.newContext>>): Promise<void> {
  const times: number[] = [];
  let kilobytes = 0;
  for (let round = 0; round < 5; round++) {
    const page = await context.newPage();
    const scripts = new Set<string>();
    page.on('response', (response) => {
      if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.add(response.url());
    });
    const started = performance.now();
    await page.goto(`${server.url}albums`, { waitUntil: 'commit' });
    await page.locator('a[href*="/albums/"]').first().waitFor();
    times.push(performance.now() - started);
    await page.waitForTimeout(300);
    // gzip, as the bar says; the server sends brotli, which is smaller.
    const bytes = await Promise.all([...scripts].map((url) => gzipBytes(url)));
    kilobytes = Math.max(kilobytes, bytes.reduce((sum, one) => sum + one, 0) / 1000);
    await page.close();
  }
  const median = times.toSorted((a, b) => a - b)[2]!;
  console.log(
    `JavaScript to the first album grid   ${kilobytes.toFixed(0)} kB gzipped   (bar: ${bars.scriptKb} kB)`,
  );
  console.log(
    `first album grid, usable             ${median.toFixed(0)} ms, median of 5   (bar: ${bars.interactiveMs} ms)`,
  );
}

function gzipBytes(url: string): Promise<number> {
  const known =
    sizes.get(url) ??
    fetch(url, { headers: { 'accept-encoding': 'gzip' } }).then((response) => gzipLength(response));
  sizes.set(url, known);
  return known;
}

/** fetch unpacks what it gets, so the size is that of packing it again, as the server does. */
async function gzipLength(response: Response): Promise<number> {
  const { gzipSync } = await import('node:zlib');
  return gzipSync(Buffer.from(await response.arrayBuffer())).length;
}

/**
 * Scrolls through all of the million rows with the wheel and the bar, and listens for long tasks. A task is long in
 * wall time; how much of it the main thread worked says whether the page or a busy machine made it so.
 */
async function measureScroll(context: Awaited<ReturnType<typeof browser.newContext>>): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${server.url}tracks`);
  await page
    .getByText(/1,000,000|1 000 000/)
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => {});
  await page.waitForTimeout(1500);
  const worked = await traceMainThread();
  const tasks = await page.evaluate(async () => {
    const long: number[] = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe(
      { entryTypes: ['longtask'] },
    );
    const scroller =
      [...document.querySelectorAll('*')].filter(
        (one) =>
          one.scrollHeight > one.clientHeight * 3 && /auto|scroll/.test(getComputedStyle(one).overflowY),
      )[0] ?? document.scrollingElement!;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let step = 0; step < 300; step++) {
      scroller.scrollTop += 120;
      await frame();
    }
    for (let step = 0; step < 100; step++) {
      scroller.scrollTop = (scroller.scrollHeight * ((step * 37) % 100)) / 100;
      await frame();
      await frame();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { long, height: scroller.scrollHeight };
  });
  const cpuMs = await worked();
  const worst = Math.max(0, ...tasks.long);
  console.log(
    `main-thread tasks over 50 ms         ${tasks.long.length} while scrolling 1,000,000 rows, worst ${worst.toFixed(0)} ms   (bar: none over ${bars.taskMs} ms)`,
  );
  console.log(
    `  of that, CPU time of its own       worst task ${cpuMs[0]?.toFixed(0)} ms, 99 of 100 below ${cpuMs[Math.floor(cpuMs.length / 100)]?.toFixed(1)} ms, ${cpuMs.filter((one) => one > bars.taskMs).length} over ${bars.taskMs} ms`,
  );
  await page.close();
}

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** Follows the main threads of all pages; the answer ends it and tells the CPU time of each task that worked, longest first. */
async function traceMainThread(): Promise<() => Promise<number[]>> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return mainThreadTasks(events);
  };
}

function mainThreadTasks(events: readonly TraceEvent[]): number[] {
  const main = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  return events
    .filter(({ ph, name, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && main.has(`${pid}:${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000)
    .filter((ms) => ms > 0.1)
    .toSorted((a, b) => b - a);
}
