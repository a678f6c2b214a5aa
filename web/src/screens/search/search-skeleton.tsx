/** The outline of an answer. */
import { RowSkeletons } from '../../parts/skeletons.tsx';

export function SearchSkeleton() {
  return (
    <div className="hits">
      <div>
        <h2>Best hit</h2>
        <div className="best">
          <span className="art skeleton" />
          <div>
            <span className="skeleton line-skeleton" style={{ width: '80%', height: 24 }} />
          </div>
        </div>
      </div>
      <div>
        <h2>Tracks</h2>
        <RowSkeletons count={6} />
      </div>
    </div>
  );
}
