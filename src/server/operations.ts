/** What an operator's tools read: is it alive (/healthz), and how is it doing (/metrics, in Prometheus's text format). */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the connection had sent when this request came. */
    sentBefore: number;
  }
}

export interface OperationFacts {
  /** Throws when the database does not answer. */
  checkDatabase(): Promise<void>;
  /** Totals for the gauges; asked at most once for each scrape. */
  counts(): Promise<{ tracks: number; albums: number; artists: number }>;
  scanRunning(): Promise<boolean>;
  /** Streams and transcodes under way. */
  activity(): { streams: number; transcodes: number };
}

/** Adds both routes and the hook that measures all others. */
export function registerOperations(app: FastifyInstance, facts: OperationFacts): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'fonoteca_' });
  measureRequests(app, registry);
  addGauges(registry, facts);

  app.get('/healthz', { config: { access: 'anyone' } }, async (_request, reply) => {
    try {
      await within(answerMsMax, facts.checkDatabase());
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' });
    }
  });
  app.get('/metrics', { config: { access: 'scraper' } }, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('content-type', registry.contentType).send(text);
  });
}

// Whoever asks whether the server is well wants to know soon, also when the database is silent.
const answerMsMax = 3_000;

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const statusClasses = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'fonoteca_http_request_seconds',
    help: 'Time from request to the end of the answer, by route and status class',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  });
  const bytes = new Counter({
    name: 'fonoteca_http_sent_bytes_total',
    help: 'Bytes of answers, heads and bodies',
    registers: [registry],
  });
  // Streams write to the connection by themselves, so it is the connection that knows how much went out.
  app.decorateRequest('sentBefore', Infinity);
  app.addHook('onRequest', (request, _reply, done) => {
    request.sentBefore = request.socket.bytesWritten;
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    seconds
      .labels(route, statusClasses[Math.floor(reply.statusCode / 100)] ?? 'none')
      .observe(reply.elapsedTime / 1000);
    bytes.inc(Math.max(0, request.socket.bytesWritten - request.sentBefore));
    done();
  });
}

function addGauges(registry: Registry, facts: OperationFacts): void {
  const items = new Gauge({
    name: 'fonoteca_library_items',
    help: 'Items in the library, by kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const counts = await facts.counts().catch(() => ({}));
      for (const [kind, count] of Object.entries(counts)) items.labels(kind).set(count);
    },
  });
  const now = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await value());
      },
    });
  now('fonoteca_scan_running', '1 while a scan runs', async () =>
    // What stands in the database is not known while it is away; all else still is.
    (await facts.scanRunning().catch(() => false)) ? 1 : 0,
  );
  now('fonoteca_streams', 'Streams under way', () => facts.activity().streams);
  now('fonoteca_transcodes', 'Transcodes under way', () => facts.activity().transcodes);
}
