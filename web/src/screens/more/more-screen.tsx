/** More. */
export function MoreScreen() {
  return <h1>More</h1>;
}
