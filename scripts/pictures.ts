/**
 * Takes the README's pictures: the real page in Chromium, over the demo library, with an evening's listening behind it.
 * `node scripts/pictures.ts` writes docs/pictures/*.png.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { makeDemoLibrary } from '#demo/index.ts';
import { chromiumPath } from '../test/requires.ts';
import { openWorld, type World } from '../test/world.ts';

const out = join(import.meta.dirname, '..', 'docs', 'pictures');
mkdirSync(out, { recursive: true });
const world = await openWorld();
const browser = await chromium.launch({
  executablePath: chromiumPath()!,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
try {
  await makeDemoLibrary(world.music, {});
  await world.scan();
  world.fonoteca.background.start();
  await world.fonoteca.background.idle();
  await listen(world);
  for (const scheme of ['light', 'dark'] as const) {
    await takeDesk(scheme);
    await takePhone(scheme);
  }
} finally {
  await browser.close();
  await world.close();
}

async function takeDesk(colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, colorScheme });
  const page = await signedIn(context);
  await playAlbum(page, 'Lamplight');
  await take(page, `album-${colorScheme}`);
  await page.goto(world.server.url);
  await take(page, `home-${colorScheme}`);
  await page.goto(`${world.server.url}search?q=sonata`);
  await take(page, `search-${colorScheme}`);
  await context.close();
}

async function takePhone(colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    colorScheme,
  });
  const page = await signedIn(context);
  await playAlbum(page, 'Am Brunnen');
  await page.goto(`${world.server.url}${colorScheme === 'light' ? '' : 'playing'}`);
  await take(page, `phone-${colorScheme}`);
  await context.close();
}

async function signedIn(context: BrowserContext): Promise<Page> {
  const [name, value] = world.admin.headers['cookie'].split('=') as [string, string];
  await context.addCookies([{ name, value, url: world.server.url }]);
  const page = await context.newPage();
  await page.goto(world.server.url);
  return page;
}

async function playAlbum(page: Page, title: string): Promise<void> {
  await page.goto(`${world.server.url}albums`);
  await page.getByText(title).first().click();
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await page.waitForTimeout(3000);
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
  await page.waitForTimeout(900);
  await page.screenshot({ path: join(out, `${name}.png`) });
}

/** Stars, ratings, plays and a half-heard album, so that Home has something to say. */
async function listen({ fonoteca, admin }: World): Promise<void> {
  const viewer = await fonoteca.library.access.viewerOf(admin.account);
  const { items } = await fonoteca.library.albums.list(viewer, { sort: 'title', limit: 20 });
  const day = 86_400_000;
  for (const [index, album] of items.entries()) {
    const ids = await fonoteca.library.tracks.idsOf(viewer, { kind: 'album', id: album.id });
    if (index % 3 === 0) await fonoteca.library.marks.star(viewer, { albums: [album.id] }, true);
    if (index % 2 === 0)
      await fonoteca.library.plays.add(
        viewer,
        ids.map((trackId, at) => ({
          trackId,
          client: 'Fonoteca',
          playedAt: Date.now() - (index + 1) * 90 * day - at * 60_000,
        })),
      );
    if (index % 2 === 1)
      await fonoteca.library.plays.report(viewer, {
        trackId: ids[Math.min(2, ids.length - 1)],
        client: 'Fonoteca',
        positionMs: 12_000 + index * 1000,
      });
  }
  await fonoteca.library.playlists.create(viewer, { name: 'Sunday morning', trackIds: [] });
}
