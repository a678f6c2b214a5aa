import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { TranscodeCodec } from '#media/index.ts';
import type { PlanFacts, SourceFormat } from './plan.ts';
import { choosePlan } from './plan.ts';

const flac: SourceFormat = { codec: 'flac', suffix: 'flac', mime: 'audio/flac', bitrateKbps: 900 };
const mp3: SourceFormat = { codec: 'mp3', suffix: 'mp3', mime: 'audio/mpeg', bitrateKbps: 320 };
const all: ReadonlySet<TranscodeCodec> = new Set(['opus', 'mp3', 'aac', 'flac']);
const plan = (facts: Partial<PlanFacts>) => choosePlan({ source: flac, wanted: {}, encodes: all, ...facts });

test('what satisfies the request goes out as it is', () => {
  assert.equal(plan({}).kind, 'original');
  assert.equal(plan({ wanted: { format: 'flac' } }).kind, 'original');
  assert.equal(plan({ wanted: { bitrateKbpsMax: 0 } }).kind, 'original');
  assert.equal(plan({ wanted: { bitrateKbpsMax: 1000 } }).kind, 'original');
  assert.equal(plan({ source: mp3, wanted: { bitrateKbpsMax: 320 } }).kind, 'original');
  assert.equal(plan({ source: mp3, wanted: { format: 'raw', bitrateKbpsMax: 64 } }).kind, 'original');
});

test('a limit below the source transcodes to it, whoever set it', () => {
  const expected = {
    kind: 'transcode',
    codec: 'opus',
    bitrateKbps: 96,
    startMs: 0,
    why: 'its bit rate is above the limit',
  };
  assert.deepEqual(plan({ wanted: { bitrateKbpsMax: 96 } }), expected);
  assert.deepEqual(plan({ client: { bitrateKbpsMax: 96 } }), expected);
  assert.deepEqual(plan({ accountBitrateKbpsMax: 96, wanted: { bitrateKbpsMax: 128 } }), expected);
});

test('the limit of an account holds for the original too', () => {
  assert.equal(plan({ wanted: { format: 'raw' }, accountBitrateKbpsMax: 192 }).kind, 'transcode');
  assert.equal(plan({ source: mp3, wanted: { format: 'raw' }, accountBitrateKbpsMax: 320 }).kind, 'original');
  assert.equal(
    plan({ wanted: { format: 'raw' }, accountBitrateKbpsMax: 192, encodes: new Set() }).kind,
    'original',
  );
});

test('an MP3 above the limit stays an MP3, and a named format wins', () => {
  const lower = plan({ source: mp3, wanted: { bitrateKbpsMax: 128 } });
  assert.ok(lower.kind === 'transcode' && lower.codec === 'mp3' && lower.bitrateKbps === 128);
  const named = plan({ source: mp3, wanted: { format: 'opus', startMs: 30_000 } });
  assert.ok(named.kind === 'transcode' && named.codec === 'opus' && named.startMs === 30_000);
  const ogg = plan({ wanted: { format: 'ogg' } });
  assert.ok(ogg.kind === 'transcode' && ogg.codec === 'opus');
});

test('from a place in the song it is cut in its own format, since nobody who asks knows that the original would do', () => {
  const cut = (source: SourceFormat, more: Partial<PlanFacts> = {}) => {
    const chosen = plan({ source, wanted: { startMs: 60_000 }, ...more });
    return chosen.kind === 'transcode' ? [chosen.codec, chosen.bitrateKbps, chosen.startMs] : chosen.kind;
  };
  assert.deepEqual(cut(flac), ['flac', 0, 60_000]);
  assert.deepEqual(cut(mp3), ['mp3', 320, 60_000]);
  assert.deepEqual(cut({ ...flac, codec: 'alac', suffix: 'm4a' }), ['opus', 128, 60_000]);
  assert.equal(cut(mp3, { wanted: { format: 'raw', startMs: 60_000 } }), 'original');
  assert.equal(cut(mp3, { encodes: new Set() }), 'original');
});

test('what the client cannot decode is transcoded to what it can', () => {
  const alac: SourceFormat = { codec: 'alac', suffix: 'm4a', mime: 'audio/mp4', bitrateKbps: 800 };
  const chosen = plan({ source: alac, client: { codecs: new Set(['mp3', 'flac']) } });
  assert.ok(chosen.kind === 'transcode' && chosen.codec === 'mp3');
  const preferred = plan({ source: alac, client: { codecs: new Set(['mp3', 'flac']), preferred: 'flac' } });
  assert.ok(preferred.kind === 'transcode' && preferred.codec === 'flac');
});

test('without ffmpeg the original plays unless the client is known not to play it', () => {
  assert.equal(plan({ encodes: new Set(), wanted: { format: 'opus', bitrateKbpsMax: 96 } }).kind, 'original');
  const refused = plan({ encodes: new Set(), client: { codecs: new Set(['mp3']) } });
  assert.ok(refused.kind === 'refused' && refused.status === 501 && refused.message.includes('ffmpeg'));
});

test('an unknown format is refused with what there is', () => {
  const refused = plan({ wanted: { format: 'wma' } });
  assert.ok(refused.kind === 'refused' && refused.status === 400 && refused.message.includes('opus'));
});

test('no transcode is ever above its limits or a lossy source', () => {
  const kbps = fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined });
  fc.assert(
    fc.property(
      kbps,
      kbps,
      kbps,
      fc.integer({ min: 33, max: 400 }),
      fc.constantFrom(undefined, 'opus', 'mp3', 'aac'),
      (a, b, c, rate, format) => {
        const chosen = plan({
          source: { ...mp3, bitrateKbps: rate },
          wanted: {
            ...(a === undefined ? {} : { bitrateKbpsMax: a }),
            ...(format === undefined ? {} : { format }),
          },
          ...(b === undefined ? {} : { client: { bitrateKbpsMax: b } }),
          ...(c === undefined ? {} : { accountBitrateKbpsMax: c }),
        });
        if (chosen.kind !== 'transcode') return chosen.kind === 'original';
        const limits = [a, b, c, rate].filter((value): value is number => value !== undefined && value > 0);
        return chosen.bitrateKbps <= Math.max(32, Math.min(...limits));
      },
    ),
  );
});
