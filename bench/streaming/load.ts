/**
 * The client of the streaming bench: N keep-alive connections over raw sockets that ask again as soon as they are
 * answered. A process of its own, so that its CPU time is not the server's, and as light as Node allows.
 *
 * argv: one JSON of LoadOptions; stdout: one JSON of LoadResult.
 */
import { connect } from 'node:net';

export interface LoadOptions {
  readonly urls: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** Bytes of each Range request; 0 for whole files. */
  readonly rangeBytes: number;
  /** Size of the files, to pick ranges from. */
  readonly sizeBytes: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly bytes: number;
  readonly errors: number;
  readonly seconds: number;
}

if (process.argv[1]?.endsWith('load.ts') === true) {
  const result = await load(JSON.parse(process.argv[2]!) as LoadOptions);
  process.stdout.write(JSON.stringify(result));
  process.exit(0);
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const counts = { requests: 0, bytes: 0, errors: 0, stopped: false };
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  for (let at = 0; at < options.connections; at++) listen(options, counts, buffer, at);
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, options.seconds * 1000));
  counts.stopped = true;
  return {
    requests: counts.requests,
    bytes: counts.bytes,
    errors: counts.errors,
    seconds: (performance.now() - from) / 1000,
  };
}

function listen(
  options: LoadOptions,
  counts: { requests: number; bytes: number; errors: number; stopped: boolean },
  buffer: Buffer,
  number: number,
): void {
  const url = new URL(options.urls[number % options.urls.length]!);
  const extra = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n${extra.join('')}`;
  let remaining = 0;
  let text = '';
  const ask = () => {
    const { rangeBytes, sizeBytes } = options;
    const slots = Math.floor(sizeBytes / rangeBytes);
    const first = rangeBytes === 0 ? 0 : Math.floor(Math.random() * slots) * rangeBytes;
    socket.write(
      rangeBytes === 0 ? `${head}\r\n` : `${head}Range: bytes=${first}-${first + rangeBytes - 1}\r\n\r\n`,
    );
  };
  const take = (count: number): boolean => {
    counts.bytes += count;
    if (remaining > 0) remaining -= count;
    else {
      text += buffer.toString('latin1', 0, Math.min(count, 4096));
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return true;
      const length = /^content-length: (\d+)/im.exec(text)?.[1];
      if (!/^HTTP\/1\.1 20[06]/.test(text) || length === undefined) {
        counts.errors++;
        socket.destroy();
        return false;
      }
      remaining = Number(length) - (count - end - 4);
      text = '';
    }
    if (remaining === 0) {
      counts.requests++;
      if (!counts.stopped) ask();
    }
    return true;
  };
  const socket = connect({
    host: url.hostname,
    port: Number(url.port),
    noDelay: true,
    onread: { buffer, callback: take },
  });
  socket.once('connect', ask);
  socket.on('error', () => counts.errors++);
}
