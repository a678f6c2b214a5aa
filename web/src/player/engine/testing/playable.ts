import type { Playable } from '../../../../../src/server/api/contract.ts';

/** A track of the contract with what a test does not care about filled in. */
export function playable(id: string, part: Partial<Playable> = {}): Playable {
  return {
    id,
    title: `Track ${id}`,
    artists: [{ id: null, name: 'Somebody' }],
    album: { id: 'album', title: 'An album' },
    artwork: null,
    disc: 1,
    number: 1,
    durationMs: 5_000,
    missing: false,
    mark: { starredAt: null, rating: null, playCount: 0, playedAt: null },
    mime: 'audio/flac',
    codec: 'flac',
    lossless: true,
    bitrateKbps: null,
    sampleRateHz: 44_100,
    bitDepth: 16,
    channels: 2,
    sizeBytes: 500_000,
    gain: { trackDb: null, trackPeak: null, albumDb: null, albumPeak: null },
    peaks: null,
    ...part,
  };
}
