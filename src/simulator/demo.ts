import type { Certificate } from './certificate.js';
import { type SimulatorClock, seconds } from './clock.js';
import { createCluster } from './cluster.js';
import { createAccounts, type Secrets } from './demo-accounts.js';
import { createStorages } from './demo-storages.js';
import type { HostVersion } from './host-version.js';
import { Random } from './random.js';
import { addVolume, GiB } from './volumes.js';
import { type Config, type Guest, newGuest, type Snapshot, type World } from './world.js';

/** The host that a simulator starts with. */

const hour = 3_600_000;
const day = 24 * hour;

export function createDemo(options: {
  clock: SimulatorClock;
  seed: number;
  version: HostVersion;
  nodes: readonly string[];
  /** The certificate of its door, where it has one. */
  door?: Pick<Certificate, 'cert' | 'fingerprint'>;
}): {
  world: World;
  secrets: Secrets;
} {
  const { clock, door, version, nodes } = options;
  const random = new Random(options.seed);
  const { accounts, secrets } = createAccounts(clock, version);
  const storages = createStorages(seconds(clock));
  const facts = { version, clock, random, accounts, storages, ...(door === undefined ? {} : { door }) };
  const [world, ...others] = createCluster(nodes, facts);
  for (const guest of createGuests(clock)) world.guests.set(guest.vmid, guest);
  addHistory(world);
  for (const [index, other] of others.entries()) addEdge(other, firstEdge + index);
  return { world, secrets };
}

/** What further nodes have: one small container each, numbered from here. */
const firstEdge = 131;

function addEdge(world: World, vmid: number): void {
  const volname = `${vmid}/vm-${vmid}-disk-0.raw`;
  const config = containerConfig(vmid, {
    hostname: `edge${vmid - firstEdge + 1}`,
    rootfs: `local-btrfs:${volname},size=2G`,
  });
  const since = world.clock.now() - day;
  const storage = world.storages.get('local-btrfs');
  const ctime = Math.floor(since / 1000);
  if (storage !== undefined)
    addVolume(storage, { volname, content: 'rootdir', format: 'raw', size: 2 * GiB, ctime, vmid });
  world.guests.set(vmid, newGuest(vmid, config, { running: { pid: 1700 + vmid, since } }));
}

function containerConfig(vmid: number, more: Record<string, string>): Config {
  return new Map(
    Object.entries({
      arch: 'amd64',
      memory: '512',
      net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:${vmid.toString(16).toUpperCase().padStart(2, '0')},ip=dhcp,type=veth`,
      onboot: '1',
      ostype: 'debian',
      swap: '512',
      unprivileged: '1',
      ...more,
    }),
  );
}

function createGuests(clock: SimulatorClock): Guest[] {
  const up = (pid: number, days: number): Partial<Guest> => ({
    running: { pid, since: clock.now() - days * day },
  });
  const root = (vmid: number, size: string): string =>
    `local-btrfs:${vmid}/vm-${vmid}-disk-0.raw,size=${size}`;
  const web = containerConfig(100, {
    features: 'nesting=1',
    hostname: 'web',
    memory: '1024',
    rootfs: root(100, '8G'),
    tags: 'prod;web',
  });
  const dns = containerConfig(101, { cores: '1', hostname: 'dns', rootfs: root(101, '4G') });
  const db = containerConfig(102, {
    hostname: 'db',
    memory: '4096',
    mp0: 'local-btrfs:102/vm-102-disk-1.raw,mp=/var/lib/postgresql,backup=1,size=32G',
    protection: '1',
    rootfs: root(102, '8G'),
    tags: 'db;prod',
  });
  const before: Snapshot = {
    config: new Map(db),
    snaptime: seconds(clock) - 5 * 86_400,
    parent: undefined,
    description: 'before the upgrade',
    state: undefined,
  };
  db.set('parent', 'before-upgrade');
  // Privileged and on a storage without snapshots: what older hosts are full of.
  const legacy = containerConfig(110, {
    features: 'nesting=1',
    hostname: 'legacy',
    onboot: '0',
    rootfs: 'local:110/vm-110-disk-0.raw,size=4G',
  });
  legacy.delete('unprivileged');
  // With an agent in its configuration, and none that answers.
  const win11: Config = new Map([
    ['agent', '1'],
    ['boot', 'order=scsi0;net0'],
    ['cores', '4'],
    ['cpu', 'x86-64-v2-AES'],
    ['memory', '8192'],
    ['name', 'win11'],
    ['net0', 'virtio=BC:24:11:00:00:78,bridge=vmbr0,firewall=1'],
    ['ostype', 'win11'],
    ['scsi0', 'local-btrfs:120/vm-120-disk-0.raw,size=32G'],
    ['scsihw', 'virtio-scsi-single'],
    ['sockets', '1'],
  ]);
  return [
    newGuest(100, web, up(1843, 2)),
    newGuest(101, dns),
    newGuest(102, db, { ...up(1920, 3), snapshots: new Map([['before-upgrade', before]]) }),
    newGuest(110, legacy, { raw: [['lxc.apparmor.profile', 'unconfined']] }),
    newGuest(120, win11, { kind: 'qemu' }),
  ];
}

/** Backups and tasks of the past days. */
function addHistory(world: World): void {
  const local = world.storages.get('local');
  const now = world.clock.now();
  for (const [ago, vmid, protect] of [
    [2, 101, false],
    [1, 101, false],
    [1, 102, true],
  ] as const) {
    const started = now - ago * day;
    const guest = world.guests.get(vmid);
    if (local === undefined || guest === undefined) continue;
    const stamp = new Date(started)
      .toISOString()
      .slice(0, 19)
      .replaceAll('-', '_')
      .replace('T', '-')
      .replaceAll(':', '_');
    const volname = `backup/vzdump-lxc-${vmid}-${stamp}.tar.zst`;
    addVolume(local, {
      volname,
      content: 'backup',
      format: 'tar.zst',
      size: 182_452_211 + vmid * 1000,
      ctime: Math.floor(started / 1000),
      vmid,
      notes: guest.config.get('hostname') ?? '',
      protected: protect,
      backup: {
        config: new Map([...guest.config].filter(([key]) => key !== 'parent')),
        raw: [],
        disks: new Map([
          ['rootfs', (vmid === 101 ? 4 : 8) * GiB],
          ...(vmid === 102 ? ([['mp0', 32 * GiB]] as const) : []),
        ]),
      },
    });
    const lines = [
      `INFO: starting new backup job: vzdump ${vmid} --storage local --mode snapshot --compress zstd --node ${world.node.name}`,
      `INFO: Starting Backup of VM ${vmid} (lxc)`,
      `INFO: creating vzdump archive '/var/lib/vz/dump/${volname.slice('backup/'.length)}'`,
      'INFO: Backup job finished successfully',
    ];
    world.tasks.record({ owner: 'root@pam', type: 'vzdump', id: String(vmid), started, took: 41_000, lines });
  }
  world.tasks.record({
    owner: 'root@pam',
    type: 'aptupdate',
    id: '',
    started: now - 4 * hour,
    took: 9000,
    lines: ['starting apt-get update'],
  });
}
