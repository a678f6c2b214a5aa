/** What an admin looks after: libraries, people, files with a problem, files that are gone, jobs, the server. */
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NotFound } from '../../frame/route-states.tsx';
import { useMe } from '../../frame/use-settings.ts';
import { Empty } from '../../parts/states.tsx';
import '../settings/settings.css';
import { ADMIN_PAGES, SettingsPages } from '../settings/settings-pages.tsx';
import { AboutPage } from './about-page.tsx';
import './admin.css';
import { IssuesPage } from './issues-page.tsx';
import { JobsPage } from './jobs-page.tsx';
import { LibrariesPage } from './libraries-page.tsx';
import { MissingPage } from './missing-page.tsx';
import { UsersPage } from './users-page.tsx';

const route = getRouteApi('/app/admin/$page');

const PAGES: Record<string, () => ReactNode> = {
  libraries: LibrariesPage,
  users: UsersPage,
  issues: IssuesPage,
  missing: MissingPage,
  jobs: JobsPage,
  about: AboutPage,
};

export function AdminScreen() {
  const { page } = route.useParams();
  const Page = PAGES[page];
  const name = ADMIN_PAGES[page];
  const me = useMe();
  if (me?.role !== 'admin') return <Empty>Only an admin may look after the server.</Empty>;
  if (Page === undefined) return <NotFound />;
  return (
    <div className="admin">
      <title>{`${name} · Fonoteca`}</title>
      <SettingsPages />
      <h1>{name}</h1>
      <Page />
    </div>
  );
}
