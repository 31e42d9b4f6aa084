// Good parameters of every command, with the arguments that they make, and of every operation, with what its programs would say.
// `texts` names arguments that are free text for people, by index.

import { healthCommands, healthOperations } from './health-samples.mjs';
import { operationSamples } from './operation-samples.mjs';
import { serviceCommands, serviceOperations } from './service-samples.mjs';

const uuid = '6a2b9c1e-4f7d-4c3a-9b1e-0d5f8a7c6b21';
const key = `ssh-ed25519 ${'A'.repeat(68)} anna@example.com`;

const container = {
  vmid: 300,
  hostname: 'golden.example.com',
  unprivileged: true,
  features: { nesting: true, keyctl: true, mount: ['nfs', 'cifs'] },
  rootfs: { volume: 'local:8', size: '8G', mountoptions: ['nodev', 'noatime'] },
  storage: 'local',
  cores: 2,
  memory: 512,
  nameserver: ['10.0.0.1', 'fd00::1'],
  searchdomain: ['example.com'],
  ostype: 'debian',
  arch: 'amd64',
  timezone: 'Europe/Budapest',
  hookscript: 'local:snippets/hook.pl',
  description: 'made by a test',
  tags: ['golden', 'test'],
  pool: 'web/front',
  startup: { order: 1, up: 30 },
  'ssh-public-keys': key,
  password: 'correct-horse',
  net0: {
    name: 'eth0',
    bridge: 'vmbr0',
    ip: '10.0.0.5/24',
    gw: '10.0.0.254',
    hwaddr: 'BC:24:11:00:00:01',
    trunks: [5, 6],
  },
  mp0: { volume: '/srv/data', mp: '/data', backup: false },
  dev0: { path: '/dev/ttyUSB0', mode: '0660', gid: 20 },
};
const containerArguments = [
  ...['--hostname', 'golden.example.com'],
  ...['--unprivileged', '1'],
  ...['--features', 'nesting=1,keyctl=1,mount=nfs;cifs'],
  ...['--rootfs', 'local:8,size=8G,mountoptions=nodev;noatime'],
  ...['--storage', 'local'],
  ...['--cores', '2'],
  ...['--memory', '512'],
  ...['--nameserver', '10.0.0.1 fd00::1'],
  ...['--searchdomain', 'example.com'],
  ...['--ostype', 'debian'],
  ...['--arch', 'amd64'],
  ...['--timezone', 'Europe/Budapest'],
  ...['--hookscript', 'local:snippets/hook.pl'],
  ...['--description', 'made by a test'],
  ...['--tags', 'golden;test'],
  ...['--pool', 'web/front'],
  ...['--startup', '1,up=30'],
  ...['--net0', 'name=eth0,bridge=vmbr0,ip=10.0.0.5/24,gw=10.0.0.254,hwaddr=BC:24:11:00:00:01,trunks=5;6'],
  ...['--mp0', '/srv/data,mp=/data,backup=0'],
  ...['--dev0', '/dev/ttyUSB0,mode=0660,gid=20'],
];
const secrets = ['--ssh-public-keys', '/proc/self/fd/3', '--password'];
const template = 'local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst';
const backup = 'local:backup/vzdump-lxc-101-2026_11_20-15_41_57.tar.zst';
const description = 3 + containerArguments.indexOf('made by a test');
/** Options that a flag may turn on. */
const mountParts = ['rw', 'sync', 'errors=', 'uid=', 'gid=', 'fmask=', 'dmask='];
const options = { readOnly: true, noatime: true };

