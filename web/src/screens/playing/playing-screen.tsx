/** Playing. */
export function PlayingScreen() {
  return <h1>Playing</h1>;
}
