/** What a person can set for themselves: how it looks, how it sounds, who may get in. */
import { useMe } from '../../frame/use-settings.ts';
import { showHelp } from '../../frame/sheets.ts';
import { Icon } from '../../parts/icon.tsx';
import { Appearance } from './appearance.tsx';
import { Apps } from './apps.tsx';
import { Password } from './password.tsx';
import { Playback } from './playback.tsx';
import { Sessions } from './sessions.tsx';
import { SettingsPages } from './settings-pages.tsx';
import { useSignOut } from './use-sign-out.ts';
import './settings.css';

export function SettingsScreen() {
  const me = useMe();
  const signOut = useSignOut();
  if (me === undefined) return null;
  return (
    <div className="settings">
      <title>Settings · Fonoteca</title>
      {me.role === 'admin' && <SettingsPages />}
      <h1>Settings</h1>
      <p className="settings-who">
        Signed in as <b dir="auto">{me.name}</b>
        <button type="button" className="link" onClick={signOut}>
          Sign out
        </button>
        <button type="button" className="link" onClick={() => showHelp(true)}>
          Keys
        </button>
      </p>
      <Appearance settings={me.settings} />
      <Playback settings={me.settings} />
      <Apps userName={me.name} />
      <Password />
      <Sessions />
      <p className="note settings-foot">
        <Icon name="mark" /> Fonoteca keeps what you hear to itself: nothing leaves this server.
      </p>
    </div>
  );
}
