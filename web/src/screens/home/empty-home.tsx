/** Home without music: how far the scan is, or what to do about it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { ScanBar, scanWords } from '../../frame/rail-job.tsx';
import { useMe } from '../../frame/use-settings.ts';
import { Empty } from '../../parts/states.tsx';

export function EmptyHome() {
  const admin = useMe()?.role === 'admin';
  const scan = useQuery({ ...ask('GET /api/scan', {}), enabled: admin }).data;
  if (scan?.running === true) {
    return (
      <div className="state">
        <p>Your music is being read. It appears here as it is found.</p>
        <p className="num">{scanWords(scan)}</p>
        <ScanBar scan={scan} />
      </div>
    );
  }
  if (!admin)
    return <Empty>There is no music here yet. Ask the person who runs this server to add a folder.</Empty>;
  return (
    <Empty
      action={
        <Link className="btn solid words" to="/admin/$page" params={{ page: 'libraries' }}>
          Add a folder of music
        </Link>
      }
    >
      There is no music here yet.
    </Empty>
  );
}
