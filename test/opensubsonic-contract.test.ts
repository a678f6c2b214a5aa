/**
 * Every endpoint of the OpenSubsonic document answers, every JSON answer fits its schema with no unknown field, and
 * the XML says the same. Uses the document where it is beside the checkout; the journeys in opensubsonic.test.ts do not.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { XMLParser } from 'fast-xml-parser';
import { fillFolder } from './music.ts';
import { openWorld, type World } from './world.ts';

const documentPath = join(
  import.meta.dirname,
  '..',
  '..',
  'shared',
  'data',
  'opensubsonic',
  'openapi.bundle.json',
);
const present = existsSync(documentPath);
const skip = present ? false : 'the OpenSubsonic document is not beside this checkout';
const document = present ? (JSON.parse(readFileSync(documentPath, 'utf8')) as OpenApi) : undefined;

interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, { content?: Record<string, { schema: object }>; $ref?: string }> }
    >
  >;
  components: {
    schemas: Record<string, object>;
    responses: Record<string, { content?: Record<string, { schema: object }> }>;
  };
}

let world: World;
let ids: Record<'song' | 'album' | 'artist' | 'playlist' | 'spare' | 'folder', string>;

before(async () => {
  if (!present) return;
  world = await openWorld();
  await fillFolder(world.music);
  await world.scan();
  ids = await findIds();
});
after(() => world?.close());

test(
  'every endpoint of the document answers as its schema says, with no unknown field',
  { skip },
  async (t) => {
    for (const [path, methods] of Object.entries(document!.paths)) {
      const name = path.replace('/rest/', '');
      await t.test(name, async () => {
        const operation = methods['get'] ?? methods['post']!;
        const response = await ask(name, { f: 'json', ...parametersOf(name) });
        if (!response.headers.get('content-type')?.includes('json'))
          return assert.ok(binary.has(name), `${name} answered ${response.headers.get('content-type')}`);
        const body = (await response.json()) as {
          'subsonic-response': { status: string; error?: { code: number; message: string } };
        };
        const failed = body['subsonic-response'].status === 'failed';
        assert.equal(
          failed,
          refused.has(name),
          `${name}: ${JSON.stringify(body['subsonic-response'].error)}`,
        );
        const schema = failed ? { $ref: '#/components/schemas/SubsonicResponse' } : schemaOf(operation);
        const validate = validator(schema);
        assert.ok(
          validate(body),
          `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}\n${JSON.stringify(body).slice(0, 600)}`,
        );
        assert.deepEqual(unknownFields([schema], body), []);
      });
    }
  },
);

test('the XML of an answer says what its JSON says', { skip }, async (t) => {
  for (const path of Object.keys(document!.paths)) {
    const name = path.replace('/rest/', '');
    if (binary.has(name) || changing.has(name)) continue;
    await t.test(name, async () => {
      const [json, xml] = await Promise.all([
        ask(name, { f: 'json', ...parametersOf(name) }),
        ask(name, parametersOf(name)),
      ]);
      const fromJson = ((await json.json()) as Record<string, unknown>)['subsonic-response'];
      const fromXml = (parser.parse(await xml.text()) as Record<string, Record<string, unknown>>)[
        'subsonic-response'
      ]!;
      delete fromXml['xmlns'];
      assert.deepEqual(flat(fromXml), flat(fromJson));
    });
  }
});

const binary = new Set(['stream', 'download', 'getCoverArt']);
/** What Fonoteca answers with the protocol's own error. */
const refused = new Set([
  'addChatMessage',
  'createInternetRadioStation',
  'createPodcastChannel',
  'createShare',
  'deleteInternetRadioStation',
  'deletePodcastChannel',
  'deletePodcastEpisode',
  'deleteShare',
  'downloadPodcastEpisode',
  'findSonicPath',
  'getAvatar',
  'getCaptions',
  'getPodcastEpisode',
  'getSonicSimilarTracks',
  'getTranscodeDecision',
  'getTranscodeStream',
  'getVideoInfo',
  'hls.m3u8',
  'jukeboxControl',
  'refreshPodcasts',
  'updateInternetRadioStation',
  'updateShare',
  'changePassword',
]);
const changing = new Set([
  'getRandomSongs',
  'createPlaylist',
  'deletePlaylist',
  'createUser',
  'deleteUser',
  'deleteBookmark',
  'getNowPlaying',
  'startScan',
  'getScanStatus',
  'scrobble',
  'getPlayQueue',
  'getPlayQueueByIndex',
  'getSimilarSongs',
  'getSimilarSongs2',
]);

