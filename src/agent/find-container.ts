import type { Client } from '../client/client.js';
import { NotFoundError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import type { Finding } from './finding.js';
import type { Target } from './snapshot-trip.js';

/** Which container to use. */
export interface Wanted {
  vmid: number;
  /** Where it is; looked up if it is not given. */
  node?: string | undefined;
}

/** Why a container cannot be used, and what to do. */
export interface Problem {
  problem: string;
  advice: string;
}

/** Finds a container and looks whether a snapshot of it can be taken. */
export async function findContainer(
  client: Client,
  wanted: Wanted,
  options: CallOptions = {},
): Promise<{ target: Target | undefined; finding: Finding }> {
  const found = await withContainer(client, wanted, options, (target) => inspect(client, target, options));
  return 'problem' in found ? unusable(found.problem, found.advice) : found;
}

/** Finds out which node a container is on, and calls `work` with that. */
export async function withContainer<R extends object>(
  client: Client,
  { vmid, node }: Wanted,
  options: CallOptions,
  work: (target: Target) => Promise<R>,
): Promise<R | Problem> {
  const guests = await client.cluster.resources({ type: 'vm' }, options);
  const row = guests.find((guest) => guest.vmid === vmid);
  if (row?.type === 'qemu') return { problem: `${vmid} is a virtual machine`, advice: 'Name a container.' };
  const where = row?.node ?? node;
  if (where === undefined)
    return { problem: `no guest ${vmid} that may be seen`, advice: adviceForUnseen(vmid) };
  if (node !== undefined && node !== where)
    return {
      problem: `container ${vmid} is on node ${where}, not on ${node}`,
      advice: `Give --node ${where}, or leave it out.`,
    };
  try {
    return await work({ node: where, vmid });
  } catch (error) {
    // A wrong node name ends up here too: PVE takes it for the name of a host to ask.
    if (!(error instanceof NotFoundError)) throw error;
    const problem = error.kind === 'node' ? `no node ${where}` : `no container ${vmid} on node ${where}`;
    return { problem, advice: await adviceForNodes(client, options) };
  }
}

/** The first container of which a snapshot can be taken. */
export async function pickContainer(client: Client): Promise<Target | undefined> {
  const guests = await client.cluster.resources({ type: 'vm' });
  const containers = guests
    .filter(({ type, template }) => type === 'lxc' && template !== true)
    .sort((a, b) => (a.vmid ?? 0) - (b.vmid ?? 0));
  for (const { vmid, node } of containers) {
    if (vmid === undefined || node === undefined) continue;
    const { target } = await inspect(client, { node, vmid });
    if (target !== undefined) return target;
  }
  return undefined;
}

async function inspect(
  client: Client,
  target: Target,
  options: CallOptions = {},
): Promise<{ target: Target | undefined; finding: Finding }> {
  const { vmid, node } = target;
  const { name = '', status, lock, template } = await client.lxc.status(target, options);
  if (template === true) return unusable(`${vmid} is a template`, 'Name a container that is none.');
  if (lock !== undefined && lock !== '') {
    return unusable(
      `container ${vmid} is locked (${lock})`,
      'Something works on it: wait until that has ended, or name another container.',
    );
  }
  if (!(await canSnapshot(client, target, options))) {
    return unusable(
      `a snapshot of container ${vmid} cannot be taken: one of its volumes is on a storage without snapshots`,
      'Name a container whose volumes are all on ZFS, LVM-thin, Btrfs or Ceph; a directory, NFS or a bind mount cannot.',
    );
  }
  const label = name === '' ? `${vmid}` : `${vmid} (${name})`;
  const summary = `container ${label} on ${node}, ${status}`;
  return { target, finding: { status: 'ok', summary, data: { ...target, name, status } } };
}

async function canSnapshot(client: Client, target: Target, options: CallOptions): Promise<boolean> {
  const answer = await client.call(
    'GET /nodes/{node}/lxc/{vmid}/feature',
    { ...target, feature: 'snapshot' },
    options,
  );
  return Number((answer as { hasFeature?: unknown } | null)?.hasFeature) === 1;
}

function unusable(summary: string, advice: string): { target: undefined; finding: Finding } {
  return { target: undefined, finding: { status: 'fail', summary, advice: [advice] } };
}

function adviceForUnseen(vmid: number): string {
  return `Check the number (\`pct list\` on the host has them). If it is right, the caller lacks VM.Audit on /vms/${vmid}.`;
}

async function adviceForNodes(client: Client, options: CallOptions): Promise<string> {
  const nodes = await client.nodes.list({}, options);
  return `The nodes are ${nodes.map(({ node }) => node).join(', ')}. Without --node the container is looked up.`;
}
