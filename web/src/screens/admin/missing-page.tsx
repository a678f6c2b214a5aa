/** Tracks whose file is gone. They keep their marks until a person says that they will not come back. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, useAction } from '../../api/ask.ts';
import type { MissingRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ago, count, inSentence, plural } from '../../text/format.ts';
import { namesOf } from '../../text/names.ts';

const SHOWN_MAX = 500;

export function MissingPage() {
  const missing = useQuery(ask('GET /api/admin/missing', { query: { limit: SHOWN_MAX } }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setChosen(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]));
  return (
    <Loaded query={missing} skeleton={<RowSkeletons count={6} />}>
      {({ total, items }) =>
        total === 0 ? (
          <Empty>No file is missing.</Empty>
        ) : (
          <>
            <p className="admin-lede">
              {plural(total, 'file')} {total === 1 ? 'is' : 'are'} not where{' '}
              {total === 1 ? 'it was' : 'they were'}. Favourites, ratings and plays are kept: if a disk is
              only not connected, connect it and scan. What is gone for good can be purged.
            </p>
            <PurgeKeys total={total} chosen={chosen} onDone={() => setChosen(new Set())} />
            <ul className="rows admin-rows">
              {items.map((row) => (
                <MissingItem
                  key={row.track.id}
                  row={row}
                  chosen={chosen.has(row.track.id)}
                  onToggle={() => toggle(row.track.id)}
                />
              ))}
            </ul>
            {items.length < total && (
              <p className="note form-note">The first {count(items.length)} are shown.</p>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function MissingItem({
  row: { track, path, missingSince },
  chosen,
  onToggle,
}: {
  row: MissingRow;
  chosen: boolean;
  onToggle: () => void;
}) {
  return (
    <li>
      <label className="check missing-check">
        <input type="checkbox" checked={chosen} onChange={onToggle} />
        <span className="two">
          <b className="one-line" dir="auto">
            {track.title} <span className="by">{namesOf(track.artists)}</span>
          </b>
          <code className="note one-line" dir="auto" title={path}>
            {path}
          </code>
        </span>
      </label>
      <span className="note">since {inSentence(ago(missingSince))}</span>
    </li>
  );
}

/** What is purged cannot be brought back. */
function PurgeKeys({
  total,
  chosen,
  onDone,
}: {
  total: number;
  chosen: ReadonlySet<string>;
  onDone: () => void;
}) {
  const [sure, setSure] = useState<'chosen' | 'all' | null>(null);
  const purge = useAction('POST /api/admin/missing/purge', {
    stale: ['GET /api/admin/missing', 'GET /api/admin/libraries'],
    onDone: ({ purged }) => {
      notify({ text: `${plural(purged, 'track')} purged.` });
      setSure(null);
      onDone();
    },
  });
  if (sure !== null) {
    const many = sure === 'all' ? total : chosen.size;
    return (
      <AskFirst
        className="purge"
        act={`Purge ${count(many)}`}
        keep="Keep them"
        pending={purge.isPending}
        onAct={() => purge.mutate({ body: { trackIds: sure === 'all' ? 'all' : [...chosen] } })}
        onKeep={() => setSure(null)}
      >
        Everybody’s favourites, ratings and plays of {plural(many, 'track')} are gone for good, and their
        places in playlists. If the files come back, they are new.
      </AskFirst>
    );
  }
  return (
    <p className="acts purge">
      <button
        type="button"
        className="btn words"
        disabled={chosen.size === 0}
        onClick={() => setSure('chosen')}
      >
        Purge chosen{chosen.size > 0 && ` (${count(chosen.size)})`}
      </button>
      <button type="button" className="btn words" onClick={() => setSure('all')}>
        Purge all
      </button>
    </p>
  );
}
