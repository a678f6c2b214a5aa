/** The people of this server. */
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { useMe } from '../../frame/use-settings.ts';
import { RowSkeletons } from '../../parts/skeletons.tsx';
import { Loaded } from '../../parts/states.tsx';
import { AddUser } from './add-user.tsx';
import { UserItem } from './user-item.tsx';

export function UsersPage() {
  const users = useQuery(ask('GET /api/admin/users', {}));
  const me = useMe();
  return (
    <>
      <Loaded query={users} skeleton={<RowSkeletons count={3} />}>
        {(data) => (
          <ul className="rows admin-rows">
            {data.map((user) => (
              <UserItem key={user.name} user={user} self={user.name === me?.name} />
            ))}
          </ul>
        )}
      </Loaded>
      <AddUser />
    </>
  );
}
