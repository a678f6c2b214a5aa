/** What an admin looks after: libraries, people, files with a problem, files that are gone, jobs, the server. */
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NotFound } from '../../frame/route-states.tsx';
import { useMe } from '../../frame/use-settings.ts';
import { Empty } from '../../parts/states.tsx';
import '../settings/settings.css';
import { AboutPage } from './about-page.tsx';
import './admin.css';
import { IssuesPage } from './issues-page.tsx';
import { JobsPage } from './jobs-page.tsx';
import { LibrariesPage } from './libraries-page.tsx';
import { MissingPage } from './missing-page.tsx';
import { UsersPage } from './users-page.tsx';

const route = getRouteApi('/app/admin/$page');

const PAGES: Record<string, { name: string; page: () => ReactNode }> = {
  libraries: { name: 'Libraries', page: LibrariesPage },
  users: { name: 'People', page: UsersPage },
  issues: { name: 'Issues', page: IssuesPage },
  missing: { name: 'Missing files', page: MissingPage },
  jobs: { name: 'Jobs', page: JobsPage },
  about: { name: 'About', page: AboutPage },
};

export function AdminScreen() {
  const { page } = route.useParams();
  const chosen = PAGES[page];
  const me = useMe();
  if (me?.role !== 'admin') return <Empty>Only an admin may look after the server.</Empty>;
  if (chosen === undefined) return <NotFound />;
  const Page = chosen.page;
  return (
    <div className="admin">
      <title>{`${chosen.name} · Fonoteca`}</title>
      <nav className="chips scroll-x admin-pages" aria-label="Admin">
        {Object.entries(PAGES).map(([path, { name }]) => (
          <Link key={path} className="chip" to="/admin/$page" params={{ page: path }}>
            {name}
          </Link>
        ))}
      </nav>
      <h1>{chosen.name}</h1>
      <Page />
    </div>
  );
}
