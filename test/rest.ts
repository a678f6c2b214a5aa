/** OpenSubsonic requests for journeys: the raw answer of any endpoint, with any credentials, and the envelope in it. */
import assert from 'node:assert/strict';

export type Fields = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** What is inside an answer; a journey looks only at what it names. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Envelope = Record<string, any> & { status: string; error?: { code: number; message: string } };

export interface Rest {
  /** The answer as HTTP gives it. */
  raw(endpoint: string, fields?: Fields, init?: RequestInit): Promise<Response>;
  /** The envelope of a JSON answer, whatever its status. */
  ask(endpoint: string, fields?: Fields): Promise<Envelope>;
  /** The envelope of an answer that must be good. */
  get(endpoint: string, fields?: Fields): Promise<Envelope>;
  /** The protocol's number for a refusal. */
  fault(endpoint: string, fields?: Fields): Promise<number | undefined>;
}

/** A caller of the server at `url` who sends `credentials` (u and p, apiKey, …) with every request. */
export function openRest(url: string, credentials: Fields): Rest {
  const common = { v: '1.16.1', c: 'journey' };
  const raw = (endpoint: string, fields: Fields = {}, init?: RequestInit) =>
    fetch(
      new URL(`rest/${endpoint}?${queryOf({ ...common, ...credentials, ...fields }).toString()}`, url),
      init,
    );
  const ask = async (endpoint: string, fields: Fields = {}) => {
    const response = await raw(endpoint, { f: 'json', ...fields });
    const body = (await response.json()) as { 'subsonic-response': Envelope };
    return body['subsonic-response'];
  };
  return {
    raw,
    ask,
    get: async (endpoint, fields) => {
      const answer = await ask(endpoint, fields);
      assert.equal(
        answer.status,
        'ok',
        `${endpoint} ${JSON.stringify(fields)}: ${JSON.stringify(answer.error)}`,
      );
      return answer;
    },
    fault: async (endpoint, fields) => (await ask(endpoint, fields)).error?.code,
  };
}

export function queryOf(fields: Fields): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'object' ? value : [value]) query.append(name, String(one));
  return query;
}
