/** A new playlist: a button that turns into a field for its name, in place. */
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useAction } from '../../api/ask.ts';
import { Icon } from '../../parts/icon.tsx';

export function NewPlaylist() {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const create = useAction('POST /api/playlists', {
    stale: ['GET /api/playlists'],
    onDone: ({ id }) => void navigate({ to: '/playlists/$id', params: { id } }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (name !== '') create.mutate({ body: { name } });
  };
  if (!open) {
    return (
      <span className="acts">
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          <Icon name="plus" />
          New playlist
        </button>
      </span>
    );
  }
  return (
    <form className="acts new-playlist" onSubmit={submit}>
      <input
        className="input"
        name="name"
        required
        maxLength={200}
        placeholder="Its name"
        aria-label="Name of the new playlist"
        dir="auto"
        // oxlint-disable-next-line jsx-a11y/no-autofocus: the field came because somebody asked for it
        autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false);
        }}
      />
      <button type="submit" className="btn solid words" disabled={create.isPending}>
        Make it
      </button>
      <button type="button" className="icon" aria-label="Cancel" onClick={() => setOpen(false)}>
        <Icon name="close" />
      </button>
    </form>
  );
}
