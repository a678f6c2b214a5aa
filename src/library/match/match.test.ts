/** Who plays, what is sorted how, and what belongs together: the rules by example. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldedKey } from '#base/fold.ts';
import { albumFolder, discOfFolder } from './albums.ts';
import { artistsOf, guestsInTitle } from './artists.ts';
import { genresOf } from './genres.ts';
import { type Evidence, isReplaced, likeness } from './identity.ts';
import { sortKeyOf, sortNameOf, titleSortKey } from './names.ts';

const knows = (...names: string[]) => {
  const keys = new Set(names.map(foldedKey));
  return (key: string) => keys.has(key);
};
const names = (value: string | string[], isKnown = knows(), mbids: string[] = []) =>
  artistsOf([value].flat(), mbids, [], isKnown).map((artist) => artist.name);

test('one value is split where no name has such a sign, and nowhere else', () => {
  assert.deepEqual(names('Anna feat. Bert'), ['Anna', 'Bert']);
  assert.deepEqual(names('Anna (ft. Bert, Carla & Dora)'), ['Anna', 'Bert', 'Carla', 'Dora']);
  assert.deepEqual(names('Anna; Bert'), ['Anna', 'Bert']);
  assert.deepEqual(names('Anna / Bert'), ['Anna', 'Bert']);
  assert.deepEqual(names('Anna vs. Bert'), ['Anna', 'Bert']);
  for (const band of [
    'AC/DC',
    'Simon & Garfunkel',
    'Earth, Wind & Fire',
    'Tyler, The Creator',
    'Florence + The Machine',
    'Lil Nas X',
    'Anna and the Unknowns',
    'Iron & Wine',
    'Defeat',
    'Godspeed You! Black Emperor',
  ]) {
    assert.deepEqual(names(band), [band]);
  }
});

test('signs that bands use split only people who are known alone, and never a name that is known whole', () => {
  assert.deepEqual(names('Anna & Bert'), ['Anna & Bert']);
  assert.deepEqual(names('Anna & Bert', knows('Anna')), ['Anna & Bert']);
  assert.deepEqual(names('Anna & Bert', knows('Anna', 'Bert')), ['Anna', 'Bert']);
  assert.deepEqual(names('Anna, Bert and Carla', knows('Anna', 'Bert', 'Carla')), ['Anna', 'Bert', 'Carla']);
  assert.deepEqual(names('Anna & Bert', knows('Anna', 'Bert', 'Anna & Bert')), ['Anna & Bert']);
  assert.deepEqual(names('Anna with Bert', knows('Anna', 'Bert')), ['Anna', 'Bert']);
});

test('MusicBrainz ids say how many artists a value names', () => {
  assert.deepEqual(names('Anna feat. Bert', knows(), ['id-1']), ['Anna feat. Bert']);
  assert.deepEqual(
    artistsOf(['Anna & Bert'], ['id-1', 'id-2'], ['A', 'B'], knows()).map((artist) => [
      artist.name,
      artist.mbid,
      artist.sortName,
    ]),
    [
      ['Anna', 'id-1', 'A'],
      ['Bert', 'id-2', 'B'],
    ],
  );
});

test('several values stay several, each once, and Various Artists has one name', () => {
  assert.deepEqual(names(['Anna & Bert', 'Carla', 'CARLA']), ['Anna & Bert', 'Carla']);
  assert.deepEqual(names('VA'), ['Various Artists']);
  assert.deepEqual(names('various artists'), ['Various Artists']);
});

test('guests are found in titles, not in words that look alike', () => {
  assert.deepEqual(guestsInTitle('Song (feat. Bert & Carla) [Live]'), ['Bert', 'Carla']);
  assert.deepEqual(guestsInTitle('Song ft. Bert'), ['Bert']);
  assert.deepEqual(guestsInTitle('Left After The Feast'), []);
  assert.deepEqual(guestsInTitle('Song (feat. Simon & Garfunkel)'), ['Simon & Garfunkel']);
});

test('names are sorted without their article, titles by their first letter', () => {
  assert.equal(sortNameOf('The Beatles'), 'Beatles, The');
  assert.equal(sortNameOf('Theatre'), 'Theatre');
  assert.equal(sortNameOf('The The'), 'The, The');
  assert.equal(sortKeyOf('“Heroes” (live)'), 'heroes” (live)');
  assert.equal(sortKeyOf('Élan'), 'elan');
  assert.equal(sortKeyOf('???'), '???');
  assert.equal(titleSortKey('The Wall'), 'wall');
  assert.equal(titleSortKey('The Wall', 'Zzz'), 'zzz');
});

test('genres are taken apart at commas, but not those whose name has one', () => {
  assert.deepEqual(
    genresOf(['Rock, Pop', 'rock']).map((genre) => genre.name),
    ['Rock', 'Pop'],
  );
  assert.deepEqual(
    genresOf(['Folk, World, & Country']).map((genre) => genre.name),
    ['Folk, World, & Country'],
  );
  assert.deepEqual(
    genresOf(['R&B', 'Drum & Bass', 'Hip-Hop/Rap']).map((genre) => genre.name),
    ['R&B', 'Drum & Bass', 'Hip-Hop/Rap'],
  );
});

test('folders of discs belong to the folder above', () => {
  assert.equal(albumFolder('Anna/Blue/CD1'), 'Anna/Blue');
  assert.equal(albumFolder('Anna/Blue/Disc 02 - Live'), 'Anna/Blue');
  assert.equal(albumFolder('Anna/Blue'), 'Anna/Blue');
  assert.equal(albumFolder('Anna/Discovery'), 'Anna/Discovery');
  assert.equal(albumFolder('CD1'), 'CD1');
  assert.deepEqual(
    [discOfFolder('a/CD 2'), discOfFolder('a/Disco'), discOfFolder('a/disc12')],
    [2, undefined, 12],
  );
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  fileName: '1.flac',
  folderPath: 'a',
  libraryId: 1,
  segment: 0,
  sizeBytes: 1000,
  mtimeMs: 1,
  essence: null,
  mbidRecording: null,
  mbidTrack: null,
  title: 'Song',
  artist: 'Anna',
  albumArtist: '',
  album: 'Blue',
  disc: null,
  number: 1,
  durationMs: 200_000,
  ...more,
});

test('evidence is weighed: bytes and tags before sound, sound before ids, ids before names', () => {
  const file = evidence({ essence: 'blake3:1', mbidRecording: 'r' });
  const same = likeness(file, evidence({ folderPath: 'b' }));
  const sound = likeness(
    file,
    evidence({ sizeBytes: 2, mtimeMs: 2, essence: 'blake3:1', title: 'Other', folderPath: 'b' }),
  );
  const recording = likeness(
    file,
    evidence({ sizeBytes: 2, mtimeMs: 2, mbidRecording: 'r', title: 'Other', folderPath: 'b' }),
  );
  const tags = likeness(file, evidence({ sizeBytes: 2, mtimeMs: 2, durationMs: 201_500, folderPath: 'b' }));
  assert.ok(same > sound && sound > recording && recording > tags && tags > 0);
  assert.equal(likeness(file, evidence({ sizeBytes: 2, mtimeMs: 2, durationMs: 203_000 })), 0);
  assert.equal(likeness(file, evidence({ sizeBytes: 2, mtimeMs: 2, number: 2 })), 0);
  assert.equal(
    likeness(
      evidence({ essence: 'none:1', sizeBytes: 5, title: 'x' }),
      evidence({ essence: 'none:1', title: 'y' }),
    ),
    0,
  );
});

test('what stands in names is no tag: an untagged file is known by its bytes after it was renamed and moved', () => {
  const known = evidence({
    fileName: '07 step_one.wav',
    folderPath: 'sounds',
    title: 'step one',
    album: 'sounds',
  });
  const moved = { fileName: 'b.wav', folderPath: 'more/noise', title: 'b', album: 'noise' };
  assert.ok(likeness(evidence(moved), known) > 4000);
  assert.equal(likeness(evidence({ ...moved, mtimeMs: 2 }), known), 0);
  assert.equal(likeness(evidence({ ...moved, title: 'Tagged' }), known), 0);
  assert.equal(likeness(evidence({ ...moved, album: 'Tagged' }), known), 0);
});

test('a path speaks for its track until sound and title are another’s', () => {
  assert.equal(isReplaced(evidence({ title: 'Corrected' }), evidence()), false);
  assert.equal(
    isReplaced(evidence({ essence: 'blake3:2' }), evidence({ essence: 'blake3:1' })),
    false,
    'a better copy',
  );
  assert.equal(
    isReplaced(
      evidence({ essence: 'blake3:2', title: 'Other', number: 9 }),
      evidence({ essence: 'blake3:1' }),
    ),
    true,
  );
  assert.equal(
    isReplaced(evidence({ title: 'Other', artist: 'Bert', album: 'Red', durationMs: 100_000 }), evidence()),
    true,
  );
});
