/** The way around: beside the page on a desk, icons on a tablet, tabs under the thumb on a phone. */
import { Link, useRouterState } from '@tanstack/react-router';
import { Icon, type IconName } from '../parts/icon.tsx';
import { RailJob } from './rail-job.tsx';
import { ThemeButton } from './theme-button.tsx';

interface Place {
  to: string;
  icon: IconName;
  name: string;
  /** Left to “More” on a phone. */
  wide?: boolean;
}

const PLACES: readonly Place[] = [
  { to: '/', icon: 'home', name: 'Home' },
  { to: '/search', icon: 'search', name: 'Search' },
  { to: '/albums', icon: 'album', name: 'Albums' },
  { to: '/artists', icon: 'artist', name: 'Artists' },
  { to: '/tracks', icon: 'note', name: 'Tracks', wide: true },
  { to: '/genres', icon: 'genre', name: 'Genres', wide: true },
  { to: '/playlists', icon: 'list', name: 'Playlists', wide: true },
];

export function Rail() {
  return (
    <nav className="rail" aria-label="Main">
      <Link className="brand" to="/" aria-label="Fonoteca, home">
        <Icon name="mark" />
        <span>Fonoteca</span>
      </Link>
      {PLACES.map((place) => (
        <RailLink key={place.to} {...place} />
      ))}
      <RailLink to="/more" icon="more" name="More" className="more" />
      <div className="rail-foot">
        <RailJob />
        <ThemeButton>
          <span>Light or dark</span>
        </ThemeButton>
        <SettingsLink />
      </div>
    </nav>
  );
}

/** The server's pages belong to the settings: their link stays marked there. */
function SettingsLink() {
  const inside = useRouterState({
    select: ({ location }) => /\/(?:settings|admin)(?:\/|$)/u.test(location.pathname),
  });
  return (
    <Link to="/settings" title="Settings" aria-current={inside ? 'page' : undefined}>
      <Icon name="settings" />
      <span>Settings</span>
    </Link>
  );
}

function RailLink({ to, icon, name, wide = false, className = '' }: Place & { className?: string }) {
  return (
    <Link
      to={to}
      className={wide ? 'wide' : className}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      title={name}
    >
      <Icon name={icon} />
      <span>{name}</span>
    </Link>
  );
}
