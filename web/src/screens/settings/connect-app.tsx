/** The three things an app asks for. The password is shown now and never again. */
import { serverAddress } from '../../api/urls.ts';
import { notify } from '../../frame/notices.ts';
import { Icon } from '../../parts/icon.tsx';
import type { MadeCredential } from './apps.tsx';

interface ConnectAppProps {
  made: MadeCredential;
  userName: string;
  onClose: () => void;
}

export function ConnectApp({ made, userName, onClose }: ConnectAppProps) {
  const address = serverAddress();
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/u.test(address);
  return (
    <div className="connect" role="status">
      <h3>Connect {made.name}</h3>
      <p className="note">
        Type this into the app. The password is shown only now; Fonoteca keeps no copy that can be read.
      </p>
      <dl>
        <Line name="Server" value={address} />
        <Line name="User" value={userName} />
        <Line name="Password" value={made.secret} />
      </dl>
      {local && (
        <p className="note connect-local">
          <Icon name="warn" />
          This address works only on this computer. Start Fonoteca with <code>--lan</code> to reach it from a
          phone, and use the address it prints.
        </p>
      )}
      <p className="note">Apps that ask for an API key take the password as the key, and no user name.</p>
      <div className="acts">
        <button type="button" className="btn words" onClick={onClose}>
          Done, it is kept
        </button>
      </div>
    </div>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      notify({ text: `${name} copied.` });
    } catch {
      notify({
        text: 'This browser does not let a page copy here. Mark the text and copy it by hand.',
        tone: 'bad',
      });
    }
  };
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
        <button
          type="button"
          className="icon small"
          aria-label={`Copy ${name.toLowerCase()}`}
          onClick={() => void copy()}
        >
          <Icon name="copy" />
        </button>
      </dd>
    </div>
  );
}
