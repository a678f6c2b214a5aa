/**
 * The words in the search field, between fingers and address. Both move: typing changes the address a moment later,
 * “back” changes the address by itself. An address that only catches up must not take letters away again.
 */

export interface SearchWords {
  /** What the field shows. */
  readonly words: string;
  /** The address as it was last seen. */
  readonly seen: string;
  /** What was sent to the address and has not arrived; null when nothing is under way. */
  readonly sent: string | null;
}

/** Somebody typed. */
export function typed(state: SearchWords, words: string): SearchWords {
  return { ...state, words, sent: words === state.seen ? null : words };
}

/** The address now says `asked`: our own words arriving, one of the steps to them, or another place altogether. */
export function arrived(state: SearchWords, asked: string): SearchWords {
  if (state.sent === null) return { words: asked, seen: asked, sent: null };
  return { ...state, seen: asked, sent: asked === state.sent ? null : state.sent };
}
