/** The web API's admin routes: scan, jobs, libraries, people, issues, missing files, and how the installation is doing. */
import type { FastifyInstance } from 'fastify';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isoTime } from '#base/clock.ts';
import { displayPath } from '#base/paths.ts';
import { version } from '#base/version.ts';
import type { Account } from '#guard/index.ts';
import {
  type LibraryInfo,
  listIssues,
  listMissing,
  purgeMissing,
  type ScanStatus as ScanFacts,
} from '#library/index.ts';
import { findFfmpeg } from '#media/index.ts';
import { checkInstallation } from '../checks.ts';
import { ServerError } from '../errors.ts';
import { allow } from './account.ts';
import type { ApiContext } from './context.ts';
import type { JobRow, LibraryRow, ScanStatus, UserRow } from './contract.ts';
import { addRoute, pageQuery } from './route.ts';

export function addAdminRoutes(app: FastifyInstance, context: ApiContext): void {
  addScanRoutes(app, context);
  addJobRoutes(app, context);
  addLibraryRoutes(app, context);
  addUserRoutes(app, context);
  addTroubleRoutes(app, context);
  addAboutRoute(app, context);
}

/** The scan's status with a public id for its library. */
export function scanShape({ ids }: Pick<ApiContext, 'ids'>, status: ScanFacts): ScanStatus {
  return { ...status, libraryId: status.libraryId === null ? null : ids.encode('library', status.libraryId) };
}

function addScanRoutes(app: FastifyInstance, context: ApiContext): void {
  const { scanner } = context;
  addRoute(app, 'GET /api/scan', { access: 'member' }, async () =>
    scanShape(context, await scanner.status()),
  );
  addRoute(
    app,
    'POST /api/scan',
    { access: 'admin', body: z.object({ libraryId: z.string().optional(), full: z.boolean().optional() }) },
    async ({ body }) => {
      const libraryId = body.libraryId === undefined ? undefined : context.row('library', body.libraryId);
      return scanShape(
        context,
        await scanner.start({ ...(libraryId !== undefined && { libraryId }), full: body.full ?? false }),
      );
    },
  );
  addRoute(app, 'DELETE /api/scan', { access: 'admin' }, async () => {
    await scanner.cancel();
    return scanShape(context, await scanner.status());
  });
}

/** Long work, wherever it runs: the scan, and what the library does in the background. */
function addJobRoutes(app: FastifyInstance, context: ApiContext): void {
  addRoute(app, 'GET /api/jobs', { access: 'member' }, () => jobRows(context));
  addRoute(app, 'DELETE /api/jobs/:id', { access: 'admin' }, async ({ params }) => {
    if (params['id'] !== 'scan') throw new ServerError('SERVER_NOT_FOUND');
    await context.scanner.cancel();
    return null;
  });
}

/** The scan's job and those of the background, as the page lists them. */
export async function jobRows(context: ApiContext): Promise<JobRow[]> {
  return [...(await scanJob(context)), ...backgroundJobs(context)];
}

function backgroundJobs({ background }: ApiContext): JobRow[] {
  return background.jobs().map((job) => ({
    ...job,
    id: job.kind,
    startedAt: isoTime(job.startedAt),
    endedAt: isoTime(job.endedAt),
    canCancel: false,
  }));
}

async function scanJob({ scanner }: ApiContext): Promise<JobRow[]> {
  const status = await scanner.status();
  if (!status.startedAt) return [];
  const { done, total, secondsLeft, startedAt, endedAt, error, added, changed, missing } = status;
  const state = status.running
    ? 'running'
    : status.outcome === 'done'
      ? 'done'
      : status.outcome === 'cancelled'
        ? 'cancelled'
        : 'failed';
  const message = error ?? `${added} added, ${changed} changed, ${missing} missing`;
  return [
    {
      id: 'scan',
      kind: 'scan',
      title: 'Scanning the library',
      state,
      done,
      total,
      secondsLeft,
      startedAt,
      endedAt,
      message,
      canCancel: status.running,
    },
  ];
}

function addLibraryRoutes(app: FastifyInstance, context: ApiContext): void {
  const { libraries, ids, guard } = context;

  const shape = async (row: LibraryInfo): Promise<LibraryRow> => {
    const accounts = row.memberIds && (await guard.accounts.list());
    return {
      id: ids.encode('library', row.id),
      name: row.name,
      path: displayPath(row.root),
      trackCount: row.trackCount,
      missingCount: row.missingCount,
      sizeBytes: row.sizeBytes,
      scannedAt: isoTime(row.scannedAt),
      watching: row.watch,
      members:
        row.memberIds &&
        accounts!.filter((account) => row.memberIds!.includes(account.id)).map((account) => account.name),
    };
  };
  const shaped = async (id: number): Promise<LibraryRow> => {
    const row = await libraries.get(id);
    if (!row) throw new ServerError('SERVER_NOT_FOUND');
    return shape(row);
  };

  addRoute(app, 'GET /api/admin/libraries', { access: 'admin' }, async () =>
    Promise.all((await libraries.list()).map(shape)),
  );
  addRoute(
    app,
    'POST /api/admin/libraries',
    {
      access: 'admin',
      body: z.object({
        path: z.string().min(1).max(4096),
        name: z.string().trim().min(1).max(200).optional(),
      }),
    },
    async ({ body }) => {
      const added = await libraries.add({ root: resolve(body.path), ...(body.name && { name: body.name }) });
      await context.scanner.start({ libraryId: added.id });
      return shaped(added.id);
    },
  );
  addRoute(
    app,
    'PATCH /api/admin/libraries/:id',
    {
      access: 'admin',
      body: z.object({
        name: z.string().trim().min(1).max(200).optional(),
        members: z.array(z.string()).nullable().optional(),
      }),
    },
    async ({ params, body }) => {
      const id = context.row('library', params['id']!);
      const memberIds =
        body.members &&
        (await Promise.all(body.members.map((name) => accountNamed(context, name)))).map(
          (account) => account.id,
        );
      await libraries.update(id, {
        ...(body.name && { name: body.name }),
        ...(memberIds !== undefined && { memberIds }),
      });
      return shaped(id);
    },
  );
  addRoute(app, 'DELETE /api/admin/libraries/:id', { access: 'admin' }, async ({ params }) => {
    await libraries.remove(context.row('library', params['id']!));
    return null;
  });
}

