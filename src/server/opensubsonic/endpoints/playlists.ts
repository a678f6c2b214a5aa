/** Playlists, bookmarks and the queue that is saved for another device. */
import type { PlaylistChange, PlaylistRow } from '#library/index.ts';
import { type Call, decode, type Endpoint, found, idOf } from '../call.ts';
import { notFound, SubsonicError } from '../errors.ts';

const getPlaylists: Endpoint = async (call) => {
  const { fonoteca, viewer, parameters, shapes } = call;
  const accounts = await fonoteca.guard.accounts.list();
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  const wanted = parameters.text('username');
  const owner = wanted === undefined ? undefined : await fonoteca.guard.accounts.findByName(wanted);
  if (wanted !== undefined && !owner) throw notFound(`The user ${wanted}`);
  const rows = await fonoteca.library.playlists.list(viewer, owner && { ownerId: owner.id });
  return { playlists: { playlist: rows.map((row) => shapes.playlist(row, names.get(row.ownerId) ?? '')) } };
};

const getPlaylist: Endpoint = async (call) => {
  const { playlist } = found(
    await call.fonoteca.library.playlists.get(call.viewer, idOf(call, 'id', 'playlist')),
    'The playlist',
  );
  return { playlist: await withEntries(call, playlist) };
};

const createPlaylist: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer } = call;
  const trackIds = parameters.all('songId').map((id) => decode(call, id, 'track'));
  const existing = parameters.text('playlistId');
  if (existing) {
    const change = { trackIds, ...(parameters.text('name') && { name: parameters.text('name')! }) };
    return {
      playlist: await withEntries(
        call,
        allowed(await fonoteca.library.playlists.change(viewer, decode(call, existing, 'playlist'), change)),
      ),
    };
  }
  return {
    playlist: await withEntries(
      call,
      await fonoteca.library.playlists.create(viewer, { name: parameters.need('name'), trackIds }),
    ),
  };
};

const updatePlaylist: Endpoint = async (call) => {
  const { parameters, fonoteca, viewer } = call;
  const name = parameters.text('name');
  const comment = parameters.text('comment');
  const isPublic = parameters.flag('public');
  const edit = {
    ...(name && { name }),
    ...(comment !== undefined && { comment }),
    ...(isPublic !== undefined && { public: isPublic }),
    addTrackIds: parameters.all('songIdToAdd').map((id) => decode(call, id, 'track')),
    removeTrackIndexes: parameters.all('songIndexToRemove').map(Number).filter(Number.isInteger),
  };
  allowed(await fonoteca.library.playlists.change(viewer, idOf(call, 'playlistId', 'playlist'), edit));
  return {};
};

const deletePlaylist: Endpoint = async (call) => {
  allowed(await call.fonoteca.library.playlists.remove(call.viewer, idOf(call, 'id', 'playlist')));
  return {};
};

async function withEntries(call: Call, playlist: PlaylistRow) {
  const { fonoteca, viewer, shapes } = call;
  const [entries, owner] = await Promise.all([
    fonoteca.library.playlists.entries(viewer, playlist.id, { all: true }),
    fonoteca.guard.accounts.find(playlist.ownerId),
  ]);
  return {
    ...shapes.playlist(playlist, owner?.name ?? ''),
    entry: entries.items.flatMap(({ track }) => (track ? [shapes.song(track)] : [])),
  };
}

function allowed(change: PlaylistChange): PlaylistRow {
  if (change.kind === 'changed') return change.playlist;
  throw change.reason === 'not-yours'
    ? new SubsonicError('not-authorized', 'This playlist belongs to somebody else.')
    : notFound('The playlist');
}

const getBookmarks: Endpoint = async (call) => {
  const rows = await call.fonoteca.library.bookmarks.list(call.viewer);
  return { bookmarks: { bookmark: rows.map((row) => call.shapes.bookmark(row, call.account.name)) } };
};

const createBookmark: Endpoint = async (call) => {
  const { parameters } = call;
  parameters.need('position');
  const bookmark = {
    trackId: idOf(call, 'id', 'track'),
    positionMs: parameters.number('position', { min: 0 })!,
    comment: parameters.text('comment') ?? '',
  };
  found(await call.fonoteca.library.bookmarks.set(call.viewer, bookmark), 'The song');
  return {};
};

const deleteBookmark: Endpoint = async (call) => {
  found(await call.fonoteca.library.bookmarks.remove(call.viewer, idOf(call, 'id', 'track')), 'The bookmark');
  return {};
};

const getPlayQueue: Endpoint = async (call) => {
  const queue = await loadQueue(call);
  if (!queue) return {};
  const current = queue.facts.tracks[queue.facts.index];
  return {
    playQueue: { ...(current && { current: call.fonoteca.ids.encode('track', current.id) }), ...queue.shape },
  };
};

const getPlayQueueByIndex: Endpoint = async (call) => {
  const queue = await loadQueue(call);
  if (!queue) return {};
  return {
    playQueueByIndex: {
      ...(queue.facts.tracks.length > 0 && { currentIndex: queue.facts.index }),
      ...queue.shape,
    },
  };
};

async function loadQueue({ fonoteca, viewer, account, shapes }: Call) {
  const facts = await fonoteca.library.queue.load(viewer);
  if (!facts) return undefined;
  const shape = {
    position: facts.positionMs,
    username: account.name,
    changed: new Date(facts.changedAt).toISOString(),
    changedBy: facts.changedBy,
    entry: facts.tracks.map(shapes.song),
  };
  return { facts, shape };
}

const savePlayQueue: Endpoint = async (call) => {
  const trackIds = queueIds(call);
  const current = call.parameters.text('current');
  if (trackIds.length > 0 && !current)
    throw new SubsonicError('missing-parameter', 'Required parameter "current" is missing.');
  const index = current ? trackIds.indexOf(decode(call, current, 'track')) : 0;
  if (trackIds.length > 0 && index < 0)
    throw new SubsonicError('generic', 'The current song is not in the queue.');
  return saveQueue(call, trackIds, Math.max(0, index));
};

const savePlayQueueByIndex: Endpoint = async (call) => {
  const trackIds = queueIds(call);
  const index = call.parameters.number('currentIndex');
  if (trackIds.length > 0 && index === undefined)
    throw new SubsonicError('missing-parameter', 'Required parameter "currentIndex" is missing.');
  if (trackIds.length > 0 && (index! < 0 || index! >= trackIds.length))
    throw new SubsonicError('generic', 'The current index is outside the queue.');
  return saveQueue(call, trackIds, index ?? 0);
};

function queueIds(call: Call): number[] {
  return call.parameters.all('id').map((id) => decode(call, id, 'track'));
}

async function saveQueue(call: Call, trackIds: readonly number[], index: number) {
  await call.fonoteca.library.queue.save(call.viewer, {
    trackIds,
    index,
    positionMs: call.parameters.number('position', { min: 0 }) ?? 0,
    client: call.client,
  });
  return {};
}

export const playlistEndpoints = {
  getPlaylists,
  getPlaylist,
  createPlaylist,
  updatePlaylist,
  deletePlaylist,
  getBookmarks,
  createBookmark,
  deleteBookmark,
  getPlayQueue,
  getPlayQueueByIndex,
  savePlayQueue,
  savePlayQueueByIndex,
};
