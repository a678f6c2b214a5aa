/** A new person. */
import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import type { Role } from '../../api/contract.ts';
import { messageOf } from '../../api/problem.ts';
import { notify } from '../../frame/notices.ts';

export function AddUser() {
  const [times, setTimes] = useState(0);
  const add = useAction('POST /api/admin/users', {
    stale: ['GET /api/admin/users'],
    quiet: true,
    onDone: ({ name }) => {
      setTimes(times + 1);
      notify({ text: `${name} can sign in now.` });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const field = (name: string): string => String(data.get(name));
    add.mutate({
      body: { name: field('name').trim(), password: field('password'), role: field('role') as Role },
    });
  };
  return (
    <section>
      <h2>Add a person</h2>
      <form key={times} className="form-line" onSubmit={submit}>
        <label>
          Name
          <input
            className="input"
            name="name"
            required
            maxLength={64}
            dir="auto"
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <label>
          First password
          <input
            className="input"
            name="password"
            type="text"
            required
            minLength={8}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <label>
          Role
          <select className="input" name="role" defaultValue="member">
            <option value="member">Member</option>
            <option value="admin">Admin</option>
          </select>
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
    </section>
  );
}
