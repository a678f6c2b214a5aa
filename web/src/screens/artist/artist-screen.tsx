/** Artist. */
export function ArtistScreen() {
  return <h1>Artist</h1>;
}
