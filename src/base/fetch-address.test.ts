import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { addressFilter, sameAddress } from './fetch-address.ts';

const isPublic = addressFilter([]);

const closed = [
  // IPv4: this host, private, carrier-grade NAT, loopback, link-local (cloud metadata), documentation, multicast …
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  // IPv6: unspecified, loopback, unique local, link-local, site-local, multicast, documentation, discard
  '::',
  '::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '5f00::1',
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, local NAT64, 6to4, Teredo, ISATAP
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '0:0:0:0:0:ffff:a00:1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::808:808',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2a00:1450::5efe:127.0.0.1',
  '2a00:1450::200:5efe:a00:1',
  // no address at all, and odd spellings of one
  '',
  'localhost',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.1.',
  ' 8.8.8.8',
  '8.8.8.8/32',
  '[2606:4700::1111]',
  '1.2.3.4.5',
  ':::',
];

const open = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:81b::200e',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2400::',
  '3ffe::1',
];

test('private, reserved and disguised addresses are refused', () => {
  for (const address of closed) assert.equal(isPublic(address), false, address);
});

test('addresses of the public internet are open, up to the edges of the closed blocks', () => {
  for (const address of open) assert.equal(isPublic(address), true, address);
});

test('what is allowed is open, in its own family and no further', () => {
  const filter = addressFilter(['127.0.0.1/8', 'fd00::/8', '192.168.1.7', '::1']);
  for (const address of ['127.0.0.1', '127.9.9.9', 'fd12::1', '192.168.1.7', '::1', '0:0:0:0:0:0:0:1'])
    assert.equal(filter(address), true, address);
  for (const address of ['128.0.0.0.1', '192.168.1.8', 'fc00::1', '::ffff:127.0.0.1', '::2', '10.0.0.1'])
    assert.equal(filter(address), false, address);
});

test('a range that is none is an error', () => {
  for (const range of [
    '',
    'x',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10/8',
    '10.0.0.0/-1',
    '10.0.0.0/8x',
  ]) {
    assert.throws(() => addressFilter([range]), { code: 'FETCH_RANGE_MALFORMED' }, range);
  }
});

test('a range of any width holds exactly the addresses that share its bits', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 32 }), (range, address, bits) => {
      const filter = addressFilter([`${dotted(range)}/${bits}`]);
      const same = bits === 0 || range >>> (32 - bits) === address >>> (32 - bits);
      assert.equal(filter(dotted(address)), same || isPublic(dotted(address)));
    }),
  );
});

test('an IPv6 address is the same however it is written', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
      const whole = groups.map((group) => group.toString(16).padStart(4, '0')).join(':');
      const short = new URL(`http://[${whole}]/`).hostname.slice(1, -1);
      assert.ok(sameAddress(whole, short));
      assert.equal(isPublic(whole), isPublic(short));
    }),
  );
  assert.ok(!sameAddress('::ffff:1.2.3.4', '1.2.3.4'));
  assert.ok(sameAddress('::ffff:1.2.3.4', '::ffff:102:304'));
});
