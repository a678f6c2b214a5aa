/** Adds a folder of the server; its scan begins at once. */
import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { messageOf } from '../../api/problem.ts';

export function AddLibrary() {
  const [times, setTimes] = useState(0);
  const add = useAction('POST /api/admin/libraries', {
    stale: ['GET /api/admin/libraries', 'GET /api/scan'],
    quiet: true,
    onDone: () => setTimes(times + 1),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = String(data.get('name')).trim();
    add.mutate({ body: { path: String(data.get('path')).trim(), ...(name === '' ? {} : { name }) } });
  };
  return (
    <section>
      <h2>Add a folder</h2>
      <form key={times} className="form-line" onSubmit={submit}>
        <label>
          Folder on the server
          <input
            className="input"
            name="path"
            required
            placeholder="/srv/music"
            dir="auto"
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <label>
          Name
          <input className="input" name="name" placeholder="As the folder" dir="auto" autoComplete="off" />
        </label>
        <button type="submit" className="btn solid words" disabled={add.isPending}>
          Add
        </button>
      </form>
      {add.isError && (
        <p className="form-error" role="alert">
          {messageOf(add.error)}
        </p>
      )}
      <p className="note form-note">Files are only read, never changed or moved.</p>
    </section>
  );
}
