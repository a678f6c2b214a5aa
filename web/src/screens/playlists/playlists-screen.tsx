/** Playlists. */
export function PlaylistsScreen() {
  return <h1>Playlists</h1>;
}
