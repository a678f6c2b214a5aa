/** Addresses are where a strange id or name would break the page first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodOf, pathOf } from './path.ts';

test('a contract key becomes a relative address, so that a sub-path works', () => {
  assert.equal(methodOf('GET /api/home'), 'GET');
  assert.equal(pathOf('GET /api/home'), 'api/home');
});

test('parameters are escaped, whatever they hold', () => {
  assert.equal(pathOf('GET /api/albums/:id', { id: 'a/b?c' }), 'api/albums/a%2Fb%3Fc');
  assert.equal(
    pathOf('PATCH /api/admin/users/:name', { name: 'Dvořák' }),
    'api/admin/users/Dvo%C5%99%C3%A1k',
  );
});

test('a parameter in the middle is filled in', () => {
  assert.equal(pathOf('GET /api/tracks/:id/lyrics', { id: '7' }), 'api/tracks/7/lyrics');
});

test('a missing parameter is refused, not sent as a colon', () => {
  assert.throws(() => pathOf('GET /api/albums/:id'), /needs the parameter id/);
});

test('empty query values are left out and zero is kept', () => {
  const query = { offset: 0, limit: 100, genre: '', sort: undefined, exact: false };
  assert.equal(pathOf('GET /api/albums', {}, query), 'api/albums?offset=0&limit=100&exact=false');
});
