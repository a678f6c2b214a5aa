/**
 * The one search field, on every screen. Typing opens the search at its own address; the address follows the words,
 * but only the first of them makes a new entry for “back”.
 */
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { Icon } from '../parts/icon.tsx';
import { sendSearchKey } from '../screens/search/search-keys.ts';
import { count } from '../text/format.ts';
import { arrived, typed, type SearchWords } from './search-words.ts';

export const SEARCH_FIELD_ID = 'search-field';

export function SearchField() {
  const navigate = useNavigate();
  const ref = useRef<HTMLInputElement>(null);
  const { onSearch, asked } = useRouterState({
    select: ({ location }) => ({
      onSearch: location.pathname.endsWith('/search'),
      asked: typeof location.search.q === 'string' ? location.search.q : '',
    }),
    structuralSharing: true,
  });
  const address = onSearch ? asked : '';
  const [state, setState] = useState<SearchWords>({ words: address, seen: address, sent: null });
  if (state.seen !== address) setState(arrived(state, address));

  useEffect(() => {
    if (onSearch && asked === '') ref.current?.focus();
  }, [onSearch, asked]);

  const type = (next: string): void => {
    setState(typed(state, next));
    void navigate({ to: '/search', search: next === '' ? {} : { q: next }, replace: onSearch });
  };

  return (
    <label className="field">
      <Icon name="search" />
      <input
        ref={ref}
        id={SEARCH_FIELD_ID}
        type="search"
        value={state.words}
        dir="auto"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        aria-label="Search everything"
        placeholder={usePlaceholder()}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          else if (sendSearchKey(event.key)) event.preventDefault();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

function usePlaceholder(): string {
  const counts = useQuery({ ...ask('GET /api/home', {}), enabled: false }).data?.counts;
  return counts === undefined || counts.tracks === 0
    ? 'Search your music'
    : `Search ${count(counts.tracks)} tracks`;
}
