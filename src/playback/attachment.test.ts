import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { attachment } from './attachment.ts';

test('a plain name is written plainly, others in both forms', () => {
  assert.equal(attachment('01 Song.flac'), 'attachment; filename="01 Song.flac"');
  const both = `attachment; filename="Dvo__k _Rusalka_.flac"; filename*=UTF-8''Dvo%C5%99%C3%A1k%20%22Rusalka%22.flac`;
  assert.equal(attachment('Dvořák "Rusalka".flac'), both);
});

test('no name can break out of its header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const header = attachment(name);
      return /^[\x20-\x7e]*$/.test(header) && header.split('"').length === 3;
    }),
  );
});
