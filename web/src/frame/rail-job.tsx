/** Long work that is going on, in the corner of the eye: what, how far, how long yet. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { ask } from '../api/ask.ts';
import type { ScanStatus } from '../api/contract.ts';
import { count, timeLeft } from '../text/format.ts';
import { useMe } from './use-settings.ts';

export function RailJob() {
  const admin = useMe()?.role === 'admin';
  const scan = useQuery({ ...ask('GET /api/scan', {}), enabled: admin }).data;
  if (!admin || scan === undefined || !scan.running) return null;
  return (
    <Link className="job" to="/admin/$page" params={{ page: 'libraries' }}>
      <span>Scanning your music</span>
      <ScanBar scan={scan} />
      <small>{scanWords(scan)}</small>
    </Link>
  );
}

export function ScanBar({ scan }: { scan: ScanStatus }) {
  if (scan.total === null) return <span className="bar unknown" />;
  const at = scan.total === 0 ? 1 : scan.done / scan.total;
  return (
    <span
      className="bar"
      style={{ '--at': `${at * 100}%` } as CSSProperties}
      role="progressbar"
      aria-label="Scan"
      aria-valuemin={0}
      aria-valuemax={scan.total}
      aria-valuenow={scan.done}
    />
  );
}

/** '4,872 of 6,412 · 3 min left'; only what is known. */
export function scanWords(scan: ScanStatus): string {
  const done =
    scan.total === null ? `${count(scan.done)} files` : `${count(scan.done)} of ${count(scan.total)}`;
  return [done, timeLeft(scan.secondsLeft)].filter((part) => part !== '').join(' · ');
}
