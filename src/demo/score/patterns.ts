/** Small helpers with which the scores say "the same again" instead of writing it out. */

/** The text n times, with bar lines between. */
export function times(count: number, text: string): string {
  return Array.from({ length: count }, () => text).join(' | ');
}

/** Bars joined by bar lines. */
export function bars(...texts: readonly string[]): string {
  return texts.join(' | ');
}

/** `broken('A2 E3 A3', '0 1 2 1', ':8')`: a chord's notes, by number, in the order given. */
export function broken(chord: string, order: string, length: string): string {
  const notes = chord.split(' ');
  return order
    .split(' ')
    .map((place, index) => (place === 'r' ? 'r' : notes[Number(place)]!) + (index === 0 ? length : ''))
    .join(' ');
}

/** One bar of `broken` for every chord. */
export function brokenBars(chords: readonly string[], order: string, length: string): string {
  return chords.map((chord) => broken(chord, order, length)).join(' | ');
}
