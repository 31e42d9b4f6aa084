import type { Route } from '../route.js';
import { all } from '../rule.js';
import { container } from '../world.js';

/** The console of a container: a terminal that waits on a port, and the way to it. */

const console = all('/vms/{vmid}', 'VM.Console');

export const consoleRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/lxc/{vmid}/termproxy',
    permission: console,
    protected: true,
    handler: ({ world, door, tickets, caller, params }) => {
      const vmid = params.int('vmid');
      // Whether it runs shows in the terminal.
      const guest = container(world, vmid);
      const user = caller.authId;
      const port = world.consoles.nextPort;
      const ticket = tickets.issueVnc(user, `/vms/${vmid}`, port);
      const work = world.consoles.open(guest, { port, user, ticket });
      // It runs on the node that was asked, which reaches out to the other one.
      const { upid } = door.tasks.start(user, 'vncproxy', vmid, work);
      return { user, ticket, upid, port: String(port) };
    },
  },
  {
    // With the headers of a WebSocket, the door goes on from here.
    route: 'GET /nodes/{node}/lxc/{vmid}/vncwebsocket',
    permission: console,
    handler: ({ tickets, caller, params }) => {
      const port = params.int('port');
      tickets.checkVnc(params.text('vncticket'), caller.authId, `/vms/${params.int('vmid')}`, port);
      return { port: String(port) };
    },
  },
];
