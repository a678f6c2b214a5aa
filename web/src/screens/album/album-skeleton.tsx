/** The outline of an album: cover, title, rows. */
import { RowSkeletons } from '../../parts/skeletons.tsx';

export function AlbumSkeleton() {
  return (
    <>
      <div className="album-head">
        <span className="art skeleton" />
        <div className="album-title">
          <span className="skeleton line-skeleton" style={{ width: 80 }} />
          <span className="skeleton line-skeleton" style={{ width: '70%', height: 36 }} />
          <span className="skeleton line-skeleton" style={{ width: '40%' }} />
        </div>
      </div>
      <div className="album-body">
        <div>
          <h2>&nbsp;</h2>
          <RowSkeletons count={8} />
        </div>
      </div>
    </>
  );
}
