/** For an admin: the way between the own settings and the pages of the server. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export const ADMIN_PAGES: Record<string, string> = {
  libraries: 'Libraries',
  users: 'People',
  issues: 'Issues',
  missing: 'Missing files',
  jobs: 'Jobs',
  about: 'About',
};

export function SettingsPages() {
  const pages = useRef<HTMLElement>(null);
  // On a phone the chosen page may stand beyond the edge.
  useEffect(
    () =>
      pages.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' }),
    [],
  );
  return (
    <nav ref={pages} className="chips scroll-x settings-pages" aria-label="Settings and server">
      <Link className="chip" to="/settings">
        Yours
      </Link>
      <i />
      {Object.entries(ADMIN_PAGES).map(([page, name]) => (
        <Link key={page} className="chip" to="/admin/$page" params={{ page }}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
