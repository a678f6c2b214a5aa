/**
 * From a contract key to an address: 'GET /api/albums/:id' with its parameters and query becomes
 * 'api/albums/…?…', relative, so that it resolves against <base href> under any sub-path.
 */

type Values = Readonly<Record<string, string>>;
export type QueryValue = string | number | boolean | null | undefined;

/** The HTTP method of a contract key. */
export function methodOf(route: string): string {
  return route.slice(0, route.indexOf(' '));
}

/** The relative address of a contract key; a missing parameter is a programmer's error and throws. */
export function pathOf(
  route: string,
  params: Values = {},
  query: Readonly<Record<string, QueryValue>> = {},
): string {
  const template = route.slice(route.indexOf(' ') + 2);
  const path = template.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new TypeError(`${route} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
  const search = queryString(query);
  return search === '' ? path : `${path}?${search}`;
}

function queryString(query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return search.toString();
}
