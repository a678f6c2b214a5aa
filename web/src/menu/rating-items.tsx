/** Favourite and rating inside a menu. Stars stay open when pressed, since one looks before one leaves. */
import { Menu } from '@base-ui/react/menu';
import type { Mark } from '../api/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { setMark, useMark } from '../parts/marks.ts';
import { Item } from './items.tsx';

export function RatingItems({ id, mark }: { id: string; mark: Mark }) {
  const now = useMark(id, mark);
  const kept = now.starredAt !== null;
  return (
    <>
      <Item icon="heart" onAct={() => void setMark(id, now, { starred: !kept })}>
        {kept ? 'No longer a favourite' : 'Keep as a favourite'}
      </Item>
      <Menu.RadioGroup
        className="menu-rating"
        aria-label="Rating"
        value={now.rating}
        onValueChange={(rating: number) =>
          void setMark(id, now, { rating: rating === now.rating ? null : rating })
        }
      >
        {[1, 2, 3, 4, 5].map((star) => (
          <Menu.RadioItem
            key={star}
            className="menu-star"
            value={star}
            closeOnClick={false}
            aria-label={`${star} of 5`}
          >
            <Icon name="star" filled={star <= (now.rating ?? 0)} />
          </Menu.RadioItem>
        ))}
        {now.rating !== null && (
          <button
            type="button"
            className="note"
            tabIndex={-1}
            onClick={() => void setMark(id, now, { rating: null })}
          >
            None
          </button>
        )}
      </Menu.RadioGroup>
    </>
  );
}
