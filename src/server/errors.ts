/** What the server itself refuses, in words; the rooms behind it bring their own errors. */
import { defineErrors } from '#base/errors.ts';

export const ServerError = defineErrors({
  SERVER_NOT_SIGNED_IN: { message: 'Sign in first.', status: 401 },
  SERVER_NOT_ADMIN: { message: 'Only an admin may do this. Ask one, or sign in as one.', status: 403 },
  SERVER_NOT_YOURS: { message: 'This belongs to somebody else; only they can change it.', status: 403 },
  SERVER_CSRF: {
    message: 'The request did not come from this page. Reload the page and try again.',
    status: 403,
  },
  SERVER_NOT_FOUND: { message: 'There is nothing here by that name.', status: 404 },
  SERVER_BAD_REQUEST: { message: 'The request is not understood: {reason}', status: 400 },
  SERVER_ROUTE_UNDECLARED: { message: 'The route {route} does not say who may call it.', status: 500 },
  SERVER_PORT_TAKEN: {
    message:
      'Port {port} on {host} is taken, perhaps by Fonoteca itself. Stop that program, or choose another port with FONOTECA_PORT.',
    exit: 2,
  },
  SERVER_ADDRESS: { message: 'Fonoteca cannot listen on {host}:{port}: {reason}', exit: 2 },
});
