import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundText, cleanText, decodeLegacy, decodeUtf16, guessLegacyEncoding } from './text.ts';

test('old code pages are told apart by their bytes', () => {
  for (const [encoding, hex, text] of [
    ['windows-1251', 'caeee3e4e020e3eef0eee420f1efe8f2', 'Когда город спит'],
    ['windows-1251', 'a8e6e8ea20e220f2f3ece0ede5', 'Ёжик в тумане'],
    ['shift_jis', '82b382ad82e7208df7', 'さくら 桜'],
    ['euc-kr', 'bec6b8aeb6fb', '아리랑'],
    ['gb18030', 'd4c2c1c1b4fab1edced2b5c4d0c4', '月亮代表我的心'],
    ['windows-1252', 'c6d8c5', 'ÆØÅ'],
    ['windows-1252', '4d6f74f67268656164', 'Motörhead'],
    ['windows-1252', '426af6726b2026205369677572f073736f6e20d3', 'Björk & Sigurðsson Ó'],
    ['utf-8', 'c381c389c38dc393', 'ÁÉÍÓ'],
  ] as const) {
    const latin1 = Buffer.from(hex, 'hex').toString('latin1');
    assert.equal(guessLegacyEncoding(latin1), encoding, text);
    assert.equal(decodeLegacy(latin1, encoding), text);
  }
});

test('UTF-16 is read with any mark or none', () => {
  for (const bytes of ['fffe41004200', 'feff00410042', '41004200', '00410042', '4100420043']) {
    assert.equal(decodeUtf16(Buffer.from(bytes, 'hex')).slice(0, 2), 'AB');
  }
});

test('cleaned and bounded text is well formed, NFC and short enough', () => {
  assert.equal(cleanText(' a\u0000\u0301\u200b '), 'á\u200b');
  assert.equal(boundText('ab😀😀', 4), 'ab…');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 50 }), (text, max) => {
      const bounded = boundText(cleanText(text), max);
      assert.ok(bounded.length <= max && bounded.isWellFormed());
      assert.equal(cleanText(cleanText(text)), cleanText(text));
    }),
  );
});
