/**
 * The web page's files: read into memory once (all but the fonts), answered compressed where that makes them smaller,
 * kept by the browser for ever when the name carries a digest. Every address without an extension is the page itself,
 * so that each view has a URL; `<base href>` makes it work under a reverse proxy's sub-path.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServerError } from './errors.ts';

interface PageFile {
  readonly mime: string;
  readonly etag: string;
  readonly cacheControl: string;
  bytes(): Buffer;
  /** Smaller forms of what packs well, made when somebody first asks. */
  readonly brotli?: () => Buffer;
  readonly gzip?: () => Buffer;
}

const mimes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const forever = 'public, max-age=31536000, immutable';

/** Serves the built page from `folder`; without a build, one sentence says how to make it. */
export function registerPage(app: FastifyInstance, options: { folder: string; basePath: string }): void {
  const files = loadFiles(options.folder, options.basePath);
  const index = files.get('index.html') ?? missingPage();
  app.get('/', { config: { access: 'anyone' } }, (request, reply) => send(request, reply, index));
  app.get('/*', { config: { access: 'anyone' } }, (request, reply) => {
    const name = (request.params as { '*': string })['*'];
    const file = files.get(name);
    if (file) return send(request, reply, file);
    if (extname(name) || /^(api|rest)(\/|$)/.test(name)) throw new ServerError('SERVER_NOT_FOUND');
    return send(request, reply, index);
  });
}

function loadFiles(folder: string, basePath: string): Map<string, PageFile> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  return new Map(paths.map((path) => [relative(folder, path), loadFile(path, basePath)]));
}

function loadFile(path: string, basePath: string): PageFile {
  const mime = mimes[extname(path)] ?? 'application/octet-stream';
  const read = () =>
    path.endsWith('index.html') ? withBase(readFileSync(path, 'utf8'), basePath) : readFileSync(path);
  const named = {
    mime,
    etag: `"${createHash('sha256').update(read()).digest('base64url').slice(0, 22)}"`,
    cacheControl: /-[\w-]{8,}\.\w+$/.test(path) ? forever : 'no-cache',
  };
  // There are megabytes of fonts, and a browser asks for one once: they are read each time.
  if (!/text|json|svg|manifest/.test(mime)) return { ...named, bytes: read };
  const bytes = once(read);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    ...named,
    bytes,
    brotli: once(() => brotliCompressSync(bytes(), quality)),
    gzip: once(() => gzipSync(bytes())),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function withBase(html: string, basePath: string): Buffer {
  return Buffer.from(html.replace('<head>', `<head>\n    <base href="${basePath}/">`));
}

function missingPage(): PageFile {
  const text =
    '<!doctype html><title>Fonoteca</title><p>The page is not built yet. Run <code>npm run build:page</code> and start again.';
  return { mime: mimes['.html']!, etag: '"none"', cacheControl: 'no-store', bytes: () => Buffer.from(text) };
}

function send(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  reply.headers({
    'content-type': file.mime,
    etag: file.etag,
    'cache-control': file.cacheControl,
    vary: 'accept-encoding',
  });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  if (file.brotli && /\bbr\b/.test(accepted))
    return reply.header('content-encoding', 'br').send(file.brotli());
  if (file.gzip && /\bgzip\b/.test(accepted))
    return reply.header('content-encoding', 'gzip').send(file.gzip());
  return reply.send(file.bytes());
}
