/** All that an artist made, album after album from the newest; the first few albums are enough to begin with. */
import { ask } from '../../api/ask.ts';
import type { ArtistDetail, Playable } from '../../api/contract.ts';
import { queryClient } from '../../api/query-client.ts';
import { engine, playTracks, tracksOfAlbum } from '../../player/player.ts';

const ALBUMS_MAX = 40;

export async function tracksOfArtist(artist: ArtistDetail): Promise<Playable[]> {
  if (artist.albums.length === 0) return artist.topTracks;
  const albums = await Promise.all(artist.albums.slice(0, ALBUMS_MAX).map(({ id }) => tracksOfAlbum(id)));
  return albums.flat();
}

/** Begins with the first album at once and lets the others follow. */
export async function playArtist(artist: ArtistDetail): Promise<void> {
  const [first] = artist.albums;
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
