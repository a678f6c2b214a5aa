/** Files that could not be read, or not wholly: what happened to each and what to do. */
import { useQuery } from '@tanstack/react-query';
import { askPage } from '../../api/ask.ts';
import type { IssueRow } from '../../api/contract.ts';
import { LongList } from '../../lists/long-list.tsx';
import { Icon } from '../../parts/icon.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { day, inSentence, plural } from '../../text/format.ts';

const PAGE_SIZE = 100;
const ROW_PX = 88;

const page = (offset: number) => askPage('GET /api/admin/issues', { query: { offset, limit: PAGE_SIZE } });

export function IssuesPage() {
  const first = useQuery(page(0));
  return (
    <Loaded query={first} skeleton={<RowSkeletons count={8} />}>
      {({ total }) =>
        total === 0 ? (
          <Empty>Every file could be read.</Empty>
        ) : (
          <>
            <p className="admin-lede">
              {plural(total, 'file')} could not be read, or not wholly. No scan stops for them; mend the file,
              and the next scan takes it in.
            </p>
            <LongList
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              linePx={ROW_PX}
              linesPerBlock={4}
              label="Issues"
            >
              {(issue, index) => (
                <li key={index} role="listitem" className="issue">
                  {issue !== undefined && <Issue issue={issue} />}
                </li>
              )}
            </LongList>
          </>
        )
      }
    </Loaded>
  );
}

function Issue({ issue: { path, severity, reason, message, library, firstSeenAt } }: { issue: IssueRow }) {
  return (
    <>
      <span className={severity === 'error' ? 'badge bad' : 'badge warn'}>
        <Icon name="warn" />
        {reason.replaceAll('-', ' ')}
      </span>
      <span className="two">
        <code className="one-line" dir="auto" title={path}>
          {path}
        </code>
        <span>{message}</span>
        <span className="note">
          {library} · first seen {inSentence(day(firstSeenAt))}
        </span>
      </span>
    </>
  );
}
