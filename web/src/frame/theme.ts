/** Light, dark or as the system says. Kept in the browser too, so that the first paint is already right. */
import { useSyncExternalStore } from 'react';
import type { ThemeName } from '../api/contract.ts';

const KEY = 'fonoteca.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(theme: ThemeName): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the next visit begins with the system's theme.
  }
}

/** True when the page is dark now, whoever decided that. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? system.matches : chosen === 'dark';
}

export function usePhone(): boolean {
  return useMedia('(max-width: 700px)');
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
