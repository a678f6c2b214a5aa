/** Every way in which an outgoing request is refused or fails. `{host}` is the host alone: paths and queries may hold keys. */
import { defineErrors } from './errors.ts';

export const FetchError = defineErrors({
  FETCH_URL_REFUSED: { message: 'The address "{host}" is not fetched: {reason}', status: 400 },
  FETCH_ADDRESS_REFUSED: {
    message:
      'The address "{host}" leads to {address}, which is private or reserved. If that is wanted, allow it in the configuration (fetch.allow).',
    status: 400,
  },
  FETCH_NAME_UNKNOWN: {
    message: 'The name "{host}" cannot be resolved ({reason}). Check its spelling and the network.',
    status: 502,
  },
  FETCH_UNREACHABLE: { message: '{host} cannot be reached: {reason}. Try again later.', status: 502 },
  FETCH_TIMEOUT: {
    message: '{host} was too slow: {phase} took longer than {limitMs} ms. Try again later.',
    status: 504,
  },
  FETCH_TOO_LARGE: {
    message: 'The answer of {host} is larger than {limitBytes} bytes, so it was cut off.',
    status: 502,
  },
  FETCH_BODY_DAMAGED: {
    message: 'The answer of {host} cannot be read: {reason}. Try again later.',
    status: 502,
  },
  FETCH_REDIRECT_REFUSED: {
    message: '{host} redirects in a way that is not followed: {reason}.',
    status: 502,
  },
  FETCH_HEADER_REFUSED: {
    message: 'The header "{name}" cannot be sent. This is a fault of Fonoteca: please report it.',
  },
  FETCH_RANGE_MALFORMED: {
    message: '"{range}" is no range of addresses. Write it like 192.168.1.0/24 or fd00::/8.',
    status: 400,
    exit: 2,
  },
});
