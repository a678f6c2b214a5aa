import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, foldedKey, foldedWords } from './fold.ts';

test('marks, case, width and ligatures do not matter', () => {
  for (const [a, b] of [
    ['Dvořák', 'dvorak'],
    ['Straße', 'STRASSE'],
    ['ＡＢＣ', 'abc'],
    ['Sigur Rós', 'sigur ros'],
    ['Motörhead', 'MOTORHEAD'],
    ['Łódź', 'lodz'],
    ['Ænima', 'aenima'],
    ['Ёлка', 'елка'],
    ['ΐ', 'ι'],
    ['مُحَمَّد', 'محمد'],
  ] as const) {
    assert.equal(fold(a), fold(b));
  }
});

test('words are cut at what is not a letter or digit, and an apostrophe is dropped', () => {
  assert.deepEqual(foldedWords("Don't Stop (Me) Now!"), ['dont', 'stop', 'me', 'now']);
  assert.deepEqual(foldedWords('AC/DC'), ['ac', 'dc']);
});

test('Han, Kana and Hangul become bigrams, and the voicing of kana is kept', () => {
  assert.deepEqual(foldedWords('六段の調'), ['六段', '段の', 'の調']);
  assert.deepEqual(foldedWords('ガガ live'), ['ガガ', 'live']);
  assert.notDeepEqual(foldedWords('ガ'), foldedWords('カ'));
  assert.deepEqual(foldedWords('曲'), ['曲']);
});

test('a key forgets punctuation, but a title of punctuation alone keeps itself', () => {
  assert.equal(foldedKey('R.E.M.'), foldedKey('REM'));
  assert.equal(foldedKey('!!!'), '!!!');
});
