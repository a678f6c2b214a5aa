/** Order is the disc's: grouping by work never moves a track. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlbumTrack } from '../../api/contract.ts';
import { worksOf } from './works.ts';

const track = (id: string, work: string | null): AlbumTrack => ({ id, work }) as AlbumTrack;

test('tracks of one work stand together and keep their order', () => {
  const works = worksOf([track('1', 'A'), track('2', 'A'), track('3', null), track('4', 'A')]);
  assert.deepEqual(
    works.map(({ work, tracks }) => [work, tracks.map(({ id }) => id)]),
    [
      ['A', ['1', '2']],
      [null, ['3']],
      ['A', ['4']],
    ],
  );
});

test('an empty work is no work', () => {
  assert.equal(worksOf([track('1', ''), track('2', null)]).length, 1);
});
