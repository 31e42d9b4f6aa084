import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Environment } from '../config-env.js';
import { IdentityError } from './errors.js';
import { type Machine, machine } from './protocol/enrolment.js';

/** Where a machine tells who it is. The usual places if left out. */
export interface MachineSources {
  /** The id itself, in place of the file. */
  readonly machineId?: string | undefined;
  readonly machineIdFile?: string | undefined;
  readonly bootIdFile?: string | undefined;
  /** The host's name. */
  readonly hostname?: string | undefined;
}

/** For containers and images without an id of their own, the environment may have one. */
export function machineOfEnvironment(env: Environment): MachineSources {
  const machineId = env['FELHOM_AGENT_MACHINE_ID'];
  return machineId === undefined ? {} : { machineId };
}

/** Who this machine says that it is. */
export interface MachineFacts extends Machine {
  /** Of the host's start: another one means that it was started anew. */
  readonly bootId: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Reads who this machine is.
 *
 * @param node The Proxmox node that the agent acts for; the host's own name if left out.
 * @throws IdentityError (`machine`) where it has no id of its own
 */
export async function machineFacts(node?: string, sources: MachineSources = {}): Promise<MachineFacts> {
  const { machineIdFile = '/etc/machine-id', bootIdFile = '/proc/sys/kernel/random/boot_id' } = sources;
  const id = sources.machineId ?? (await textOf(machineIdFile)).trim();
  if (!/^[0-9a-f]{32}$/.test(id) || /^0+$/.test(id))
    throw new IdentityError('machine', machineIdFile, 'this machine has no id of its own', {
      hint: 'Give it one: `systemd-machine-id-setup`, or 32 hexadecimal digits in FELHOM_AGENT_MACHINE_ID. By it, a copy of this machine is told from it.',
    });
  const bootId = (await textOf(bootIdFile)).trim();
  if (!uuid.test(bootId))
    throw new IdentityError('machine', bootIdFile, 'the kernel gives no id of its start', {
      hint: 'The agent needs Linux, with /proc mounted.',
    });
  const host = (sources.hostname ?? hostname()).split('.')[0] ?? '';
  // As systemd advises, the id itself is told to nobody: a keyed hash of it is as good for this.
  const machineId = createHmac('sha256', id).update('felhom-agent').digest('hex');
  const checked = machine.safeParse({ machineId, host, node: node ?? host });
  if (checked.success) return { ...checked.data, bootId };
  throw new IdentityError(
    'machine',
    '/etc/hostname',
    'the name of this host is none that a Proxmox node can have',
    {
      hint: 'Letters, digits and inner dashes are expected. `--node NODE` names the node, where it is another machine.',
    },
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new IdentityError('machine', file, `cannot be read (${code})`, { cause });
  }
}

/**
 * What speaks for it that this is a copy of the machine that was enrolled, one line each; empty where nothing does. A copy only looks, and takes no
 * command that changes anything, until it is enrolled for itself. Copies that run at once are noticed by the hub, too: by their boot ids.
 */
export function cloneSigns(enrolled: Machine, facts: Machine): string[] {
  const signs: string[] = [];
  if (enrolled.machineId !== facts.machineId)
    signs.push('the id of this machine (/etc/machine-id) is not the one that was enrolled');
  if (enrolled.host !== facts.host)
    signs.push(`this host is named ${facts.host}, and ${enrolled.host} was enrolled`);
  if (enrolled.node !== facts.node)
    signs.push(`it is set to act for the node ${facts.node}, and was enrolled for ${enrolled.node}`);
  return signs;
}
