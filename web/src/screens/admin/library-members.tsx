/** Who may hear a library: everyone, or those ticked. Admins always may. */
import { useQuery } from '@tanstack/react-query';
import { ask, useAction } from '../../api/ask.ts';
import type { LibraryRow } from '../../api/contract.ts';

export function LibraryMembers({
  library: { id, name, members },
  onClose,
}: {
  library: LibraryRow;
  onClose: () => void;
}) {
  const users = useQuery(ask('GET /api/admin/users', {})).data ?? [];
  const change = useAction('PATCH /api/admin/libraries/:id', {
    stale: ['GET /api/admin/libraries', 'GET /api/admin/users'],
  });
  const set = (next: string[] | null): void => change.mutate({ params: { id }, body: { members: next } });
  return (
    <fieldset className="members" disabled={change.isPending}>
      <legend className="sr">Who may hear {name}</legend>
      <label className="check">
        <input
          type="checkbox"
          checked={members === null}
          onChange={(event) => set(event.target.checked ? null : [])}
        />
        Everyone
      </label>
      {members !== null &&
        users
          .filter((user) => user.role !== 'admin')
          .map((user) => (
            <label key={user.name} className="check">
              <input
                type="checkbox"
                checked={members.includes(user.name)}
                onChange={(event) =>
                  set(
                    event.target.checked
                      ? [...members, user.name]
                      : members.filter((one) => one !== user.name),
                  )
                }
              />
              <span dir="auto">{user.name}</span>
            </label>
          ))}
      {members !== null && <span className="note">Admins always may.</span>}
      <button type="button" className="btn small words" onClick={onClose}>
        Done
      </button>
    </fieldset>
  );
}
