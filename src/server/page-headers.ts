/**
 * The headers that protect a page: content policy, frames, sniffing. Helmet says which there are and what is in them,
 * once at the start, as they are the same for every answer; asked again for each request it cost a third of the time
 * of a small one, and left what V8 took for long-lived.
 */
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False where no browser shows the answer: sound, and what apps ask. */
    pageHeaders?: false;
  }
}

// Nothing is loaded from elsewhere; blob: is decoded audio, data: the grain over generated covers.
const contentSecurity = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'worker-src': ["'self'", 'blob:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  'upgrade-insecure-requests': null,
};

/** Sets them on every answer, errors too, except where a route says `pageHeaders: false`. */
export function addPageHeaders(app: FastifyInstance, headers: PageHeaders): void {
  app.addHook('onRequest', ({ routeOptions }, { raw }, done) => {
    if (routeOptions.config.pageHeaders !== false)
      for (const [name, value] of headers) raw.setHeader(name, value);
    done();
  });
}

export type PageHeaders = readonly (readonly [name: string, value: string])[];

/** What helmet adds to an answer that is otherwise empty. */
export async function pageHeaders(): Promise<PageHeaders> {
  const bare = Fastify().get('/', (_request, reply) => reply.send());
  const app = Fastify().get('/', (_request, reply) => reply.send());
  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurity },
    hsts: false,
    crossOriginEmbedderPolicy: false,
  });
  const before = (await bare.inject('/')).headers;
  const { headers } = await app.inject('/');
  await Promise.all([bare.close(), app.close()]);
  const added = Object.entries(headers).filter(([name]) => !(name in before));
  return added.map(([name, value]) => [name, String(value)]);
}
