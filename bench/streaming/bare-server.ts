/**
 * The bare handler as a process: decide, open, serve; no framework, no accounts, no log. What is left above it is the
 * price of everything else.
 *
 * argv: folder, and `accel` to answer with X-Accel-Redirect only. Prints its port.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openBytes } from '../../src/playback/byte-source.ts';
import { decide } from '../../src/playback/decide.ts';
import { serveRange } from '../../src/playback/serve-range.ts';

const [, , folder, mode] = process.argv;
const accelerator =
  mode === 'accel'
    ? ({ header: 'X-Accel-Redirect', locations: [{ root: folder!, location: '/_files/' }] } as const)
    : undefined;
const account = { accountId: 'bench', libraries: new Set([1]) };

const server = createServer((request, response) => {
  const name = request.url!.slice(request.url!.lastIndexOf('/') + 1);
  void answer(name, request, response);
});

async function answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const item = {
    id: name,
    libraryIds: [1],
    location: { kind: 'file', path: join(folder!, name), mime: 'audio/flac' },
  } as const;
  const decision = decide({ account, purpose: 'stream', item });
  const opened = decision.kind === 'allow' ? await openBytes(decision) : undefined;
  if (opened?.kind !== 'open') response.writeHead(404).end();
  else await serveRange(request, response, opened.source, { accelerator });
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4096, () => console.log((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
