import { createHash } from 'node:crypto';
import type { Section } from './sections.js';
import type { World } from './world.js';

/** An interface as the configuration has it. */
export type Interface = Record<string, string | number | readonly string[]>;

/** What can be set of a node. */
export interface NodeSettings {
  /** `search`, `dns1` and on. */
  dns: ReadonlyMap<string, string>;
  timezone: string;
  /** `/etc/hosts`, once somebody wrote one. */
  hosts: string | undefined;
  readonly config: Section;
  /** The interfaces that are in use, once somebody changed them. */
  interfaces: ReadonlyMap<string, Interface> | undefined;
  /** The ones that wait to be taken into use. */
  staged: ReadonlyMap<string, Interface> | undefined;
  subscription: string | undefined;
  /** Whether packages come from the repository that needs no subscription. */
  repositoryEnabled: boolean;
}

export function createSettings(): NodeSettings {
  return {
    dns: new Map([
      ['search', 'example.test'],
      ['dns1', '10.99.0.53'],
    ]),
    timezone: 'Etc/UTC',
    hosts: undefined,
    config: new Map(),
    interfaces: undefined,
    staged: undefined,
    subscription: undefined,
    repositoryEnabled: true,
  };
}

export function hostsOf({ node, system }: World): { data: string; digest: string } {
  const { name, ip } = node;
  const data = system.settings.hosts ?? `127.0.0.1 localhost\n${ip} ${name}.example.test ${name}\n`;
  return { data, digest: createHash('sha1').update(data).digest('hex') };
}

/** The interfaces that are in use. */
export function activeInterfaces(world: World): ReadonlyMap<string, Interface> {
  return world.system.settings.interfaces ?? initialInterfaces(world);
}

/** The interfaces as they are configured, changes that still wait included. */
export function configuredInterfaces(world: World): ReadonlyMap<string, Interface> {
  return world.system.settings.staged ?? activeInterfaces(world);
}

function initialInterfaces({ node }: World): ReadonlyMap<string, Interface> {
  const port = { type: 'eth', method: 'manual', method6: 'manual', families: ['inet'], exists: 1 };
  const bridges = [...node.bridges].map((name, index): [string, Interface] => [
    name,
    {
      type: 'bridge',
      method: 'static',
      method6: 'manual',
      families: ['inet'],
      address: node.ip,
      netmask: '24',
      cidr: `${node.ip}/24`,
      bridge_ports: 'enp1s0',
      bridge_stp: 'off',
      bridge_fd: '0',
      autostart: 1,
      priority: 4 + index,
    },
  ]);
  return new Map<string, Interface>([['enp1s0', { ...port, priority: 3 }], ...bridges]);
}

/** `/etc/network/interfaces`, as far as it tells one state from another. */
function interfacesFile(interfaces: ReadonlyMap<string, Interface>): string[] {
  return [...interfaces].flatMap(([name, row]) => [
    ...(row['autostart'] === 1 ? [`auto ${name}`] : []),
    `iface ${name} inet ${String(row['method'])}`,
    ...['cidr', 'gateway', 'bridge_ports', 'mtu', 'comments']
      .filter((key) => row[key] !== undefined)
      .map((key) => `\t${key === 'cidr' ? 'address' : key.replaceAll('_', '-')} ${String(row[key])}`),
  ]);
}

/** What the staged configuration changes, as a diff shows it; undefined if nothing is staged. */
export function stagedChanges(world: World): string | undefined {
  if (world.system.settings.staged === undefined) return undefined;
  const before = interfacesFile(activeInterfaces(world));
  const after = interfacesFile(configuredInterfaces(world));
  const lines = [
    '--- /etc/network/interfaces',
    '+++ /etc/network/interfaces.new',
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Takes what is staged into use: bridges come up and go away. */
export function applyStaged(world: World): void {
  const { settings } = world.system;
  if (settings.staged === undefined) return;
  settings.interfaces = settings.staged;
  settings.staged = undefined;
  const bridges = [...settings.interfaces]
    .filter(([, row]) => row['type'] === 'bridge')
    .map(([name]) => name);
  for (const bridge of [...world.node.bridges])
    if (!bridges.includes(bridge)) world.node.bridges.delete(bridge);
  for (const bridge of bridges) world.node.bridges.add(bridge);
}
