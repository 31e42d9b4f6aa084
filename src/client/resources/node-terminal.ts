import * as z from 'zod';
import { op } from '../../core/op.js';
import { onNode, terminalTicket } from './params.js';

/**
 * Starts the host's half of a shell of the node. Not among the table's operations: reports of what a caller lacks would
 * advise to give Sys.Console to everybody.
 */
export const nodeTerminal = op(
  'POST /nodes/{node}/termproxy',
  z.strictObject({
    ...onNode,
    /** What runs in it. All but `login` are for root@pam itself. */
    cmd: z.enum(['login', 'upgrade', 'ceph_install']).optional(),
    /** Parameters of `cmd`, separated by NUL. */
    'cmd-opts': z.string().optional(),
  }),
  terminalTicket,
  { needs: [{ path: '/nodes/{node}', all: ['Sys.Console'] }] },
);
