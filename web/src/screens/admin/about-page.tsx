/** The server itself: its versions, its size, and whether all it needs is there. */
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import type { About } from '../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Loaded } from '../../parts/states.tsx';
import { ago, bytes, count, span } from '../../text/format.ts';

export function AboutPage() {
  const about = useQuery(ask('GET /api/admin/about', {}));
  return (
    <Loaded query={about} skeleton={<RowSkeletons count={6} />}>
      {(data) => (
        <>
          <Checks checks={data.checks} />
          <h2>Server</h2>
          <dl className="about">
            {factsOf(data).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="num">{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Loaded>
  );
}

function Checks({ checks }: { checks: About['checks'] }) {
  const wanting = checks.filter((check) => !check.ok).length;
  return (
    <>
      <p className="admin-lede">
        {wanting === 0
          ? 'All is as it should be.'
          : `${count(wanting)} of ${count(checks.length)} checks want something done.`}
      </p>
      <ul className="rows admin-rows">
        {checks.map(({ name, ok, message, advice }) => (
          <li key={name}>
            <span className="two">
              <b>{name}</b>
              <span className="note">{message}</span>
              {advice !== null && (
                <span className="note">
                  Do this: <code>{advice}</code>
                </span>
              )}
            </span>
            <span className="acts admin-acts">
              <span className={ok ? 'badge good' : 'badge warn'}>
                <Icon name={ok ? 'check' : 'warn'} />
                {ok ? 'Well' : 'Look here'}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function factsOf({
  version,
  nodeVersion,
  database,
  ffmpeg,
  startedAt,
  memoryBytes,
  cpuSeconds,
  counts,
}: About): [string, string][] {
  return [
    ['Fonoteca', version],
    ['Node', nodeVersion],
    ['Database', database === 'sqlite' ? 'SQLite' : 'PostgreSQL'],
    ['ffmpeg', ffmpeg ?? 'not installed'],
    ['Started', ago(startedAt)],
    ['Memory', bytes(memoryBytes)],
    ['Processor time', span(cpuSeconds * 1000)],
    [
      'Music',
      `${count(counts.tracks)} tracks, ${count(counts.albums)} albums, ${count(counts.artists)} artists, ${span(counts.durationMs)}`,
    ],
  ];
}
