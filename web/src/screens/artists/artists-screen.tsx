/** Artists. */
export function ArtistsScreen() {
  return <h1>Artists</h1>;
}
