/** Long work: what runs, how far it is, how long yet; what ended, and how. */
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { ask, useAction } from '../../api/ask.ts';
import type { JobRow } from '../../api/contract.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ago, count, inSentence, timeLeft } from '../../text/format.ts';

const SIGNS: Record<JobRow['state'], { icon: IconName; name: string; tone: string }> = {
  waiting: { icon: 'clock', name: 'Waiting', tone: '' },
  running: { icon: 'refresh', name: 'Running', tone: '' },
  done: { icon: 'check', name: 'Done', tone: 'good' },
  failed: { icon: 'warn', name: 'Failed', tone: 'bad' },
  cancelled: { icon: 'close', name: 'Stopped', tone: '' },
};

export function JobsPage() {
  const jobs = useQuery(ask('GET /api/jobs', {}));
  return (
    <Loaded query={jobs} skeleton={<RowSkeletons count={4} />}>
      {(data) =>
        data.length === 0 ? (
          <Empty>Nothing is being worked on.</Empty>
        ) : (
          <ul className="rows admin-rows">
            {data.map((job) => (
              <JobItem key={job.id} job={job} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function JobItem({ job }: { job: JobRow }) {
  const stop = useAction('DELETE /api/jobs/:id', { stale: ['GET /api/jobs'] });
  const sign = SIGNS[job.state];
  return (
    <li>
      <span className="two job-words">
        <b>{job.title}</b>
        {job.state === 'running' && job.total !== null && job.total > 0 && (
          <span className="bar" style={{ '--at': `${(job.done / job.total) * 100}%` } as CSSProperties} />
        )}
        <span className="note num">{factsOf(job)}</span>
      </span>
      <span className="acts admin-acts">
        <span className={`badge ${sign.tone}`}>
          <Icon name={sign.icon} />
          {sign.name}
        </span>
        {job.canCancel && (
          <button
            type="button"
            className="btn small words"
            onClick={() => stop.mutate({ params: { id: job.id } })}
          >
            Stop
          </button>
        )}
      </span>
    </li>
  );
}

function factsOf({ state, done, total, secondsLeft, endedAt, message }: JobRow): string {
  const far = total === null ? (done > 0 ? count(done) : '') : `${count(done)} of ${count(total)}`;
  const when = endedAt === null ? '' : `ended ${inSentence(ago(endedAt))}`;
  return [message ?? '', far, state === 'running' ? timeLeft(secondsLeft) : '', when]
    .filter((part) => part !== '')
    .join(' · ');
}
