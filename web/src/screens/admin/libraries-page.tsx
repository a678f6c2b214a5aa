/** Folders of music: what is in them, when they were read, who may hear them. */
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { AddLibrary } from './add-library.tsx';
import { LibraryItem } from './library-item.tsx';
import { ScanPart } from './scan-part.tsx';

export function LibrariesPage() {
  const libraries = useQuery(ask('GET /api/admin/libraries', {}));
  return (
    <>
      <Loaded query={libraries} skeleton={<RowSkeletons count={3} />}>
        {(data) => (
          <>
            {data.length > 0 && <ScanPart />}
            {data.length === 0 ? (
              <Empty>No folder yet. Name one on the server, and its music appears here.</Empty>
            ) : (
              <ul className="rows admin-rows">
                {data.map((library) => (
                  <LibraryItem key={library.id} library={library} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
      <AddLibrary />
    </>
  );
}
