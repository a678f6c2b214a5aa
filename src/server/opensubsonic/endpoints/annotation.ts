/** Annotation: stars, ratings, scrobbles, and what is playing now. */
import type { MarkItems, PlayState } from '#library/index.ts';
import { type Call, decode, decodeAny, type Endpoint, idOf } from '../call.ts';
import { notFound, SubsonicError } from '../errors.ts';

const star: Endpoint = (call) => setStar(call, true);
const unstar: Endpoint = (call) => setStar(call, false);

async function setStar(call: Call, starred: boolean) {
  const items = { tracks: [] as number[], albums: [] as number[], artists: [] as number[] };
  // `id` may be a song, or a folder of the older calls, which is an album or an artist here.
  for (const id of call.parameters.all('id')) {
    const { kind, row } = decodeAny(call, id);
    if (kind === 'track' || kind === 'album' || kind === 'artist') items[`${kind}s`].push(row);
  }
  items.albums.push(...call.parameters.all('albumId').map((id) => decode(call, id, 'album')));
  items.artists.push(...call.parameters.all('artistId').map((id) => decode(call, id, 'artist')));
  if (countOf(items) === 0)
    throw new SubsonicError(
      'missing-parameter',
      'Required parameter "id", "albumId" or "artistId" is missing.',
    );
  const { marked } = await call.fonoteca.library.marks.star(call.viewer, items, starred);
  if (marked === 0) throw notFound('The item');
  return {};
}

function countOf({ tracks = [], albums = [], artists = [] }: MarkItems): number {
  return tracks.length + albums.length + artists.length;
}

const setRating: Endpoint = async (call) => {
  const { kind, row } = decodeAny(call, call.parameters.need('id'));
  if (kind !== 'track' && kind !== 'album' && kind !== 'artist') throw notFound('The item');
  call.parameters.need('rating');
  const rating = call.parameters.number('rating')!;
  if (rating < 0 || rating > 5) throw new SubsonicError('generic', 'A rating is 1 to 5, or 0 to remove it.');
  const { marked } = await call.fonoteca.library.marks.rate(
    call.viewer,
    { [`${kind}s`]: [row] },
    rating === 0 ? null : rating,
  );
  if (marked === 0) throw notFound('The item');
  return {};
};

const scrobble: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer, client } = call;
  parameters.need('id');
  const trackIds = parameters.all('id').map((id) => decode(call, id, 'track'));
  const times = parameters.all('time').map(Number);
  if (times.length > 0 && times.length !== trackIds.length)
    throw new SubsonicError('generic', 'Send as many times as ids.');
  if (parameters.flag('submission') ?? true) {
    const plays = trackIds.map((trackId, index) => ({
      trackId,
      client,
      ...(Number.isFinite(times[index]) && { playedAt: times[index]! }),
    }));
    const { counted } = await fonoteca.library.plays.add(viewer, plays);
    if (counted === 0 && trackIds.length === 1 && times.length === 0) throw notFound('The song');
  } else {
    for (const trackId of trackIds)
      await fonoteca.library.plays.report(viewer, { trackId, client, positionMs: 0, state: 'playing' });
  }
  return {};
};

const reportPlayback: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer, client } = call;
  const state = parameters.need('state');
  if (!/^(starting|playing|paused|stopped)$/.test(state))
    throw new SubsonicError('generic', `There is no state "${state.slice(0, 40)}".`);
  parameters.need('positionMs');
  const report = {
    trackId: idOf(call, 'mediaId', 'track'),
    client,
    positionMs: parameters.number('positionMs', { min: 0 })!,
    state: state as PlayState,
  };
  if (!(await fonoteca.library.plays.report(viewer, report)).found) throw notFound('The song');
  return {};
};

export const annotationEndpoints = { star, unstar, setRating, scrobble, reportPlayback };
