/** Keeps a thing as a favourite, or lets it go. */
import type { Mark } from '../api/contract.ts';
import { Icon } from './icon.tsx';
import { setMark, useMark } from './marks.ts';

export function Heart({
  id,
  mark,
  name,
  small = false,
}: {
  id: string;
  mark: Mark;
  name: string;
  small?: boolean;
}) {
  const now = useMark(id, mark);
  const kept = now.starredAt !== null;
  return (
    <button
      type="button"
      className={small ? 'icon small heart' : 'icon heart'}
      aria-pressed={kept}
      aria-label={kept ? `${name} is a favourite` : `Keep ${name} as a favourite`}
      title={kept ? 'A favourite' : 'Keep as a favourite'}
      onClick={() => void setMark(id, now, { starred: !kept })}
    >
      <Icon name="heart" filled={kept} />
    </button>
  );
}
