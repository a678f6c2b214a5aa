/** Turns light to dark and back, and keeps that as the account's choice. */
import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { isDark } from './theme.ts';
import { useChangeSettings } from './use-settings.ts';

export function ThemeButton({ children, className }: { children?: ReactNode; className?: string }) {
  const change = useChangeSettings();
  return (
    <button
      type="button"
      className={className}
      aria-label="Light or dark"
      title="Light or dark"
      onClick={() => void change({ theme: isDark() ? 'light' : 'dark' })}
    >
      <Icon name="theme" />
      {children}
    </button>
  );
}
