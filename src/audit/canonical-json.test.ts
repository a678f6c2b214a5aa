import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { canonicalJson, type JsonValue, parseCanonicalJson } from './canonical-json.ts';

test('the example of RFC 8785 section 3.2.3 comes out in its order', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const names = [...canonicalJson(value).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
  assert.deepEqual(names, [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('the example of RFC 8785 section 3.2.2 has one spelling', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  assert.equal(
    canonicalJson(value),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('what was written is read back, whatever the order of members', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const said = JSON.parse(JSON.stringify(value)) as JsonValue;
      if (!JSON.stringify(said).isWellFormed() || /\\ud[89a-f]/i.test(JSON.stringify(said))) return;
      const text = canonicalJson(said);
      assert.deepEqual(parseCanonicalJson(Buffer.from(text)), JSON.parse(text));
      assert.equal(canonicalJson(turnedRound(said)), text);
    }),
  );
});

test('any other spelling is not canonical', () => {
  for (const text of [
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '[1.0]',
    '[-0]',
    '"\\u0041"',
    '\ufeff1',
    '[1]\n',
    '"\\ud800"',
    '',
  ]) {
    assert.equal(parseCanonicalJson(Buffer.from(text)), undefined, text);
  }
  assert.equal(parseCanonicalJson(Buffer.from([0x22, 0xff, 0x22])), undefined);
});

test('what JSON cannot carry is refused', () => {
  for (const value of [NaN, Infinity, '\ud800', { '\udc00': 1 }])
    assert.throws(() => canonicalJson(value), TypeError);
});

function turnedRound(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as JsonValue[]).map(turnedRound);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, turnedRound(inner)]),
  );
}
