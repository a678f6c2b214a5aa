/** When a screen itself cannot be shown: an address that leads nowhere, or a chunk that did not come. */
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Empty, Failure } from '../parts/states.tsx';

export function NotFound() {
  return (
    <Empty
      action={
        <Link className="btn words" to="/">
          Home
        </Link>
      }
    >
      There is nothing at this address.
    </Empty>
  );
}

export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
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
