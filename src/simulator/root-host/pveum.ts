import { effectivePermissions, permissionRow, privilegesAt } from '../acl.js';
import type { Fields } from '../schema.js';
import type { Command, CommandRun, Program } from './command.js';
import { showResult, tableOf } from './table.js';

/** `pveum`, after the table of its commands in pve-access-control src/PVE/CLI/pveum.pm. */

const columnsOf =
  (...columns: string[]) =>
  (result: unknown, run: CommandRun): void =>
    showResult(result, run, columns);

const token = '/access/users/{userid}/token';
const pathField: Fields = { path: { type: 'string' } };

const tokenCommands: readonly Command[] = [
  {
    usage: 'user token add <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]',
    route: `POST ${token}/{tokenid}`,
    show: showNewToken,
  },
  {
    usage: 'user token delete <userid> <tokenid> [FORMAT_OPTIONS]',
    aliases: ['user token remove'],
    route: `DELETE ${token}/{tokenid}`,
  },
  {
    usage: 'user token list <userid> [FORMAT_OPTIONS]',
    route: `GET ${token}`,
    show: columnsOf('tokenid', 'comment', 'expire', 'privsep'),
  },
  {
    usage: 'user token modify <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]',
    route: `PUT ${token}/{tokenid}`,
    show: columnsOf(),
  },
  {
    usage: 'user token permissions <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]',
    fields: pathField,
    run: ({ params, ...run }) =>
      showPermissions({ params, ...run }, `${params['userid']}!${params['tokenid']}`),
  },
];

export const pveum: Program = {
  name: 'pveum',
  groups: [
    [
      {
        usage: 'acl delete <path> --roles <string> [OPTIONS]',
        aliases: ['acldel'],
        route: 'PUT /access/acl',
        fixed: { delete: '1' },
      },
      {
        usage: 'acl list  [FORMAT_OPTIONS]',
        route: 'GET /access/acl',
        show: columnsOf('path', 'roleid', 'type', 'ugid', 'propagate'),
      },
      {
        usage: 'acl modify <path> --roles <string> [OPTIONS]',
        aliases: ['aclmod'],
        route: 'PUT /access/acl',
        fixed: { delete: '0' },
      },
    ],
    [
      { usage: 'group add <groupid> [OPTIONS]', aliases: ['groupadd'], route: 'POST /access/groups' },
      { usage: 'group delete <groupid>', aliases: ['groupdel'], route: 'DELETE /access/groups/{groupid}' },
      {
        usage: 'group list  [FORMAT_OPTIONS]',
        route: 'GET /access/groups',
        show: columnsOf('groupid', 'comment', 'users'),
      },
      {
        usage: 'group modify <groupid> [OPTIONS]',
        aliases: ['groupmod'],
        route: 'PUT /access/groups/{groupid}',
      },
    ],
    [
      { usage: 'pool add <poolid> [OPTIONS]', route: 'POST /pools' },
      { usage: 'pool delete <poolid>', route: 'DELETE /pools' },
      {
        usage: 'pool list  [OPTIONS] [FORMAT_OPTIONS]',
        route: 'GET /pools',
        show: columnsOf('poolid', 'comment'),
      },
      { usage: 'pool modify <poolid> [OPTIONS]', route: 'PUT /pools' },
    ],
    [
      { usage: 'realm add <realm> --type <string> [OPTIONS]' },
      { usage: 'realm delete <realm>' },
      {
        usage: 'realm list  [FORMAT_OPTIONS]',
        route: 'GET /access/domains',
        show: columnsOf('realm', 'type', 'comment', 'tfa'),
      },
      { usage: 'realm modify <realm> [OPTIONS]' },
      { usage: 'realm sync <realm> [OPTIONS]' },
    ],
    [
      { usage: 'role add <roleid> [OPTIONS]', aliases: ['roleadd'], route: 'POST /access/roles' },
      { usage: 'role delete <roleid>', aliases: ['roledel'], route: 'DELETE /access/roles/{roleid}' },
      {
        usage: 'role list  [FORMAT_OPTIONS]',
        route: 'GET /access/roles',
        show: columnsOf('roleid', 'privs', 'special'),
      },
      { usage: 'role modify <roleid> [OPTIONS]', aliases: ['rolemod'], route: 'PUT /access/roles/{roleid}' },
    ],
    [
      { usage: 'user tfa unlock <userid>' },
      { usage: 'user tfa delete <userid> [OPTIONS]' },
      { usage: 'user tfa list [<userid>]' },
      ...tokenCommands,
      {
        usage: 'user permissions [<userid>] [OPTIONS] [FORMAT_OPTIONS]',
        fields: pathField,
        run: (run) => showPermissions(run, String(run.params['userid'] ?? 'root@pam')),
      },
      {
        usage: 'user add <userid> [OPTIONS]',
        aliases: ['useradd'],
        route: 'POST /access/users',
        bare: ['password'],
      },
      { usage: 'user delete <userid>', aliases: ['userdel'], route: 'DELETE /access/users/{userid}' },
      {
        usage: 'user list  [OPTIONS] [FORMAT_OPTIONS]',
        route: 'GET /access/users',
        show: columnsOf(
          'userid',
          'comment',
          'email',
          'enable',
          'expire',
          'firstname',
          'groups',
          'lastname',
          'realm-type',
          'tokens',
        ),
      },
      { usage: 'user modify <userid> [OPTIONS]', aliases: ['usermod'], route: 'PUT /access/users/{userid}' },
    ],
    [{ usage: 'passwd <userid> [OPTIONS]' }, { usage: 'ticket <username> [OPTIONS]' }],
    [{ usage: 'help [<extra-args>] [OPTIONS]' }],
  ],
};

/** On the command line what was given comes back as text, the flag that was not given as a number. */
function showNewToken(result: unknown, run: CommandRun): void {
  if (typeof result !== 'object' || result === null || !('info' in result)) return;
  const { params } = run;
  const said = ['comment', 'expire', 'privsep'].flatMap((key) =>
    params[key] === undefined ? [] : [[key, params[key]]],
  );
  showResult({ ...result, info: { privsep: 1, ...Object.fromEntries(said) } }, run);
}

/** Nothing of somebody who is not there, and no error. */
function showPermissions(run: CommandRun, authId: string): number {
  const { world, params, format, invocation } = run;
  const { path } = params;
  const found =
    typeof path === 'string'
      ? { [path]: permissionRow(privilegesAt(world.accounts, authId, path)) }
      : effectivePermissions(world.accounts, authId);
  if (format.type !== 'text') {
    showResult(found, run);
    return 0;
  }
  const rows = Object.keys(found)
    .sort()
    .map((key) => ({ 'ACL path': key, Permissions: marked(found[key] ?? {}) }));
  if (format.quiet) return 0;
  invocation.out(tableOf(['ACL path', 'Permissions'], rows, run));
  invocation.out("Permissions marked with '(*)' have the 'propagate' flag set.\n");
  return 0;
}

function marked(privileges: Readonly<Record<string, 0 | 1>>): string {
  return Object.keys(privileges)
    .sort()
    .map((name) => (privileges[name] === 1 ? `${name} (*)` : name))
    .join('\n');
}
