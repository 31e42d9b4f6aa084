import { fail } from '../errors.js';
import { connectionProblem } from '../outside.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { refusalOnly } from './collection.js';
import { made } from './node-pools.js';

const allocate = all('/storage', 'Datastore.Allocate');

export const nodeScanRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/scan/lvm',
    permission: allocate,
    protected: true,
    handler: ({ world }) =>
      [...made(world, 'lvm'), ...made(world, 'lvmthin')].map(([, { name: vg }]) => ({ vg })),
  },
  {
    route: 'GET /nodes/{node}/scan/lvmthin',
    permission: allocate,
    protected: true,
    handler: ({ world, params }) =>
      made(world, 'lvmthin')
        .filter(([, { name: vg }]) => vg === params.text('vg'))
        .map(([, { name: lv }]) => ({ lv })),
  },
  {
    route: 'GET /nodes/{node}/scan/zfs',
    permission: allocate,
    protected: true,
    handler: () => {
      const command = 'zfs list -t filesystem -Hp -o name,avail,used';
      throw fail(
        `command '${command}' failed: open3: exec of ${command} failed: No such file or directory at /usr/share/perl5/PVE/Cmd.pm line 174.`,
      );
    },
  },
  scanRoute('nfs', (server) => `command '/sbin/showmount --no-headers --exports ${server}' failed`, {
    path: '/export',
    options: '*',
  }),
  scanRoute('cifs', () => 'Connection refused', {
    share: 'backup',
    description: '',
  }),
  scanRoute('pbs', (server) => `error fetching datastores - 500 Can't connect to ${server}:8007`, {
    store: 'backup',
  }),
  refusalOnly('GET /nodes/{node}/scan/iscsi', allocate),
];

/** A look at another machine: what one that is there gives, or why there is nothing. */
function scanRoute(
  kind: 'nfs' | 'cifs' | 'pbs',
  complaint: (server: string) => string,
  found: object,
): Route {
  return {
    route: `GET /nodes/{node}/scan/${kind}`,
    permission: allocate,
    protected: true,
    handler: ({ params }) => {
      const server = params.text('server');
      const problem = connectionProblem(server);
      if (problem !== undefined) throw fail(`${complaint(server)} (${problem})`);
      return [found];
    },
  };
}