/** @param {string} mnt Where file systems may be mounted. */
export function samplesFor(mnt) {
  const backupPoint = `${mnt}/backup`;
  return {
    commands: {
      ...healthCommands,
      ...serviceCommands,
      'block.list': [
        {
          params: {},
          argv: [
            ...['--json', '--bytes', '--paths', '-o'],
            'NAME,KNAME,MAJ:MIN,PKNAME,TYPE,TRAN,HOTPLUG,RM,RO,SIZE,FSTYPE,FSVER,LABEL,UUID,PARTUUID,PTTYPE,MODEL,SERIAL,MOUNTPOINT',
          ],
        },
      ],
      'block.probe': [{ params: { device: '/dev/sda1' }, argv: ['-p', '-o', 'export', '/dev/sda1'] }],
      'systemd.reload': [{ params: {}, argv: ['daemon-reload'] }],
      'fstab.verify': [
        { params: { file: 'fstab.new' }, argv: ['--verify', '--tab-file', '/proc/self/fd/3/fstab.new'] },
      ],
      'fstab.read': [{ params: {} }],
      'fstab.forget': [{ params: { uuid } }],
      'fstab.put': [
        { params: { uuid, mountpoint: backupPoint, driver: 'ext4', options, deviceTimeout: 10 } },
      ],
      'mountpoint.look': [{ params: { mountpoint: backupPoint } }],
      'mountpoint.make': [{ params: { mountpoint: backupPoint } }],
      'mountpoint.users': [{ params: { mountpoint: backupPoint } }],
      'mountpoint.remove': [{ params: { folders: [backupPoint] } }],
      'mount.list': [
        {
          params: {},
          argv: ['--kernel', '--json', '--list', '-o', 'ID,TARGET,SOURCE,FSTYPE,OPTIONS,MAJ:MIN'],
        },
      ],
      'mount.mount': [
        {
          params: { device: '/dev/sda1', mountpoint: backupPoint, driver: 'ext4', options },
          parts: mountParts,
          argv: [
            ...['--no-canonicalize', '-t', 'ext4', '-o'],
            'ro,nosuid,nodev,noexec,noatime,errors=remount-ro',
            ...['/dev/sda1', '/proc/self/fd/3/.'],
          ],
        },
        {
          params: {
            device: '/dev/sdb',
            mountpoint: backupPoint,
            driver: 'vfat',
            options: { uid: 100_000, gid: 100_000, fmask: '0137', dmask: '0027' },
          },
        },
      ],
      'mount.unmount': [
        { params: { mountpoint: backupPoint }, argv: ['--no-canonicalize', '/proc/self/fd/3/backup'] },
      ],
      'pct.create': [
        {
          params: { ...container, ostemplate: template, start: true },
          argv: ['create', '300', template, ...containerArguments, '--start', '1', ...secrets],
          texts: { 'pct.create': [description] },
        },
        { params: { vmid: 300, ostemplate: '/var/lib/vz/template/cache/x.tar.zst' } },
      ],
      'pct.restore': [
        {
          params: { ...container, archive: backup, force: true },
          argv: ['restore', '300', backup, ...containerArguments, '--force', '1', ...secrets],
          texts: { 'pct.restore': [description] },
        },
      ],
      'pct.set': [
        {
          params: {
            vmid: 300,
            features: container.features,
            hookscript: container.hookscript,
            mp0: container.mp0,
            dev0: container.dev0,
            delete: ['mp1', 'dev1'],
            digest: 'a'.repeat(40),
          },
          argv: [
            ...['set', '300', '--features', 'nesting=1,keyctl=1,mount=nfs;cifs'],
            ...['--hookscript', 'local:snippets/hook.pl', '--mp0', '/srv/data,mp=/data,backup=0'],
            ...[
              '--dev0',
              '/dev/ttyUSB0,mode=0660,gid=20',
              '--delete',
              'mp1,dev1',
              '--digest',
              'a'.repeat(40),
            ],
          ],
        },
      ],
      'pct.unlock': [{ params: { vmid: 300 }, argv: ['unlock', '300'] }],
      'pct.destroy': [
        {
          params: { vmid: 300, purge: true, 'destroy-unreferenced-disks': true },
          argv: ['destroy', '300', '--purge', '1', '--destroy-unreferenced-disks', '1'],
        },
      ],
      'pct.status': [{ params: { vmid: 300, verbose: true }, argv: ['status', '300', '--verbose'] }],
      'pct.config': [
        { params: { vmid: 300, snapshot: 'before' }, argv: ['config', '300', '--snapshot', 'before'] },
      ],
      'pct.pending': [{ params: { vmid: 300 }, argv: ['pending', '300'] }],
      'pct.list': [{ params: {}, argv: ['list'] }],
      'pvesh.config': [
        {
          params: { node: 'localhost', vmid: 300 },
          argv: ['get', '/nodes/localhost/lxc/300/config', '--output-format', 'json'],
        },
      ],
      'pvesh.tasks': [
        {
          params: { node: 'localhost', vmid: 300 },
          argv: [
            ...['get', '/nodes/localhost/tasks', '--vmid', '300', '--source', 'all', '--limit', '100'],
            ...['--output-format', 'json'],
          ],
        },
      ],
      'pvesm.status': [
        {
          params: { storage: 'local', content: 'rootdir' },
          argv: ['status', '--storage', 'local', '--content', 'rootdir'],
        },
      ],
      'pvesm.list': [{ params: { storage: 'local', vmid: 300 }, argv: ['list', 'local', '--vmid', '300'] }],
      'rootfs.mount': [
        {
          params: { vmid: 300 },
          argv: ['--json', '--output', 'TARGET,SOURCE,FSTYPE', '--mountpoint', '/var/lib/lxc/300/rootfs'],
        },
      ],
      'rootfs.unmount': [{ params: { vmid: 300 }, argv: ['/var/lib/lxc/300/rootfs'] }],
      'loop.list': [{ params: {}, argv: ['--json', '--list', '--output', 'NAME,BACK-FILE'] }],
    },
    operations: {
      ...operationSamples({ mnt, uuid, container, template, backup, description }),
      ...healthOperations,
      ...serviceOperations,
    },
  };
}