/** What an endpoint needs to answer well; those that change something come after what they need (alphabetical order). */
function parametersOf(name: string): Record<string, string> {
  const fixed: Record<string, Record<string, string>> = {
    createBookmark: { id: ids.song, position: '1000', comment: 'here' },
    createPlaylist: { name: 'Made', songId: ids.song },
    createUser: { username: 'new', password: 'a long password', email: 'new@example.org' },
    deletePlaylist: { id: ids.spare },
    deleteUser: { username: 'new' },
    getAlbumInfo: { id: ids.album },
    getAlbumInfo2: { id: ids.album },
    getAlbum: { id: ids.album },
    getAlbumList: { type: 'newest' },
    getAlbumList2: { type: 'alphabeticalByName' },
    getArtist: { id: ids.artist },
    getArtistInfo: { id: ids.artist },
    getArtistInfo2: { id: ids.artist },
    getCoverArt: { id: ids.album },
    getMusicDirectory: { id: ids.folder },
    getPlaylist: { id: ids.playlist },
    getSimilarSongs: { id: ids.song },
    getSimilarSongs2: { id: ids.artist },
    getSongsByGenre: { genre: 'Folk' },
    getTopSongs: { artist: 'Clara Kvapil' },
    reportPlayback: { mediaId: ids.song, mediaType: 'song', positionMs: '1', state: 'playing' },
    savePlayQueue: { id: ids.song, current: ids.song, position: '5' },
    savePlayQueueByIndex: { id: ids.song, currentIndex: '0', position: '5' },
    search: { title: 'river' },
    search2: { query: 'river' },
    search3: { query: 'river' },
    setRating: { id: ids.song, rating: '4' },
    star: { id: ids.song, albumId: ids.album, artistId: ids.artist },
    unstar: { id: ids.song },
    updatePlaylist: { playlistId: ids.playlist, comment: 'changed' },
    updateUser: { username: 'mem', adminRole: 'false' },
    changePassword: { username: 'ada', password: 'another long one' },
  };
  return fixed[name] ?? { id: ids.song };
}

function ask(name: string, parameters: Record<string, string>): Promise<Response> {
  const url = new URL(`rest/${name}`, world.server.url);
  url.search = new URLSearchParams({
    apiKey: world.admin.secret,
    v: '1.16.1',
    c: 'contract',
    ...parameters,
  }).toString();
  return fetch(url);
}

async function findIds() {
  const { admin } = world;
  const found = (await world.subsonic(admin, 'search3', { query: 'river' }))['searchResult3'] as unknown as {
    song: { id: string; albumId: string; artistId: string }[];
  };
  const song = found.song[0]!;
  const made = (await world.subsonic(admin, 'createPlaylist', { name: 'Kept', songId: song.id }))[
    'playlist'
  ] as unknown as { id: string };
  const spare = (await world.subsonic(admin, 'createPlaylist', { name: 'Spare', songId: song.id }))[
    'playlist'
  ] as unknown as { id: string };
  await world.subsonic(admin, 'savePlayQueue', { id: song.id, current: song.id, position: 10 });
  return {
    song: song.id,
    album: song.albumId,
    artist: song.artistId,
    playlist: made.id,
    spare: spare.id,
    folder: song.albumId,
  };
}

function validator(schema: object): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile({ components: document!.components, ...schema });
}

type Schema = {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
};

/** Fields of an answer that its schema does not name, as paths. */
function unknownFields(schemas: readonly Schema[], value: unknown, path = ''): string[] {
  const all = schemas.flatMap(spread);
  // A few schemas of the document are still to be written there and name nothing: they leave everything open.
  if (all.every((schema) => !schema.properties && !schema.items)) return [];
  if (Array.isArray(value))
    return value.flatMap((one) =>
      unknownFields(
        all.flatMap((schema) => schema.items ?? []),
        one,
        path,
      ),
    );
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const named = all.flatMap((schema) => schema.properties?.[key] ?? []);
    return named.length > 0 ? unknownFields(named, inner, `${path}/${key}`) : [`${path}/${key}`];
  });
}

/** A schema with all that it refers to and is made of. */
function spread(schema: Schema): Schema[] {
  const target = schema.$ref ? [document!.components.schemas[schema.$ref.split('/').at(-1)!] as Schema] : [];
  return [
    schema,
    ...[...target, ...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap(spread),
  ];
}

function schemaOf(operation: OpenApi['paths'][string][string]): object {
  const response = operation.responses['200']!;
  const real = response.$ref ? document!.components.responses[response.$ref.split('/').at(-1)!]! : response;
  return real.content!['application/json']!.schema;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  textNodeName: 'value',
});

/** Paths and texts of all leaves, in order of path: equal for the two forms of one answer. */
function flat(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => flat(one, path)).sort();
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .flatMap(([key, inner]) => flat(inner, `${path}/${key}`))
      .sort();
  }
  // An element with nothing in it is an empty text to an XML parser, and an object without fields in JSON.
  return String(value) === '' ? [] : [`${path.replace(/\/value$/, '')}=${String(value)}`];
}
