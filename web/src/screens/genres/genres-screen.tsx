/** Genres. */
export function GenresScreen() {
  return <h1>Genres</h1>;
}
