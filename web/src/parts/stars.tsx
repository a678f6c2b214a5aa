/** A rating of one to five; the star that is on takes the rating away again. */
import type { Mark } from '../api/contract.ts';
import { Icon } from './icon.tsx';
import { setMark, useMark } from './marks.ts';

const STARS = [1, 2, 3, 4, 5] as const;

export function Stars({ id, mark, name }: { id: string; mark: Mark; name: string }) {
  const now = useMark(id, mark);
  const rating = now.rating ?? 0;
  return (
    <span
      className="stars"
      role="group"
      aria-label={`Rating of ${name}: ${rating === 0 ? 'none' : `${rating} of 5`}`}
    >
      {STARS.map((star) => (
        <button
          key={star}
          type="button"
          data-on={star <= rating ? '' : undefined}
          aria-pressed={star === rating}
          aria-label={star === rating ? 'Take the rating away' : `${star} of 5`}
          onClick={() => void setMark(id, now, { rating: star === rating ? null : star })}
        >
          <Icon name="star" filled={star <= rating} />
        </button>
      ))}
    </span>
  );
}
