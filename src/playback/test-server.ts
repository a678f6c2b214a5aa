/** What the tests of this room share: a real folder, a real HTTP server on a free port, and somebody who may listen. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteLocation } from './byte-source.ts';
import type { Allowed, PlayableItem, Viewer } from './decide.ts';
import { decide } from './decide.ts';
import { closeIdleFiles } from './open-files.ts';

export const listener: Viewer = { accountId: 'ana', libraries: new Set([1]) };

export function itemAt(location: ByteLocation, more: Partial<PlayableItem> = {}): PlayableItem {
  return { id: 'track-1', libraryIds: [1], location, ...more };
}

/** A decision that is an allowance, or the test fails. */
export function allowed(location: ByteLocation): Allowed {
  const decision = decide({ account: listener, purpose: 'stream', item: itemAt(location) });
  if (decision.kind !== 'allow') throw new Error(decision.reason);
  return decision;
}

export function temporaryFolder(): {
  folder: string;
  write: (name: string, bytes: Uint8Array | string) => string;
  remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'fonoteca-playback-'));
  return {
    folder,
    write: (name, bytes) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Bytes that say where they are, so that a wrong offset shows. */
export function countingBytes(lengthBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(lengthBytes);
  for (let at = 0; at < lengthBytes; at++) bytes[at] = (at * 31 + (at >> 8) * 7 + (at >> 16)) & 0xff;
  return bytes;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<TestServer> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        closeIdleFiles();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How many files of a folder this process has open now; undefined where /proc does not tell. */
export function openFilesIn(folder: string): number | undefined {
  try {
    return readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(folder)).length;
  } catch {
    return undefined;
  }
}

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

/** Waits until something holds, or gives up after some seconds. */
export async function eventually(holds: () => boolean, timeoutMs = 8_000): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
