import { randomBytes } from 'node:crypto';
import { fail } from '../errors.js';
import { machine } from '../machine.js';
import { certificateOf } from '../node-certificate.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { container } from '../world.js';
import { refusalOnly } from './collection.js';

const console = all('/vms/{vmid}', 'VM.Console');
const shell = all('/nodes/{node}', 'Sys.Console');

const lxc = '/nodes/{node}/lxc/{vmid}';
const qemu = '/nodes/{node}/qemu/{vmid}';

export const screenRoutes: readonly Route[] = [
  opener(`POST ${lxc}/vncproxy`, (context) => {
    container(context.world, context.params.int('vmid'));
    return { type: 'vncproxy', password: context.params.flag('websocket'), screen: true };
  }),
  opener(`POST ${qemu}/vncproxy`, (context) => {
    machine(context.world, context.params.int('vmid'));
    return { type: 'vncproxy', password: true, screen: true };
  }),
  opener(`POST ${qemu}/termproxy`, (context) => {
    machine(context.world, context.params.int('vmid'));
    return { type: 'vncproxy', password: false, screen: false };
  }),
  opener('POST /nodes/{node}/termproxy', () => ({
    type: 'vncshell',
    password: false,
    screen: false,
  })),
  opener('POST /nodes/{node}/vncshell', ({ params }) => ({
    type: 'vncshell',
    password: params.flag('websocket'),
    screen: true,
  })),
  {
    route: `GET ${qemu}/vncwebsocket`,
    permission: console,
    handler: (context) => checked(context, `/vms/${context.params.int('vmid')}`),
  },
  {
    route: 'GET /nodes/{node}/vncwebsocket',
    permission: shell,
    handler: (context) => checked(context, `/nodes/${context.params.text('node')}`),
  },
  {
    route: `POST ${lxc}/spiceproxy`,
    permission: console,
    protected: true,
    handler: ({ world, params }) => {
      container(world, params.int('vmid'));
      // Its server for the screen is not installed here.
      throw fail("Timeout while waiting for port '61000' to get ready!");
    },
  },
  {
    route: `POST ${qemu}/spiceproxy`,
    permission: console,
    protected: true,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      if (guest.running === undefined) throw fail(`VM ${guest.vmid} not running`);
      throw fail('no spice port');
    },
  },
  {
    route: 'POST /nodes/{node}/spiceshell',
    permission: shell,
    protected: true,
    handler: () => {
      throw fail("Timeout while waiting for port '61000' to get ready!");
    },
  },
  ...[lxc, qemu].map((path): Route => {
    const at = path === lxc ? lxc : qemu;
    return {
      ...refusalOnly(`GET ${at}/mtunnelwebsocket`, 'everyone'),
      protected: false,
    };
  }),
];

interface Opened {
  readonly type: string;
  /** Whether the screen asks for a password of its own. */
  readonly password: boolean;
  /** A screen comes with the certificate of its encryption; a terminal has none. */
  readonly screen: boolean;
}

function opener(route: `POST /${string}`, open: (context: Context) => Opened): Route {
  const isNode = !route.includes('{vmid}');
  return {
    route,
    permission: isNode ? shell : console,
    protected: true,
    handler: (context) => {
      const { world, tickets, caller, params: given } = context;
      const { type, password, screen } = open(context);
      const path = isNode ? `/nodes/${given.text('node')}` : `/vms/${given.int('vmid')}`;
      const free = world.consoles.nextPort;
      const secret = password ? randomBytes(6).toString('base64url') : undefined;
      const plain = tickets.issueVnc(caller.authId, path, free);
      const id = isNode ? '' : given.text('vmid');
      const { upid } = world.tasks.start(caller.authId, type, id, world.consoles.hold(free));
      return {
        user: caller.authId,
        ticket: secret === undefined ? plain : `${secret}:${plain}`,
        upid,
        port: String(free),
        ...(screen ? { cert: certificateOf(world.node) } : {}),
        ...(secret === undefined ? {} : { password: secret }),
      };
    },
  };
}

/** A ticket may have the password of its screen in front. */
function checked({ tickets, caller, params }: Context, path: string): { port: string } {
  const ticket = params.text('vncticket').replace(/^.*?(?=PVEVNC:)/s, '');
  tickets.checkVnc(ticket, caller.authId, path, params.int('port'));
  return { port: params.text('port') };
}
