/**
 * One menu for the whole page: whoever is asked for more says what the menu is about and where it opens. Lists of
 * a million rows cannot carry a menu each.
 */
import { useSyncExternalStore, type MouseEvent } from 'react';
import type { AlbumRow, Playable, PlaylistRow } from '../api/contract.ts';

/** What else can be done with the thing in the place where it stands: taken out of this queue, this playlist. */
export interface HereAction {
  label: string;
  run: () => void;
}

export type MenuTarget =
  | { kind: 'track'; track: Playable; here?: HereAction | undefined }
  | { kind: 'album'; album: AlbumRow }
  | { kind: 'playlist'; playlist: PlaylistRow };

/** Where it opens: beside a button, or at the pointer. */
export type MenuAnchor = Element | { getBoundingClientRect: () => DOMRect };
export interface OpenMenu {
  target: MenuTarget;
  anchor: MenuAnchor;
  /** Takes the focus back when the menu closes. */
  opener: HTMLElement | null;
}

let open: OpenMenu | null = null;
const listeners = new Set<() => void>();

export function openTrackMenu(event: MouseEvent<HTMLElement>, track: Playable, here?: HereAction): void {
  openAt(event, { kind: 'track', track, here });
}

export function openAlbumMenu(event: MouseEvent<HTMLElement>, album: AlbumRow): void {
  openAt(event, { kind: 'album', album });
}

export function openPlaylistMenu(event: MouseEvent<HTMLElement>, playlist: PlaylistRow): void {
  openAt(event, { kind: 'playlist', playlist });
}

/** Opens at a point of the screen: a long press has no event of the mouse. */
export function openTrackMenuAt(x: number, y: number, opener: HTMLElement, track: Playable): void {
  show({ target: { kind: 'track', track }, anchor: pointAnchor(x, y), opener });
}

export function closeMenu(): void {
  show(null);
}

export function useOpenMenu(): OpenMenu | null {
  return useSyncExternalStore(subscribe, () => open);
}

function openAt(event: MouseEvent<HTMLElement>, target: MenuTarget): void {
  event.preventDefault();
  event.stopPropagation();
  const byPointer = event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0);
  const anchor = byPointer ? pointAnchor(event.clientX, event.clientY) : event.currentTarget;
  show({ target, anchor, opener: event.currentTarget });
}

function pointAnchor(x: number, y: number): MenuAnchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

function show(next: OpenMenu | null): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
