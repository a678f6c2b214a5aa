/** Marks must stand on the right letters, or they are worse than none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangesOf } from './match.ts';

const marked = (name: string, query: string): string[] =>
  rangesOf(name, query).map(([start, end]) => name.slice(start, end));

test("accents and case are forgiven and the marked letters are the name's own", () => {
  assert.deepEqual(marked('Antonín Dvořák', 'dvorak'), ['Dvořák']);
  assert.deepEqual(marked('Antonín Dvořák', 'DVOŘÁK anto'), ['Dvořák', 'Anto']);
});

test('letters made of two parts do not shift the marks', () => {
  assert.deepEqual(marked('Dvor\u030ca\u0301k', 'dvorak'), ['Dvor\u030ca\u0301k']);
  assert.deepEqual(marked('🎻 Straße Suite', 'suite'), ['Suite']);
});

test('what is not there is not marked, nor is a single letter', () => {
  assert.deepEqual(rangesOf('Rusalka', 'dvorak a'), []);
});
