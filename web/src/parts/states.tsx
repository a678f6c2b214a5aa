/** What stands in for content: nothing there yet, something wrong, and the query that decides between them. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { messageOf } from '../api/problem.ts';
import { Icon } from './icon.tsx';

/** One sentence, and the one thing to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <p>{children}</p>
      {action !== undefined && <div className="acts">{action}</div>}
    </div>
  );
}

/** What happened, what to do, and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div className="state" role="alert">
      <p>{messageOf(error)}</p>
      <p>Nothing was lost; what plays goes on playing.</p>
      {retry !== undefined && (
        <div className="acts">
          <button type="button" className="btn" onClick={retry}>
            <Icon name="refresh" />
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** The content of a query, its skeleton after a moment, or its failure. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Later>{skeleton}</Later>;
}

const SKELETON_AFTER_MS = 150;

/** Shows its children only when waiting takes long enough to be noticed. */
export function Later({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? <div aria-hidden="true">{children}</div> : null;
}
