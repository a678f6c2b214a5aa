/** Playlist. */
export function PlaylistScreen() {
  return <h1>Playlist</h1>;
}
