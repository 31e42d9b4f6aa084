import * as z from 'zod';
import { type Need, op } from '../../core/op.js';
import { flag, num, record, text } from '../../core/wire.js';
import { onGuest } from './params.js';

const guest = z.strictObject(onGuest);

// Before 9.0 all of it was VM.Monitor.
const needs = (...any: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/vms/{vmid}', any }] });
const audit = needs('VM.GuestAgent.Audit', 'VM.GuestAgent.Unrestricted');
const unrestricted = needs('VM.GuestAgent.Unrestricted');

/** What the agent says of a command that it cannot carry out: the call succeeds all the same. */
const agentError = record({ error: record({ class: text.optional(), desc: text.optional() }) });

const address = record({
  'ip-address': text.optional(),
  'ip-address-type': text.optional(),
  prefix: num.optional(),
});

const networkInterface = record({
  name: text,
  'hardware-address': text.optional(),
  'ip-addresses': z.array(address).optional(),
  statistics: z.record(z.string(), num).optional(),
});

const osinfo = record({
  /** `debian`, `ubuntu`, `mswindows`, … */
  id: text.optional(),
  name: text.optional(),
  'pretty-name': text.optional(),
  version: text.optional(),
  'version-id': text.optional(),
  'kernel-release': text.optional(),
  'kernel-version': text.optional(),
  machine: text.optional(),
  error: record({ class: text.optional(), desc: text.optional() }).optional(),
});

/**
 * The guest agent of a running virtual machine. Without the key `agent` in its configuration, or with an agent that does not
 * answer within 3 s, every call fails with 500.
 */
export const qemuAgent = {
  /** Whether the agent answers. */
  ping: op(
    'POST /nodes/{node}/qemu/{vmid}/agent/ping',
    guest,
    record({ result: z.unknown().optional() }),
    audit,
  ),
  /** The operating system, as the agent sees it. */
  osinfo: op('GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo', guest, record({ result: osinfo }), audit),
  /** The name that the machine gives itself. */
  hostname: op(
    'GET /nodes/{node}/qemu/{vmid}/agent/get-host-name',
    guest,
    record({ result: record({ 'host-name': text.optional() }) }),
    audit,
  ),
  /** Its network interfaces with their addresses, `lo` among them. */
  interfaces: op(
    'GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces',
    guest,
    record({ result: z.union([z.array(networkInterface), agentError]) }),
    audit,
  ),
  /**
   * Runs a program in the machine, as root or SYSTEM, and gives its number there at once; ask `execStatus` for the rest.
   * **No shell**: the first word is the program, the others its arguments.
   */
  exec: op(
    'POST /nodes/{node}/qemu/{vmid}/agent/exec',
    z.strictObject({
      ...onGuest,
      command: z.array(z.string()).min(1),
      /** For its standard input. 64 KiB at most. */
      'input-data': z.string().max(65_536).optional(),
    }),
    record({ pid: num }),
    { ...unrestricted, repeat: ['command'] },
  ),
  /** What has become of a program that `exec` started. Its output comes only when it has ended, and can be cut. */
  execStatus: op(
    'GET /nodes/{node}/qemu/{vmid}/agent/exec-status',
    z.strictObject({ ...onGuest, pid: z.number().int().min(0) }),
    record({
      exited: flag,
      exitcode: num.optional(),
      /** The signal or exception that ended it. */
      signal: num.optional(),
      'out-data': text.optional(),
      'out-truncated': flag.optional(),
      'err-data': text.optional(),
      'err-truncated': flag.optional(),
    }),
    unrestricted,
  ),
  /** Sets the password of a user in the machine; with `crypted` it is a hash already. */
  setPassword: op(
    'POST /nodes/{node}/qemu/{vmid}/agent/set-user-password',
    z.strictObject({
      ...onGuest,
      username: z.string().min(1),
      password: z.string().min(5, 'at least five characters').max(1024),
      crypted: z.boolean().optional(),
    }),
    record({ result: z.unknown().optional() }),
    unrestricted,
  ),
};
