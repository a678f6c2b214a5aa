/** One library: its folder and its numbers; who may hear it; it can be scanned alone, or removed, which asks first. */
import { useState } from 'react';
import { useAction } from '../../api/ask.ts';
import type { LibraryRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { AskFirst } from '../../parts/ask-first.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ago, bytes, inSentence, plural } from '../../text/format.ts';
import { LibraryMembers } from './library-members.tsx';

export function LibraryItem({ library }: { library: LibraryRow }) {
  const [open, setOpen] = useState<'members' | 'remove' | null>(null);
  const toggle = (part: 'members' | 'remove'): void => setOpen(open === part ? null : part);
  const { id, name, path, trackCount, missingCount, sizeBytes, scannedAt, watching, members } = library;
  const facts = [
    plural(trackCount, 'track'),
    bytes(sizeBytes),
    scannedAt === null ? 'not scanned yet' : `scanned ${inSentence(ago(scannedAt))}`,
    watching ? 'watched for changes' : '',
    missingCount > 0 ? `${plural(missingCount, 'file')} missing` : '',
  ];
  return (
    <li>
      <span className="two">
        <b dir="auto">{name}</b>
        <code className="note" dir="auto">
          {path}
        </code>
        <span className="note num">{facts.filter((fact) => fact !== '').join(' · ')}</span>
      </span>
      <span className="acts admin-acts">
        <button
          type="button"
          className="btn small words"
          aria-expanded={open === 'members'}
          onClick={() => toggle('members')}
        >
          {members === null
            ? 'Everyone hears it'
            : `${plural(members.length, 'person', 'people')} may hear it`}
        </button>
        <ScanKey id={id} name={name} />
        <button
          type="button"
          className="icon"
          aria-label={`Remove ${name}`}
          title="Remove: the files stay as they are"
          onClick={() => toggle('remove')}
        >
          <Icon name="close" />
        </button>
      </span>
      {open === 'members' && <LibraryMembers library={library} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveLibrary library={library} onKeep={() => setOpen(null)} />}
    </li>
  );
}

function ScanKey({ id, name }: Pick<LibraryRow, 'id' | 'name'>) {
  const scan = useAction('POST /api/scan', { stale: ['GET /api/scan'] });
  return (
    <button
      type="button"
      className="icon"
      aria-label={`Scan ${name}`}
      title="Scan this one"
      onClick={() => scan.mutate({ body: { libraryId: id } })}
    >
      <Icon name="refresh" />
    </button>
  );
}

function RemoveLibrary({
  library: { id, name, trackCount },
  onKeep,
}: {
  library: LibraryRow;
  onKeep: () => void;
}) {
  const remove = useAction('DELETE /api/admin/libraries/:id', {
    stale: ['GET /api/admin/libraries'],
    onDone: () => notify({ text: `“${name}” was removed. Its files were not touched.` }),
  });
  return (
    <AskFirst
      className="admin-below"
      act={`Remove “${name}”`}
      pending={remove.isPending}
      onAct={() => remove.mutate({ params: { id } })}
      onKeep={onKeep}
    >
      The files stay as they are.{' '}
      {trackCount > 0 &&
        `But everybody’s favourites, ratings and plays of ${plural(trackCount, 'track')} are gone for good, also when the folder is added again.`}
    </AskFirst>
  );
}
