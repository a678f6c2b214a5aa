/** Names come from everywhere; none may come out empty or torn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialsOf, movementTitle, piecesOf, roman, worksBy } from './names.ts';

test('initials are the first and last word where a script has such words', () => {
  assert.equal(initialsOf('Šárka Dvořáková'), 'ŠD');
  assert.equal(initialsOf('Модест Петрович Мусоргский'), 'ММ');
  assert.equal(initialsOf('Plato'), 'P');
});

test('other scripts give their first letter, and a name of signs still gives something', () => {
  assert.equal(initialsOf('ドヴォルザーク弦楽団'), 'ド');
  assert.equal(initialsOf('八橋 検校'), '八');
  assert.notEqual(initialsOf('!!!'), '');
  assert.equal(initialsOf(''), '?');
});

test('who made no album still has something said of them', () => {
  assert.equal(worksBy({ albumCount: 1, trackCount: 9 }), '1 album · 9 tracks');
  assert.equal(worksBy({ albumCount: 0, trackCount: 2 }), '2 tracks');
  assert.equal(worksBy({ albumCount: 0, trackCount: 0 }), 'Takes part');
});

test('a movement stands under its work with its number', () => {
  const track = {
    title: 'Symphony No. 9: II. Largo',
    work: 'Symphony No. 9',
    movement: 'Largo',
    movementNumber: 2,
  };
  assert.equal(movementTitle(track), 'II. Largo');
  assert.equal(movementTitle({ ...track, movement: 'II. Largo' }), 'II. Largo');
  assert.equal(movementTitle({ ...track, work: null }), 'Symphony No. 9: II. Largo');
  assert.equal(roman(49), 'XLIX');
});

test('matched letters are marked once, in order, and nothing of the name is lost', () => {
  const pieces = piecesOf('Antonín Dvořák', [
    [11, 40],
    [8, 12],
  ]);
  assert.deepEqual(
    pieces.map((piece) => [piece.text, piece.marked]),
    [
      ['Antonín ', false],
      ['Dvoř', true],
      ['ák', true],
    ],
  );
  assert.equal(piecesOf('Rusalka', []).length, 1);
});
