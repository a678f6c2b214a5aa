/** Format and source of an album, and why its tracks are one album: pressed, the reason opens in place. */
import { useState } from 'react';
import type { AlbumDetail } from '../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';

export function AlbumBadges({ album }: { album: AlbumDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="album-badges">
      <p className="badges">
        {album.format !== '' && (
          <span className="badge num">
            <Icon name="wave" />
            {album.format}
          </span>
        )}
        <button
          type="button"
          className="badge"
          aria-expanded={open}
          aria-controls="why"
          title="Where these facts come from, and why this is one album"
          onClick={() => setOpen(!open)}
        >
          <Icon name="source" />
          {album.mbid === null ? 'From the files' : 'Files, with MusicBrainz ids'}
        </button>
        {album.missing && (
          <span className="badge warn">
            <Icon name="warn" />
            Files not there now
          </span>
        )}
      </p>
      {open && <Why album={album} />}
    </div>
  );
}

function Why({ album: { grouping } }: { album: AlbumDetail }) {
  return (
    <aside className="why" id="why" aria-label="Why this is one album">
      <h3>Why this is one album</h3>
      <p className="why-rule">{grouping.rule}</p>
      <dl>
        {grouping.facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="note">Change these tags in the files, and the next scan follows.</p>
    </aside>
  );
}
