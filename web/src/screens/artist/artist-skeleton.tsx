/** The outline of an artist. */
import { CoverSkeletons } from '../../parts/skeletons.tsx';

export function ArtistSkeleton() {
  return (
    <>
      <div className="artist-head">
        <span className="art skeleton" />
        <div>
          <span className="skeleton line-skeleton" style={{ width: 320, height: 36 }} />
          <span className="skeleton line-skeleton" style={{ width: 160 }} />
        </div>
      </div>
      <h2>Albums</h2>
      <CoverSkeletons count={6} />
    </>
  );
}
