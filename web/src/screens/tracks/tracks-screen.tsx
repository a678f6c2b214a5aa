/** Tracks. */
export function TracksScreen() {
  return <h1>Tracks</h1>;
}
