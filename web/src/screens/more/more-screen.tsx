/** On a phone: the places for which the tabs have no room. */
import { Link } from '@tanstack/react-router';
import { useMe } from '../../frame/use-settings.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { useSignOut } from '../settings/use-sign-out.ts';
import './more.css';

export function MoreScreen() {
  const me = useMe();
  const signOut = useSignOut();
  return (
    <>
      <title>More · Fonoteca</title>
      <h1>More</h1>
      <ul className="more-places">
        <Place to="/playlists" icon="list" name="Playlists" />
        <Place to="/tracks" icon="note" name="Tracks" />
        <Place to="/genres" icon="genre" name="Genres" />
        <Place to="/settings" icon="settings" name="Settings" />
        {me?.role === 'admin' && (
          <li>
            <Link to="/admin/$page" params={{ page: 'libraries' }}>
              <Icon name="folder" />
              Libraries, people and jobs
            </Link>
          </li>
        )}
        <li>
          <button type="button" onClick={signOut}>
            <Icon name="leave" />
            Sign out{me === undefined ? '' : ` ${me.name}`}
          </button>
        </li>
      </ul>
    </>
  );
}

function Place({
  to,
  icon,
  name,
}: {
  to: '/playlists' | '/tracks' | '/genres' | '/settings';
  icon: IconName;
  name: string;
}) {
  return (
    <li>
      <Link to={to}>
        <Icon name={icon} />
        {name}
      </Link>
    </li>
  );
}
