/** Joins the server: what every request passes, the web API, OpenSubsonic, the page, operations; then listens. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { messageOf, systemCodeOf } from '#base/errors.ts';
import type { Fonoteca } from '#fonoteca';
import { addAccountRoutes } from './api/account.ts';
import { addAdminRoutes } from './api/admin.ts';
import { addBrowseRoutes } from './api/browse.ts';
import { addByteRoutes } from './api/bytes.ts';
import { createContext } from './api/context.ts';
import { addEventRoute } from './api/events.ts';
import { addListeningRoutes } from './api/listening.ts';
import { addPlaylistRoutes } from './api/playlists.ts';
import { ServerError } from './errors.ts';
import { createHttp } from './http.ts';
import { addSubsonicRoutes } from './opensubsonic/index.ts';
import { tellNews } from './news.ts';
import { registerOperations } from './operations.ts';
import { registerPage } from './page.ts';
import { authenticateSession } from './sessions.ts';

export interface RunningServer {
  /** 'http://127.0.0.1:4747/' with the base path. */
  readonly url: string;
  readonly port: number;
  /** Lets requests under way end (a few seconds at most), then stops. The rooms stay open. */
  close(): Promise<void>;
}

/** The gauges count everything, whoever may see it. */
const everybody = { accountId: 0, libraryIds: 'all' } as const;

/** The Fastify app with all its routes, not listening yet: what the route tests walk through. */
export async function buildServer(fonoteca: Fonoteca) {
  const { config, log, guard } = fonoteca;
  const app = await createHttp({
    config,
    log,
    authenticate: (request, reply, access) => authenticateSession(guard, config, request, reply, access),
  });
  const context = createContext(fonoteca);
  registerOperations(app, {
    checkDatabase: fonoteca.checkDatabase,
    counts: () => fonoteca.library.home.counts(everybody),
    activity: fonoteca.playback.activity,
    scanRunning: async () => (await fonoteca.scanner.status()).running,
  });
  addAccountRoutes(app, context);
  addBrowseRoutes(app, context);
  addListeningRoutes(app, context);
  addPlaylistRoutes(app, context);
  addAdminRoutes(app, context);
  addByteRoutes(app, context);
  addEventRoute(app, context);
  await addSubsonicRoutes(app, context);
  registerPage(app, {
    folder: join(import.meta.dirname, '..', '..', 'web', 'dist'),
    basePath: config.basePath,
  });
  const stopTelling = tellNews(fonoteca, context);
  app.addHook('preClose', async () => {
    stopTelling();
    context.events.close();
  });
  return app;
}

/** Builds and listens on the configured address. */
export async function startServer(fonoteca: Fonoteca): Promise<RunningServer> {
  const { host, port, basePath } = fonoteca.config;
  const app = await buildServer(fonoteca);
  try {
    await app.listen({ host, port, backlog: 2048 });
  } catch (error) {
    await app.close();
    if (systemCodeOf(error) === 'EADDRINUSE')
      throw new ServerError('SERVER_PORT_TAKEN', { host, port }, { cause: error });
    throw new ServerError('SERVER_ADDRESS', { host, port, reason: messageOf(error) }, { cause: error });
  }
  const bound = app.server.address() as { port: number };
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${bound.port}${basePath}/`, port: bound.port, close: () => close(app) };
}

const graceMs = 5_000;

/** Takes no new requests; lets answers under way end, and cuts those that would take longer than the grace. */
async function close(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(cut);
  }
}
