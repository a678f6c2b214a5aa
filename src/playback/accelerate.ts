/**
 * Letting the web server in front send a file: X-Accel-Redirect (nginx) or X-Sendfile (Apache, lighttpd).
 *
 * Fonoteca decides and answers with a header and no body; the server in front reads the file, knows ranges, and costs
 * this process nothing per byte. Only for sources that are whole local files below a configured root.
 */
import { resolve, sep } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { ByteSource } from './byte-source.ts';

export type Accelerator =
  | {
      readonly header: 'X-Accel-Redirect';
      /** Root folder → the internal location that nginx maps onto it, as in `location /_files/ { internal; alias …; }`. */
      readonly locations: readonly { readonly root: string; readonly location: string }[];
    }
  | { readonly header: 'X-Sendfile'; readonly roots: readonly string[] };

/** The header that hands this source over, or undefined when it has to be sent from here. */
export function acceleratedHeaders(
  accelerator: Accelerator | undefined,
  source: ByteSource,
): Readonly<Record<string, string>> | undefined {
  if (accelerator === undefined || typeof source.path !== 'string') return undefined;
  const known = remembered(accelerator);
  let headers = known.get(source.path);
  if (headers === undefined) known.set(source.path, (headers = headersFor(accelerator, source.path) ?? none));
  return headers === none ? undefined : headers;
}

type Headers = Readonly<Record<string, string>>;
const none: Headers = {};
const memories = new WeakMap<Accelerator, LRUCache<string, Headers>>();

/** A file is asked for range by range, and its header is the same each time. */
function remembered(accelerator: Accelerator): LRUCache<string, Headers> {
  let memory = memories.get(accelerator);
  if (memory === undefined) memories.set(accelerator, (memory = new LRUCache({ max: 1000 })));
  return memory;
}

function headersFor(accelerator: Accelerator, sourcePath: string): Headers | undefined {
  const path = resolve(sourcePath);
  if (accelerator.header === 'X-Sendfile') {
    // A header cannot carry every file name; those that it cannot are sent from here.
    const fits =
      /^[\x20-\x7e]*$/.test(path) && accelerator.roots.some((root) => below(root, path) !== undefined);
    return fits ? { 'X-Sendfile': path } : undefined;
  }
  for (const { root, location } of accelerator.locations) {
    const inside = below(root, path);
    if (inside === undefined) continue;
    const encoded = inside.split(sep).map(encodeURIComponent).join('/');
    return { 'X-Accel-Redirect': `${location.replace(/\/$/, '')}/${encoded}` };
  }
  return undefined;
}

function below(root: string, path: string): string | undefined {
  const folder = resolve(root);
  const prefix = folder.endsWith(sep) ? folder : folder + sep;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
