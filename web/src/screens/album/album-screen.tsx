/** Album. */
export function AlbumScreen() {
  return <h1>Album</h1>;
}
