import type { UserInfo } from '../acl.js';
import { ApiError, forbidden, invalid, notModelled } from '../errors.js';
import type { Context, Route } from '../route.js';
import { same } from '../tickets.js';
import { existingUser, mayManage, needManage, realmOf, verified } from './access-users.js';

export const accessFactorRoutes: readonly Route[] = [
  {
    route: 'PUT /access/password',
    permission: 'everyone',
    protected: true,
    handler: changePassword,
  },
  {
    route: 'GET /access/tfa',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller }) =>
      [...world.accounts.users]
        .filter(
          ([id]) => id === caller.authId || mayManage(world.accounts, caller, id, 'User.Modify', 'Sys.Audit'),
        )
        .flatMap(([userid, user]) =>
          user.totpKey === undefined ? [] : [{ userid, entries: factorsOf(user) }],
        ),
  },
  {
    route: 'GET /access/tfa/{userid}',
    permission: 'everyone',
    protected: true,
    handler: (context) => factorsOf(lookedAt(context)),
  },
  {
    route: 'GET /access/tfa/{userid}/{id}',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      const id = context.params.text('id');
      const found = factorsOf(lookedAt(context)).find((row) => row.id === id);
      if (found === undefined) throw new ApiError(404, `No such tfa entry '${id}'`, { newline: false });
      return found;
    },
  },
  ...(['POST /access/tfa/{userid}', 'PUT /access/tfa/{userid}/{id}'] as const).map(
    (route): Route => ({
      route,
      permission: 'everyone',
      protected: true,
      handler: (context) => {
        changes(context);
        throw notModelled(`'${route}'`);
      },
    }),
  ),
  {
    route: 'DELETE /access/tfa/{userid}/{id}',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      const { id, user } = changes(context);
      const factor = context.params.text('id');
      if (!factorsOf(user).some((row) => row.id === factor))
        throw new ApiError(404, `No such tfa entry '${factor}'`, { newline: false });
      const { totpKey: _, ...rest } = user;
      context.world.accounts.users.set(id, rest);
    },
  },
  {
    route: 'GET /access/users/{userid}/tfa',
    permission: 'everyone',
    protected: true,
    handler: (context) => {
      const types = factorsOf(lookedAt(context)).map(({ type }) => type);
      if (context.params.flag('multiple')) return { user: types };
      return types.length === 0 ? {} : { user: types[0] };
    },
  },
  {
    route: 'PUT /access/users/{userid}/unlock-tfa',
    permission: 'everyone',
    protected: true,
    // Nobody is ever locked out, so there is nothing to unlock.
    handler: ({ world, caller, params }) => {
      const id = verified(params);
      needManage(world.accounts, caller, id, 'User.Modify');
      existingUser(world.accounts, id);
      return 0;
    },
  },
  {
    route: 'POST /access/vncticket',
    permission: 'world',
    protected: true,
    handler: ({ tickets, params }) => {
      try {
        tickets.checkVnc(
          params.text('vncticket'),
          params.text('authid'),
          params.text('path'),
          params.maybeInt('port') ?? 0,
        );
      } catch {
        // Whatever is wrong with it: nothing is told.
        throw new ApiError(401, 'authentication failure');
      }
    },
  },
];

interface Factor {
  readonly id: string;
  readonly type: 'totp';
  readonly description: string;
  readonly created: number;
}

function factorsOf(user: UserInfo): Factor[] {
  if (user.totpKey === undefined) return [];
  // Nobody adds one here, so it has been there from the beginning.
  return [{ id: 'totp', type: 'totp', description: 'phone', created: 1_700_000_000 }];
}

/** A user that the caller is, or may look after. */
function lookedAt({ world, caller, params }: Context): UserInfo {
  const id = verified(params);
  if (caller.authId !== id) needManage(world.accounts, caller, id, 'User.Modify', 'Sys.Audit');
  return existingUser(world.accounts, id);
}

/** A user whose factors are to be changed, after the caller has said who it is once more. */
function changes({ world, caller, params }: Context): { id: string; user: UserInfo } {
  const id = verified(params);
  if (caller.authId !== id) needManage(world.accounts, caller, id, 'User.Modify');
  const user = existingUser(world.accounts, id);
  if (id === 'root@pam' && !caller.isRoot) throw forbidden();
  confirm({ world, caller, params }, 'password');
  return { id, user };
}

/** root@pam needs no password to change anybody; everybody else gives their own. */
function confirm(
  { world, caller, params }: Pick<Context, 'world' | 'caller' | 'params'>,
  key: 'password' | 'confirmation-password',
): void {
  if (caller.isRoot) return;
  if (!params.has(key)) throw invalid({ [key]: 'password is required to modify user' });
  const own = world.accounts.users.get(caller.user)?.password;
  if (own === undefined || !same(params.text(key), own)) throw new ApiError(401, 'authentication failure');
}

function changePassword({ world, caller, params }: Context): void {
  const id = verified(params);
  const { accounts } = world;
  if (caller.authId !== id) {
    if (!caller.has(`/access/realm/${realmOf(id)}`, 'Realm.AllocateUser')) throw forbidden();
    needManage(accounts, caller, id, 'User.Modify');
  }
  const user = existingUser(accounts, id);
  if (id === 'root@pam' && !caller.isRoot) throw forbidden();
  confirm({ world, caller, params }, 'confirmation-password');
  if (!caller.isRoot && caller.authId !== id && realmOf(id) === 'pam') throw forbidden();
  accounts.users.set(id, { ...user, password: params.text('password') });
}
