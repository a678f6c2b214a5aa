/** What an operator's tools read: is it alive (/healthz), and how is it doing (/metrics, in Prometheus's text format). */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

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
      await facts.checkDatabase();
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
    help: 'Bytes of bodies announced by Content-Length',
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.labels(route, `${Math.floor(reply.statusCode / 100)}xx`).observe(reply.elapsedTime / 1000);
    const length = Number(reply.raw.getHeader('content-length') ?? 0);
    if (length > 0) bytes.inc(length);
  });
}

function addGauges(registry: Registry, facts: OperationFacts): void {
  const items = new Gauge({
    name: 'fonoteca_library_items',
    help: 'Items in the library, by kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      for (const [kind, count] of Object.entries(await facts.counts())) items.labels(kind).set(count);
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
  now('fonoteca_scan_running', '1 while a scan runs', async () => ((await facts.scanRunning()) ? 1 : 0));
  now('fonoteca_streams', 'Streams under way', () => facts.activity().streams);
  now('fonoteca_transcodes', 'Transcodes under way', () => facts.activity().transcodes);
}
