/** Numbers by which records and recordings are known: MBIDs, barcodes, ISRCs, catalogue numbers, from an index alone. */
import type { Draws } from './random.ts';

const hex = Buffer.from('0123456789abcdef');
/** Where the figures of a UUID stand between its dashes. */
const uuidPlaces = [...'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'].flatMap((sign, at) =>
  sign === 'x' ? [at] : [],
);
const uuid = Buffer.from('00000000-0000-4000-0000-000000000000');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const figures = `0123456789${letters}`;

/** A random-looking UUID, version 4, variant 1 (RFC 9562, 5.4). Made in a buffer: as a string of one piece. */
export function mbidFrom(draws: Draws): string {
  for (let word = 0; word < 4; word++) {
    let bits = draws.bits();
    for (let at = 0; at < 8; at++, bits >>>= 4) uuid[uuidPlaces[word * 8 + at]!] = hex[bits & 15]!;
  }
  uuid[14] = 0x34;
  uuid[19] = hex[8 + (uuid[19]! & 3)]!;
  return uuid.toString('latin1');
}

/** GTIN-12 or GTIN-13 with its check digit (GS1 General Specifications, 7.9.1). */
export function drawBarcode(draws: Draws): string {
  const length = draws.next() < 0.45 ? 11 : 12;
  let digits = String(1 + draws.below(9));
  while (digits.length < length) digits += String(draws.below(10));
  return digits + checkDigit(digits);
}

/** From the right every other digit counts three times. */
export function checkDigit(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++)
    sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10;
}

/** ISO 3901: country, registrant, year, designation. No two recordings (below 2³²) have the same. */
export function isrcOf(recording: number, country: string, year: number): string {
  const registrant = Math.floor(recording / 100_000);
  const letter = (at: number): string => figures[Math.floor(registrant / 36 ** at) % 36]!;
  return (
    (/^[A-Z]{2}$/.test(country) ? country : 'QZ') +
    letter(0) +
    letter(1) +
    letter(2) +
    String(year % 100).padStart(2, '0') +
    String(recording % 100_000).padStart(5, '0')
  );
}

/** As labels count what they publish: "QRS 1042". */
export function drawCatalogNumber(label: number, draws: Draws): string {
  const letter = (at: number): string => letters[Math.floor(label / 26 ** at + at * 7) % 26]!;
  return `${letter(0)}${letter(1)}${letter(2)} ${1 + draws.below(9999)}`;
}
