/** The scan: how far it is and what it found, or when the last one was; it can be begun and stopped here. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, useAction } from '../../api/ask.ts';
import type { ScanStatus } from '../../api/contract.ts';
import { ScanBar } from '../../frame/rail-job.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ago, count, inSentence, plural, timeLeft } from '../../text/format.ts';

export function ScanPart() {
  const client = useQueryClient();
  const scan = useQuery(ask('GET /api/scan', {})).data;
  const onDone = (status: ScanStatus): void => {
    client.setQueryData(ask('GET /api/scan', {}).queryKey, status);
  };
  const begin = useAction('POST /api/scan', { onDone });
  const stop = useAction('DELETE /api/scan', { onDone });
  if (scan === undefined) return null;
  return (
    <section className="scan" aria-label="Scan">
      <p className="scan-said">{saidOf(scan)}</p>
      {scan.running && <ScanBar scan={scan} />}
      <p className="note num">
        {factsOf(scan)}
        {scan.issues > 0 && (
          <>
            {' · '}
            <Link className="link" to="/admin/$page" params={{ page: 'issues' }}>
              {plural(scan.issues, 'issue')}
            </Link>
          </>
        )}
      </p>
      {scan.error !== null && <p className="form-error">{scan.error}</p>}
      <div className="acts">
        {scan.running ? (
          <button
            type="button"
            className="btn words"
            disabled={stop.isPending}
            onClick={() => stop.mutate({})}
          >
            Stop
          </button>
        ) : (
          <>
            <button
              type="button"
              className="btn"
              disabled={begin.isPending}
              onClick={() => begin.mutate({ body: {} })}
            >
              <Icon name="refresh" />
              Scan now
            </button>
            <button
              type="button"
              className="btn words"
              title="Reads every file again, changed or not"
              disabled={begin.isPending}
              onClick={() => begin.mutate({ body: { full: true } })}
            >
              Read everything again
            </button>
          </>
        )}
      </div>
    </section>
  );
}

function saidOf({ running, phase, done, total, secondsLeft, endedAt, outcome }: ScanStatus): string {
  if (running) {
    const much = total === null ? plural(done, 'file') : `${count(done)} of ${count(total)} files`;
    return [phase ?? 'Scanning', much, timeLeft(secondsLeft)].filter((part) => part !== '').join(', ');
  }
  if (endedAt === null) return 'Nothing was scanned yet.';
  const how = {
    done: 'Scanned',
    cancelled: 'The scan was stopped',
    failed: 'The scan failed',
    interrupted: 'The scan was interrupted',
  };
  return `${how[outcome ?? 'done']} ${inSentence(ago(endedAt))}.`;
}

function factsOf({ added, changed, moved, missing, filesPerSecond, running }: ScanStatus): string {
  const parts = [
    running && filesPerSecond !== null ? `${count(Math.round(filesPerSecond))} files a second` : '',
    `${count(added)} added`,
    `${count(changed)} changed`,
    `${count(moved)} moved`,
    `${count(missing)} missing`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
