/** The outline of Home: a large square with its words, then a row of covers. */
import { CoverSkeletons } from '../../parts/skeletons.tsx';

export function HomeSkeleton() {
  return (
    <>
      <h2>Continue listening</h2>
      <div className="continue">
        <div className="resume-big">
          <span className="art skeleton" />
          <div>
            <span className="skeleton line-skeleton" style={{ width: '40%' }} />
            <span className="skeleton line-skeleton" style={{ width: '80%', height: 28 }} />
          </div>
        </div>
      </div>
      <h2>Recently added</h2>
      <CoverSkeletons count={6} />
    </>
  );
}
