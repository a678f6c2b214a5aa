/** All that an artist made, album after album from the newest; the first few albums are enough to begin with. */
import { ask } from '../../api/ask.ts';
import type { AlbumRow, ArtistDetail, Playable } from '../../api/contract.ts';
import { queryClient } from '../../api/query-client.ts';
import { engine, playTracks, tracksOfAlbum } from '../../player/player.ts';

const ALBUMS_MAX = 40;

export async function tracksOfArtist(artist: ArtistDetail): Promise<Playable[]> {
  const albums = albumsOf(artist).slice(0, ALBUMS_MAX);
  if (albums.length === 0) return artist.topTracks;
  return (await Promise.all(albums.map(({ id }) => tracksOfAlbum(id)))).flat();
}

/** Begins with the first album at once and lets the others follow. */
export async function playArtist(artist: ArtistDetail): Promise<void> {
  const [first] = albumsOf(artist);
  if (first === undefined) {
    playTracks(artist.topTracks);
    return;
  }
  playTracks(await tracksOfAlbum(first.id));
  const all = (await tracksOfArtist(artist)).filter((track) => !track.missing);
  const { track, index } = engine.snapshot();
  if (track !== null && all[index]?.id === track.id) engine.updateQueue(all, index);
}

export async function playArtistById(id: string): Promise<void> {
  await playArtist(await queryClient.fetchQuery(ask('GET /api/artists/:id', { params: { id } })));
}

/** Their own albums; for who made none, those on which they appear, unless single tracks of theirs are known. */
function albumsOf({ albums, appearsOn, topTracks }: ArtistDetail): readonly AlbumRow[] {
  return albums.length > 0 || topTracks.length > 0 ? albums : appearsOn;
}