function addUserRoutes(app: FastifyInstance, context: ApiContext): void {
  const { guard, libraries } = context;

  const shape = async (account: Account): Promise<UserRow> => {
    const granted = (await libraries.list())
      .filter((row) => row.memberIds?.includes(account.id))
      .map((row) => row.name);
    return {
      name: account.name,
      role: account.role,
      createdAt: isoTime(account.createdAt),
      lastSeenAt: isoTime(account.lastSeenAt),
      libraries: granted.length > 0 ? granted : null,
    };
  };
  const role = z.enum(['admin', 'member']);

  addRoute(app, 'GET /api/admin/users', { access: 'admin' }, async () =>
    Promise.all((await guard.accounts.list()).map(shape)),
  );
  addRoute(
    app,
    'POST /api/admin/users',
    { access: 'admin', body: z.object({ name: z.string(), role, password: z.string() }) },
    async ({ account, body }) => shape(allow(await guard.accounts.add(account.id, body)).account),
  );
  addRoute(
    app,
    'PATCH /api/admin/users/:name',
    { access: 'admin', body: z.object({ role: role.optional(), password: z.string().optional() }) },
    async ({ account, params, body }) => {
      const target = await accountNamed(context, params['name']!);
      if (body.password !== undefined)
        allow(await guard.accounts.resetPassword(account.id, target.id, body.password));
      if (body.role !== undefined) allow(await guard.accounts.changeRole(account.id, target.id, body.role));
      return shape(await accountNamed(context, params['name']!));
    },
  );
  addRoute(app, 'DELETE /api/admin/users/:name', { access: 'admin' }, async ({ account, params }) => {
    const target = await accountNamed(context, params['name']!);
    allow(await guard.accounts.remove(account.id, target.id));
    return null;
  });
}

async function accountNamed({ guard }: ApiContext, name: string): Promise<Account> {
  const account = await guard.accounts.findByName(name);
  if (!account) throw new ServerError('SERVER_NOT_FOUND');
  return account;
}

/** What a person has to look at: files with problems, and files that are gone. */
function addTroubleRoutes(app: FastifyInstance, context: ApiContext): void {
  const { database, shapes, ids } = context;
  addRoute(app, 'GET /api/admin/issues', { access: 'admin', query: z.object(pageQuery) }, async ({ query }) =>
    shapes.page(await listIssues(database, query), (row) => ({
      id: ids.encode('issue', row.id),
      library: row.libraryName,
      path: displayPath(row.path),
      reason: row.reason,
      severity: row.severity,
      message: row.message,
      firstSeenAt: isoTime(row.firstSeenAt),
    })),
  );
  addRoute(
    app,
    'GET /api/admin/missing',
    { access: 'admin', query: z.object(pageQuery) },
    async ({ account, query }) => {
      const page = await listMissing(database, query);
      const tracks = await context.library.tracks.byIds(
        await context.viewer(account),
        page.items.map((row) => row.trackId),
      );
      const byId = new Map(tracks.map((track) => [track.id, track]));
      const items = page.items.flatMap((row) => {
        const track = byId.get(row.trackId);
        return track
          ? [
              {
                track: shapes.track(track),
                path: displayPath(row.path),
                library: row.libraryName,
                missingSince: isoTime(row.missingSince),
              },
            ]
          : [];
      });
      return { total: page.total, offset: page.offset, items };
    },
  );
  addRoute(
    app,
    'POST /api/admin/missing/purge',
    {
      access: 'admin',
      body: z.object({ trackIds: z.union([z.literal('all'), z.array(z.string()).max(100_000)]) }),
    },
    async ({ body }) => ({
      purged: await purgeMissing(
        database,
        body.trackIds === 'all' ? 'all' : body.trackIds.map((id) => context.row('track', id)),
      ),
    }),
  );
}

function addAboutRoute(app: FastifyInstance, context: ApiContext): void {
  addRoute(app, 'GET /api/admin/about', { access: 'admin' }, async ({ account }) => {
    const [checks, counts, ffmpeg] = await Promise.all([
      checkInstallation(context.config, context.database),
      context.library.home.counts(await context.viewer(account)),
      findFfmpeg(),
    ]);
    const { user, system } = process.cpuUsage();
    return {
      version,
      nodeVersion: process.versions.node,
      database: context.database.kind,
      ffmpeg: ffmpeg?.version ?? null,
      startedAt: isoTime(Date.now() - process.uptime() * 1000),
      memoryBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / 1e6,
      counts,
      checks: checks.map(({ name, state, message, advice }) => ({
        name,
        ok: state !== 'bad',
        message,
        advice,
      })),
    };
  });
}
