/** One library: its folder and its numbers; who may hear it; it can be renamed, scanned alone, let go. */
import { useState } from 'react';
import { useAction } from '../../api/ask.ts';
import type { LibraryRow } from '../../api/contract.ts';
import { notify } from '../../frame/notices.ts';
import { Icon } from '../../parts/icon.tsx';
import { ago, bytes, inSentence, plural } from '../../text/format.ts';
import { LibraryMembers } from './library-members.tsx';

export function LibraryItem({ library }: { library: LibraryRow }) {
  const [open, setOpen] = useState(false);
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
        <button type="button" className="btn small words" aria-expanded={open} onClick={() => setOpen(!open)}>
          {members === null
            ? 'Everyone hears it'
            : `${plural(members.length, 'person', 'people')} may hear it`}
        </button>
        <LibraryKeys id={id} name={name} path={path} />
      </span>
      {open && <LibraryMembers library={library} onClose={() => setOpen(false)} />}
    </li>
  );
}

function LibraryKeys({ id, name, path }: Pick<LibraryRow, 'id' | 'name' | 'path'>) {
  const stale = ['GET /api/admin/libraries'] as const;
  const scan = useAction('POST /api/scan', { stale: ['GET /api/scan'] });
  const add = useAction('POST /api/admin/libraries', { stale });
  const remove = useAction('DELETE /api/admin/libraries/:id', {
    stale,
    onDone: () =>
      notify({
        text: `“${name}” was let go. Its files were not touched.`,
        action: { label: 'Undo', run: () => add.mutate({ body: { path, name } }) },
      }),
  });
  return (
    <>
      <button
        type="button"
        className="icon"
        aria-label={`Scan ${name}`}
        title="Scan this one"
        onClick={() => scan.mutate({ body: { libraryId: id } })}
      >
        <Icon name="refresh" />
      </button>
      <button
        type="button"
        className="icon"
        aria-label={`Let ${name} go`}
        title="Let go: the files stay as they are"
        onClick={() => remove.mutate({ params: { id } })}
      >
        <Icon name="close" />
      </button>
    </>
  );
}
