/** When a screen itself cannot be shown: an address that leads nowhere, or a chunk that did not come. */
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Empty, Failure } from '../parts/states.tsx';

export function NotFound() {
  return (
    <>
      <title>Nothing here · Fonoteca</title>
      <h1 className="sr">Nothing here</h1>
      <Empty
        action={
          <Link className="btn words" to="/">
            Home
          </Link>
        }
      >
        There is nothing at this address.
      </Empty>
    </>
  );
}

export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isOutdated(error)) return <Outdated />;
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div style={{ padding: '0 24px' }}>
      <Failure error={error} retry={retry} />
    </div>
  );
}

/** After an update of the server the pieces of the old page are gone: only the new page can go on. */
function Outdated() {
  return (
    <Empty
      action={
        <button type="button" className="btn words" onClick={() => location.reload()}>
          Load the new page
        </button>
      }
    >
      Fonoteca was renewed while this page was open.
    </Empty>
  );
}

function isOutdated(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|module script|preload/iu.test(error.message)
  );
}
