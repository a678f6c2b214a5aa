/**
 * The icons: 20 px, 1.5 px lines, filled only where the thing is solid. Drawn inline so that they take the colour
 * of the words beside them; an icon alone is never a name, so all are hidden from screen readers.
 */
import type { ReactNode } from 'react';

const ICONS = {
  mark: (
    <>
      <path d="M3 3v14M7 3v14M11 3v14" />
      <path className="hue" d="M14.2 3.6 17.6 16.8" />
      <path d="M1 18.5h18" />
    </>
  ),
  home: <path d="M3 9.2 10 3.5l7 5.7M4.8 8v8.5h10.4V8" />,
  search: (
    <>
      <circle cx="9" cy="9" r="5.5" />
      <path d="m13 13 4 4" />
    </>
  ),
  album: (
    <>
      <path d="M3.5 3.5h13v13h-13z" />
      <circle cx="10" cy="10" r="3.6" />
      <path d="M10 10h.01" />
    </>
  ),
  artist: (
    <>
      <circle cx="10" cy="7" r="3.2" />
      <path d="M3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5" />
    </>
  ),
  list: <path d="M3 5h14M3 9.500h14M3 14h7M13 14.500l4-2v4z" />,
  settings: (
    <>
      <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
      <circle cx="12" cy="6" r="2" />
      <circle cx="8" cy="14" r="2" />
    </>
  ),
  theme: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path className="fill" d="M10 3.500a6.5 6.5 0 0 1 0 13z" />
    </>
  ),
  more: <path className="dots" d="M4.5 10h.01M10 10h.01M15.5 10h.01" />,
  play: <path className="fill" d="M6 4v12l10-6z" />,
  pause: <path className="fill" d="M5.5 4h3v12h-3zM11.5 4h3v12h-3z" />,
  next: (
    <>
      <path className="fill" d="M4.5 4.500v11l8.5-5.500z" />
      <path d="M15 4.500v11" />
    </>
  ),
  prev: (
    <>
      <path className="fill" d="M15.5 4.500v11L7 10z" />
      <path d="M5 4.500v11" />
    </>
  ),
  playing: <path d="M5 8v6M8.5 5v9M12 9.500v4.500M15.5 7v7" />,
  queue: <path d="M3 5h14M3 10h9M3 15h9M15.5 9v7M12.8 13.300l2.7 2.7 2.7-2.7" />,
  volume: (
    <path d="M3.5 7.800h2.800L10 4.500v11l-3.7-3.300H3.500zM12.8 7.500c1.4 1.5 1.4 3.5 0 5M15 5.500c2.6 2.7 2.6 6.3 0 9" />
  ),
  heart: <path d="M10 16.500C5 13 3 10.7 3 8a3.6 3.6 0 0 1 7-1.200A3.6 3.6 0 0 1 17 8c0 2.7-2 5-7 8.500z" />,
  down: <path d="m4.5 7.5 5.5 5.5 5.5-5.5" />,
  lyrics: <path d="M3 4.500h10M3 8.500h14M3 12.500h7M3 16.500h11" />,
  source: <path d="M5 3.500h7l3.5 3.500v9.500H5zM12 3.500V7h3.500M7.5 10.500h5M7.5 13.500h5" />,
  check: <path d="m4.5 10.5 3.8 3.8 7.2-8.3" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 6v4.300l2.7 1.7" />
    </>
  ),
  plus: <path d="M10 4v12M4 10h12" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  pencil: <path d="m4 16 .8-3.4L13.5 3.900a1.5 1.5 0 0 1 2.1 0l.5.5a1.5 1.5 0 0 1 0 2.100L7.4 15.200z" />,
  download: <path d="M10 3.500v9M6 9l4 4 4-4M3.5 16.500h13" />,
  grip: (
    <path
      className="dots"
      d="M7.5 5.500h.01M12.5 5.500h.01M7.5 10h.01M12.5 10h.01M7.5 14.500h.01M12.5 14.500h.01"
    />
  ),
  star: <path d="m10 3.2 2.1 4.4 4.8.6-3.5 3.3.9 4.8-4.3-2.4-4.3 2.4.9-4.800L3.1 8.200l4.8-.6z" />,
  repeat: (
    <path d="M4 9V7.500a2 2 0 0 1 2-2h9M12.8 3.3 15 5.500l-2.2 2.200M16 11v1.500a2 2 0 0 1-2 2H5M7.2 16.7 5 14.500l2.2-2.2" />
  ),
  once: (
    <path d="M4 9V7.500a2 2 0 0 1 2-2h9M12.8 3.3 15 5.500l-2.2 2.200M16 11v1.500a2 2 0 0 1-2 2H5M7.2 16.7 5 14.500l2.2-2.200M9.3 9l1-.8v3.8" />
  ),
  shuffle: (
    <path d="M3 6h2.500c4 0 5 8 9 8H17M3 14h2.500c1.5 0 2.6-1.2 3.5-2.600M11 8.600c.9-1.4 2-2.6 3.5-2.600H17M14.8 3.8 17 6l-2.2 2.200M14.8 11.8 17 14l-2.2 2.2" />
  ),
  muted: <path d="M3.5 7.800h2.800L10 4.500v11l-3.7-3.300H3.500zM13 8l4 4M17 8l-4 4" />,
  note: (
    <>
      <path d="M7.5 14.500V4.500l8-1.500v10" />
      <circle cx="5.5" cy="14.5" r="2" />
      <circle cx="13.5" cy="13" r="2" />
    </>
  ),
  genre: (
    <>
      <path d="M3.5 3.500h6l7 7-6 6-7-7z" />
      <path d="M6.8 6.800h.01" />
    </>
  ),
  trash: <path d="M4 5.500h12M8 5.500v-2h4v2M5.5 5.500l.8 11h7.400l.8-11M8.5 8.500v5M11.5 8.500v5" />,
  copy: <path d="M7.5 7.500h9v9h-9zM4.5 12.500h-1v-9h9v1" />,
  warn: <path d="M10 3.5 17.5 16.500h-15zM10 8.500v3.500M10 14.200h.01" />,
  why: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M8 8.200c.2-1.2 1-1.7 2-1.7 1.2 0 2 .7 2 1.7 0 1.5-2 1.6-2 3M10 13.600h.01" />
    </>
  ),
  folder: <path d="M3 5.500h5l1.5 2H17v8.500H3z" />,
  refresh: <path d="M15.8 8A6.2 6.2 0 0 0 4.2 8.500M4.2 12a6.2 6.2 0 0 0 11.6-.5M16 4v4h-4M4 16v-4h4" />,
  key: (
    <>
      <circle cx="7" cy="13" r="3.5" />
      <path d="M9.5 10.5 16 4M13 7l2.5 2.5" />
    </>
  ),
  keyboard: (
    <path d="M2.5 5.500h15v9h-15zM5.5 8.500h.01M8.5 8.500h.01M11.5 8.500h.01M14.5 8.500h.01M7 11.800h6" />
  ),
  leave: <path d="M8 3.500H3.500v13H8M7.5 10H17M13.5 6.5 17 10l-3.5 3.5" />,
  wave: <path d="M3 9v2M5.8 6.500v7M8.6 4v12M11.4 7v6M14.2 5.500v9M17 9v2" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;

export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg className={filled ? 'i solid' : 'i'} viewBox="0 0 20 20" aria-hidden="true">
      {ICONS[name]}
    </svg>
  );
}
