/**
 * A stage for the engine: its server, its page in real Chromium, and a recorder on its output. Playwright's inspector
 * keeps what a page fetches, up to 200 MB of it, in the page's process: memory is weighed in a plain browser instead.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../../../../test/requires.ts';
import { openStageServer, type StageServer } from './stage-server.ts';

export interface Stage extends Omit<StageServer, 'close'> {
  page: Page;
  /** All that sounded since the engine's output was first there (left channel), and at what rate. */
  recording: () => Promise<{ samples: Float32Array; rateHz: number }>;
  until: (expression: string, timeoutMs?: number) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the stage. The page has `engine` (made with `options`, a JS object literal), `events` and `recorded`. */
export async function openStage(options = '{}', autoplay: Autoplay = 'free'): Promise<Stage> {
  const server = await openStageServer({ engine: options });
  const page = await (await launch(autoplay)).newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.stack ?? error.message}\n`));
  await page.goto(server.url);
  return {
    ...server,
    page,
    recording: () => recordingOf(page),
    until: async (expression, timeout = 15_000) =>
      void (await page.waitForFunction(expression, undefined, { timeout, polling: 20 })),
    close: async () => {
      await page.close();
      server.close();
    },
  };
}

/** Whether pages may sound before a gesture. */
type Autoplay = 'free' | 'strict';

const launched = new Map<Autoplay, Promise<Browser>>();

/** One browser for all stages of a process; starting it is what takes long. */
function launch(autoplay: Autoplay): Promise<Browser> {
  const policy = autoplay === 'free' ? 'no-user-gesture-required' : 'document-user-activation-required';
  const browser =
    launched.get(autoplay) ??
    chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', `--autoplay-policy=${policy}`],
    });
  launched.set(autoplay, browser);
  return browser;
}

export async function closeBrowser(): Promise<void> {
  for (const browser of launched.values()) await (await browser).close();
  launched.clear();
}

async function recordingOf(page: Page): Promise<{ samples: Float32Array; rateHz: number }> {
  const { base64, rateHz } = await page.evaluate<{ base64: string; rateHz: number }>(`(async () => {
    const reader = new FileReader();
    const read = new Promise((resolve) => (reader.onload = resolve));
    reader.readAsDataURL(new Blob(recorded.blocks));
    await read;
    return { base64: reader.result.slice(reader.result.indexOf(',') + 1), rateHz: recorded.rateHz };
  })()`);
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return { samples: new Float32Array(bytes.buffer), rateHz };
}
