/** The queue. */
export default function QueueSheet() {
  return null;
}
