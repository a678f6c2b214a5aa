/**
 * `GET /api/events`: what the page should hear of at once, as server-sent events. A page that was away asks again for
 * what it shows, so nothing is kept for it and a lost event does no harm.
 */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { sessionOf, tokenOf } from '../sessions.ts';
import type { ApiContext } from './context.ts';
import type { Events } from './contract.ts';

export interface EventHub {
  /** Tells everybody who listens; `admins` only where the event is theirs. */
  tell<K extends keyof Events>(name: K, data: Events[K], audience?: 'all' | 'admins'): void;
  /** Tells the other pages of one account. */
  tellAccount(accountId: number, what: Events['account']['what']): void;
  listen(listener: Listener): () => void;
  close(): void;
}

interface Listener {
  readonly accountId: number;
  readonly admin: boolean;
  send(text: string): void;
  end(): void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<Listener>();
  const send = (text: string, to: (listener: Listener) => boolean) => {
    for (const listener of listeners) if (to(listener)) listener.send(text);
  };
  return {
    tell: (name, data, audience = 'all') =>
      send(eventText(name, data), (listener) => audience === 'all' || listener.admin),
    tellAccount: (accountId, what) =>
      send(eventText('account', { what }), (listener) => listener.accountId === accountId),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}

// Proxies close a connection that says nothing for a minute.
const beatEveryMs = 25_000;
// A page that sleeps takes nothing; what waits for it must not fill the memory.
const waitingBytesMax = 256 * 1024;

export function addEventRoute(app: FastifyInstance, context: ApiContext): void {
  const { events, guard, config } = context;
  // A HEAD of something without an end would have none either.
  const options = { config: { access: 'member' }, exposeHeadRoute: false } as const;
  app.get('/api/events', options, (request, reply) => {
    const { account } = sessionOf(request);
    const token = tokenOf(request, config);
    const response = reply.hijack().raw;
    response.writeHead(200, {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    } as Record<string, string>);
    response.write('retry: 3000\n\n');
    const isSignedIn = async () => (await guard.sessions.find(token)).kind === 'ok';
    follow(events, response, { accountId: account.id, admin: account.role === 'admin' }, isSignedIn);
  });
}

function follow(
  hub: EventHub,
  response: ServerResponse,
  who: Pick<Listener, 'accountId' | 'admin'>,
  isSignedIn: () => Promise<boolean>,
): void {
  const send = (text: string) => {
    if (response.writableLength > waitingBytesMax) response.destroy();
    else response.write(text);
  };
  const leave = hub.listen({ ...who, send, end: () => response.end() });
  // Whoever signed out, or was signed out, hears nothing more.
  const tell = (stays: boolean) => void (stays ? send(': still here\n\n') : response.end());
  const beat = setInterval(() => void isSignedIn().then(tell, () => tell(true)), beatEveryMs);
  response.on('close', () => {
    clearInterval(beat);
    leave();
  });
}

function eventText(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
