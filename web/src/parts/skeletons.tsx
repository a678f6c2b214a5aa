/** The outlines of what comes: they take the room that it will take, so that nothing shifts. */

export function CoverSkeletons({ count, small = false }: { count: number; small?: boolean }) {
  return (
    <div className={small ? 'covers small scroll-x' : 'covers scroll-x'}>
      {Array.from({ length: count }, (_, at) => (
        <CoverSkeleton key={at} />
      ))}
    </div>
  );
}

export function CoverSkeleton() {
  return (
    <div className="cover">
      <span className="art skeleton" />
      <span className="skeleton line-skeleton" style={{ width: '78%' }} />
      <span className="skeleton line-skeleton" style={{ width: '52%' }} />
    </div>
  );
}

export function RowSkeletons({ count }: { count: number }) {
  return (
    <ul className="rows">
      {Array.from({ length: count }, (_, at) => (
        <li key={at}>
          <span className="skeleton line-skeleton" style={{ width: `${30 + ((at * 17) % 30)}%` }} />
        </li>
      ))}
    </ul>
  );
}
