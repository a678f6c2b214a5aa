/** The server of the stage: the page, and files by range; slowly, or not at all, when a test says so. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleStagePage, type StagePageOptions } from './stage-page.ts';

export interface StagedFile {
  path: string;
  /** Paths of transcodes by format; what is not there is answered with 501. */
  transcodes?: Record<string, string>;
  status?: number;
}

export interface StageServer {
  url: string;
  /** A temporary folder, removed at the end. */
  folder: string;
  files: Map<string, StagedFile>;
  /** How the network is: changes act on running answers too. */
  network: { bytesPerSecond: number; down: boolean };
  /** Requests as `id format range`. */
  requests: string[];
  close: () => void;
}

export async function openStageServer(page: StagePageOptions): Promise<StageServer> {
  const script = await bundleStagePage(page);
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-stage-'));
  const state = {
    files: new Map<string, StagedFile>(),
    network: { bytesPerSecond: Infinity, down: false },
    requests: [] as string[],
  };
  const server = createServer(
    (request, response) => void serve(request, response, state, script).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    folder,
    ...state,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { files, network, requests }: Pick<StageServer, 'files' | 'network' | 'requests'>,
  script: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stage');
  if (url.pathname === '/')
    return void response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><script type="module" src="stage.js"></script>');
  if (url.pathname === '/stage.js')
    return void response.setHeader('content-type', 'text/javascript').end(script);
  if (!url.pathname.startsWith('/api/stream/')) return refuse(response, 404);
  const id = url.pathname.split('/').at(-1) ?? '';
  const format = url.searchParams.get('format') ?? 'original';
  requests.push(`${id} ${format} ${request.headers.range ?? ''}`.trim());
  if (network.down) return void response.destroy();
  const file = files.get(id);
  const path = format === 'original' ? file?.path : file?.transcodes?.[format];
  const status = file?.status ?? (file === undefined ? 404 : path === undefined ? 501 : 200);
  if (status !== 200 || path === undefined) return refuse(response, status);
  await send(request, response, readFileSync(path), network);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 'STAGE', message: `The stage says ${status}.` }));
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  network: StageServer['network'],
): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = range?.[2] ? Math.min(Number(range[2]) + 1, bytes.length) : bytes.length;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': to - from,
    'accept-ranges': 'bytes',
    etag: `"${bytes.length}"`,
    ...(range && { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` }),
  });
  for (let at = from; at < to && !response.destroyed;) {
    if (network.down) return void response.destroy();
    const piece = network.bytesPerSecond === Infinity ? to - at : Math.ceil(network.bytesPerSecond / 20);
    response.write(bytes.subarray(at, Math.min(to, at + piece)));
    at += piece;
    if (network.bytesPerSecond !== Infinity) await sleep(50);
  }
  response.end();
}
