/** Says when something else was searched than was typed, and leads back to exactly that. */
import { Link } from '@tanstack/react-router';
import type { SearchAnswer } from '../../api/contract.ts';

export function Spelling({ answer: { query, corrected }, exact }: { answer: SearchAnswer; exact: boolean }) {
  if (exact) {
    return (
      <p className="spelling">
        Only “{query}” as typed ·{' '}
        <Link className="link" to="/search" search={{ q: query }} replace>
          Search forgivingly
        </Link>
      </p>
    );
  }
  if (corrected === null) return null;
  return (
    <p className="spelling">
      Showing <mark dir="auto">{corrected}</mark> ·{' '}
      <Link className="link" to="/search" search={{ q: query, exact: true }} replace>
        Only “{query}” as typed
      </Link>
    </p>
  );
}
