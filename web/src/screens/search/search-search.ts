/** What the search's address says: the words, whether exactly those, and which part is shown whole. */
import { SECTIONS, type Section } from './hits.ts';

export interface SearchSearch {
  q?: string;
  exact?: boolean;
  only?: Section;
}

export function searchSearch({ q, exact, only }: Record<string, unknown>): SearchSearch {
  return {
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(exact === true ? { exact } : {}),
    ...(typeof only === 'string' && only in SECTIONS ? { only: only as Section } : {}),
  };
}
