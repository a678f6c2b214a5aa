/** One row of covers under its name; it is left out when there is nothing to show. */
import type { ReactNode } from 'react';
import type { AlbumRow } from '../../api/contract.ts';
import { Cover } from '../../parts/cover.tsx';

interface CoverRowProps {
  title: string;
  albums: readonly AlbumRow[];
  note?: (album: AlbumRow) => ReactNode;
  all?: ReactNode;
  /** Said beside the name. */
  aside?: string;
}

const SHOWN_MAX = 6;

export function CoverRow({ title, albums, note, all, aside }: CoverRowProps) {
  if (albums.length === 0) return null;
  return (
    <section>
      <h2>
        {title} {aside !== undefined && <span className="note">{aside}</span>}
        {albums.length >= SHOWN_MAX && all}
      </h2>
      <ul className="covers scroll-x">
        {albums.slice(0, SHOWN_MAX).map((album) => (
          <li key={album.id}>
            <Cover album={album} note={note?.(album)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
