/** The generator's world as MusicBrainz would tell it: known by MBIDs, with ISRCs, nearly every length known. */
import type { Credit } from '../../src/catalogue/rows.ts';
import { isrcOf, mbidFrom } from './ids.ts';
import { Draws } from './random.ts';
import { openReleaseFacts } from './release-facts.ts';
import type { Source } from './source.ts';
import type { Recording, World } from './world.ts';

/** Known to MusicBrainz and to everybody who reads its dumps. */
const variousArtistsMbid = '89ad4ac3-39f7-470e-963a-56509c546377';
const formatNames = { CD: 'CD', Vinyl: '12" Vinyl', Digital: 'Digital Media', Cassette: 'Cassette' } as const;
/** Where the ids of each kind of thing begin: all are drawn from one stream. */
const places = {
  release: 0,
  recording: 2 ** 30,
  artist: 2 ** 31,
  label: 3 * 2 ** 29,
  group: 3 * 2 ** 30,
} as const;
const absentDurations = 0.04;

/** Opens the source; `world` may be shared. */
export function openMusicbrainz(world: World): Source {
  const draws = new Draws(world.seed, 'mbid');
  const factsOf = openReleaseFacts(world);
  let last = { release: -1, id: '', tracksOnMedium: 1 };
  const mbid = (kind: keyof typeof places, number: number): string =>
    mbidFrom(draws.start(places[kind] + number));
  const artistId = (artist: number): string => (artist === 0 ? variousArtistsMbid : mbid('artist', artist));
  const credit = (artist: number, join = ''): Credit => ({
    artistId: artistId(artist),
    name: world.nameOfArtist(artist),
    join,
  });
  const creditsOf = ({ artist, guest }: Recording): Credit[] =>
    guest === undefined ? [credit(artist)] : [credit(artist, ' feat. '), credit(guest)];

  return {
    name: 'musicbrainz',
    release: (number) => {
      const release = world.release(number);
      const facts = factsOf(release);
      const id = mbid('release', number);
      return {
        id,
        title: world.titleOfRelease(release),
        credits: [credit(release.artist)],
        date: facts.date,
        country: facts.country?.iso ?? null,
        labels: facts.labels.map(({ label, catalogNumber }) => ({
          id: mbid('label', label),
          name: world.nameOfLabel(label),
          catalogNumber,
        })),
        barcode: facts.barcode,
        groupId: mbid('group', release.root),
        format: formatNames[facts.format],
        mbid: id,
      };
    },
    track: (number) => {
      const release = world.release(world.releaseOf(number));
      if (last.release !== release.number)
        last = {
          release: release.number,
          id: mbid('release', release.number),
          tracksOnMedium: factsOf(release).tracksOnMedium,
        };
      const { tracksOnMedium } = last;
      const recording = world.recording(world.recordingOf(number));
      const at = number - release.firstTrack;
      const onMedium = (at % tracksOnMedium) + 1;
      const id = mbid('recording', recording.number);
      const isDurationKnown = draws.next() >= absentDurations;
      return {
        releaseId: last.id,
        medium: Math.floor(at / tracksOnMedium) + 1,
        number: onMedium,
        position: String(onMedium),
        title: world.titleOn(number, recording),
        credits:
          recording.artist === release.artist && recording.guest === undefined ? [] : creditsOf(recording),
        durationMs: isDurationKnown ? recording.durationMs : null,
        mbid: id,
        isrcs: recording.hasIsrc ? [isrcOf(recording.number, recording.country, recording.year)] : [],
      };
    },
    artist: (number) => {
      const id = artistId(number);
      const name = world.nameOfArtist(number);
      return { id, name, sortName: sortName(name), mbid: id, comment: null, aliases: [] };
    },
    label: (number) => {
      const id = mbid('label', number);
      return { id, name: world.nameOfLabel(number), mbid: id, parentId: null };
    },
  };
}

/** "First Last" → "Last, First". */
export function sortName(name: string): string {
  const parts = name.split(' ');
  return parts.length === 2 ? `${parts[1]}, ${parts[0]}` : name;
}
