import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fixedClock } from '#base/clock.ts';
import { addressKey, Throttle } from './throttle.ts';

test('whatever the order of attempts, no more pass than burst and time allow, and waiting as told helps', () => {
  const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 3000 }), refund: fc.boolean() }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5000 }),
      steps,
      (burst, intervalMs, all) => {
        const clock = fixedClock(1_000_000);
        const throttle = new Throttle({ burst, intervalMs, clock });
        const start = clock.now();
        let charged = 0;
        for (const { waitMs, refund } of all) {
          clock.advance(waitMs);
          const waitSeconds = throttle.charge('k');
          if (waitSeconds === 0) charged++;
          if (waitSeconds === 0 && refund) {
            throttle.refund('k');
            charged--;
          }
          assert.ok(charged <= burst + (clock.now() - start) / intervalMs);
        }
        const waitSeconds = throttle.charge('k');
        clock.advance(waitSeconds * 1000);
        assert.ok(waitSeconds === 0 || throttle.charge('k') === 0);
      },
    ),
  );
});

test('what is remembered is bounded, and the newest stays', () => {
  const throttle = new Throttle({ burst: 1, intervalMs: 1000, clock: fixedClock(0), keyCountMax: 100 });
  for (let key = 0; key < 1000; key++) throttle.charge(String(key));
  assert.equal(throttle.keyCount, 100);
  assert.ok(throttle.charge('999') > 0);
  assert.equal(throttle.charge('0'), 0);
});

test('addresses of one IPv6 network are one key, IPv4 ones are their own however they are written', () => {
  const network = addressKey('2001:db8:a:b::1');
  for (const same of ['2001:DB8:a:b:ffff:1:2:3', '2001:0db8:000a:000b::', '2001:db8:a:b::1%eth0'])
    assert.equal(addressKey(same), network);
  for (const other of ['2001:db8:a:c::1', '2001:db8::a:b:1', '::1', 'fe80::1'])
    assert.notEqual(addressKey(other), network, other);
  assert.equal(addressKey('::ffff:192.0.2.1'), addressKey('192.0.2.1'));
  assert.notEqual(addressKey('192.0.2.1'), addressKey('192.0.2.2'));
  assert.equal(addressKey('::1'), '0:0:0:0::/64');
});
