/** What a batch's songs say about their album as a whole. */
import type { Draft } from './draft.ts';
import type { AlbumFacts } from './album-book.ts';
import type { ScanContext } from './context.ts';
import { albumFolder, isCompilation } from '../match/albums.ts';
import { type ArtistName, variousArtists } from '../match/artists.ts';
import { sortKeyOf, sortNameOf, titleSortKey } from '../match/names.ts';
import { unknownArtist } from './draft.ts';

/** The album's title: as tagged, else its folder's name, else the library's. */
export function albumTitle(context: ScanContext, draft: Draft): string {
  const { album } = draft.found.tags;
  if (album !== undefined) return album;
  const folder = albumFolder(draft.folderPath);
  return folder.slice(folder.lastIndexOf('/') + 1) || context.library.name;
}

/** `drafts`: all songs of the album in this batch. */
export function albumFacts(context: ScanContext, drafts: readonly Draft[]): AlbumFacts {
  const draft = drafts[0]!;
  const { tags } = draft.found;
  const grouping = draft.grouping!;
  const artists = albumArtists(drafts);
  const credited =
    draft.albumArtists.length > 0 && draft.albumArtistName
      ? draft.albumArtistName
      : artists.map((artist) => artist.name).join(', ');
  const artistName = credited || unknownArtist;
  const sortName =
    artists.length === 1 ? (artists[0]!.sortName ?? sortNameOf(artists[0]!.name)) : sortNameOf(artistName);
  const credits = artists.map((artist) => ({ id: context.artists.get(artist), name: artist.name }));
  // Whoever an album is by need play on none of its tracks: Various Artists.
  if (!context.fresh) for (const credit of credits) context.touched.artists.add(credit.id);
  return {
    grouping,
    title: draft.albumTitle,
    sortKey: titleSortKey(draft.albumTitle, tags.albumSort),
    artistName,
    artistSortKey: sortKeyOf(sortName),
    artists: credits,
    year: drafts.find((one) => one.year !== null)?.year ?? null,
    releaseDate: tags.date ?? null,
    originalDate: tags.originalDate ?? null,
    mbid: tags.musicBrainz.release ?? null,
    mbidReleaseGroup: tags.musicBrainz.releaseGroup ?? null,
    compilation:
      grouping.rule === 'several-artists' || isCompilation({ tags, albumArtists: draft.albumArtists }),
    labels: tags.labels,
    catalogNumbers: tags.catalogNumbers,
    barcode: tags.barcode ?? null,
    releaseTypes: tags.releaseTypes,
  };
}

/** The tagged ones, else the artists that all tracks share, else Various Artists. */
function albumArtists(drafts: readonly Draft[]): readonly ArtistName[] {
  const [first] = drafts;
  if (first!.albumArtists.length > 0) return first!.albumArtists;
  if (first!.grouping!.rule === 'compilation' || first!.grouping!.rule === 'several-artists')
    return [variousArtists];
  const main = (draft: Draft): ArtistName[] => {
    const names = draft.artists.filter((artist) => !artist.guest);
    return names.length > 0 ? names : [...draft.artists];
  };
  const shared = main(first!).filter((artist) =>
    drafts.every((draft) => main(draft).some((other) => other.key === artist.key)),
  );
  if (shared.length > 0) return shared;
  return drafts.some((draft) => draft.artists.length > 0) ? [variousArtists] : [];
}
