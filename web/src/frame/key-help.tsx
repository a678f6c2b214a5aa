/** Keys. */
export default function KeyHelp() {
  return null;
}
