import { driveSize, drivesOf } from '../drives.js';
import { fail, invalid, notModelled } from '../errors.js';
import { machine } from '../machine.js';
import { machineTimes } from '../machine-work.js';
import type { Context, Route } from '../route.js';
import { all, any, both } from '../rule.js';
import { checkLock, container, type Guest, memberNamed } from '../world.js';
import { refusalOnly } from './collection.js';

/** What is done with virtual machines beside starting, stopping and changing them. */

const at = '/nodes/{node}/qemu/{vmid}';
const power = all('/vms/{vmid}', 'VM.PowerMgmt');
const migrate = all('/vms/{vmid}', 'VM.Migrate');
const tunnel = both(all('/vms/{vmid}', 'VM.Allocate'), all('/', 'Sys.Incoming'));
const cloudKeys = /^(?:ci\w+|sshkeys|nameserver|searchdomain|ipconfig\d+)$/;

export const qemuActionRoutes: readonly Route[] = [
  {
    route: `POST ${at}/template`,
    permission: all('/vms/{vmid}', 'VM.Allocate'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = machine(world, params.int('vmid'));
      checkLock(guest);
      if (guest.snapshots.size > 0) throw fail('unable to create template, because VM contains snapshots');
      if (guest.config.get('template') === '1') throw fail("you can't convert a template to a template");
      if (guest.running !== undefined) throw fail("you can't convert a VM to template if VM is running");
      return world.tasks.start(caller.authId, 'qmtemplate', guest.vmid, function* () {
        yield 400;
        guest.config.set('template', '1');
      }).upid;
    },
  },
  {
    route: `POST ${at}/status/suspend`,
    permission: power,
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = running(world, params.int('vmid'));
      if (params.flag('todisk')) caller.need(`/vms/${guest.vmid}`, 'VM.Config.Disk');
      return world.tasks.start(caller.authId, 'qmsuspend', guest.vmid, function* () {
        checkLock(guest);
        yield machineTimes.suspend;
        // To disk it is down until it is started again; otherwise it goes on from where it is.
        if (!params.flag('todisk')) return;
        guest.running = undefined;
        guest.config.set('lock', 'suspended');
      }).upid;
    },
  },
  {
    route: `POST ${at}/status/resume`,
    permission: power,
    protected: true,
    handler: ({ world, caller, params }) => {
      const guest = machine(world, params.int('vmid'));
      const isOnDisk = guest.config.get('lock') === 'suspended';
      if (guest.running === undefined && !isOnDisk) throw fail(`VM ${guest.vmid} not running`);
      return world.tasks.start(caller.authId, 'qmresume', guest.vmid, function* () {
        yield machineTimes.suspend;
        if (!isOnDisk) return;
        guest.config.delete('lock');
        guest.running = { pid: world.random.between(2000, 60_000), since: world.clock.now() };
      }).upid;
    },
  },
  {
    route: `PUT ${at}/sendkey`,
    permission: all('/vms/{vmid}', 'VM.Console'),
    protected: true,
    handler: ({ world, params }) => void running(world, params.int('vmid')),
  },
  {
    route: `POST ${at}/monitor`,
    permission: any('/vms/{vmid}', 'Sys.Audit', 'Sys.Modify'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const name = /^\s*(\S+)/.exec(params.text('command'))?.[1];
      if (name === undefined) throw fail(`unexpected command '${params.text('command')}'`);
      // Looking is free, pressing keys is not, and the rest is root's.
      if (/^(?:system_|sendkey|mouse_)/.test(name)) caller.need('/', 'Sys.Modify');
      else if (!/^(?:info|help|\?)$/.test(name) && !caller.isRoot) throw fail(`root-only command '${name}'`);
      const guest = machine(world, params.int('vmid'));
      if (guest.running === undefined) return `ERROR: VM ${guest.vmid} not running\n`;
      if (/^\s*info\s+status\s*$/.test(params.text('command'))) return 'VM status: running\n';
      throw notModelled(`'${name}' in the monitor of a virtual machine`);
    },
  },
  {
    route: `GET ${at}/cloudinit`,
    permission: all('/vms/{vmid}', 'VM.Audit'),
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      const keys = [...new Set([...guest.config.keys(), ...guest.pending.keys(), 'name'])];
      return keys
        .filter((key) => cloudKeys.test(key) || key === 'name')
        .filter((key) => guest.config.has(key) || guest.pending.has(key))
        .map((key) => {
          const hide = (value: string): string => (key === 'cipassword' ? '**********' : value);
          const [value, pending] = [guest.config.get(key), guest.pending.get(key)];
          return {
            key,
            ...(value === undefined ? {} : { value: hide(value) }),
            ...(pending === undefined ? {} : { pending: hide(pending) }),
            ...(guest.pendingDeletes.has(key) ? { delete: 1 } : {}),
          };
        });
    },
  },
  {
    route: `PUT ${at}/cloudinit`,
    permission: all('/vms/{vmid}', 'VM.Config.Cloudinit'),
    protected: true,
    handler: ({ world, params }) => checkLock(machine(world, params.int('vmid'))),
  },
  {
    route: `GET ${at}/cloudinit/dump`,
    permission: all('/vms/{vmid}', 'VM.Audit'),
    handler: ({ world, params }) => {
      const { config, vmid } = machine(world, params.int('vmid'));
      const name = config.get('name') ?? `VM${vmid}`;
      if (params.text('type') === 'meta') return `instance-id: ${vmid}\n`;
      if (params.text('type') === 'network') return 'version: 1\nconfig: []\n';
      const user = config.get('ciuser');
      return `#cloud-config\nhostname: ${name}\nmanage_etc_hosts: true\n${user === undefined ? '' : `user: ${user}\n`}`;
    },
  },
  {
    route: `POST ${at}/dbus-vmstate`,
    permission: migrate,
    handler: ({ world, params }) => void running(world, params.int('vmid')),
  },
  {
    route: `GET ${at}/migrate`,
    permission: migrate,
    protected: true,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      return {
        running: guest.running === undefined ? 0 : 1,
        allowed_nodes: world.cluster.nodes.filter((other) => other !== world).map(({ node }) => node.name),
        not_allowed_nodes: {},
        local_disks: drivesOf(guest.config).map((drive) => ({
          volid: drive.volid,
          size: driveSize(world, drive),
          cdrom: 0,
          is_unused: 0,
        })),
        local_resources: [...guest.config.keys()].filter((key) => /^(?:hostpci|usb|serial)\d+$/.test(key)),
        'mapped-resources': [],
        'mapped-resource-info': {},
        'has-dbus-vmstate': 1,
      };
    },
  },
  {
    route: `POST ${at}/migrate`,
    permission: migrate,
    protected: true,
    handler: ({ world, params }) => {
      const guest = machine(world, params.int('vmid'));
      const target = params.text('target');
      if (target === world.node.name) throw invalid({ target: 'target is local node.' });
      if (guest.running !== undefined && !params.flag('online'))
        throw fail("can't migrate running VM without --online");
      memberNamed(world, target);
      throw notModelled('moving a virtual machine to another node');
    },
  },
  remote('qemu'),
  remote('lxc'),
  ...(['qemu', 'lxc'] as const).map((kind) =>
    refusalOnly(`POST /nodes/{node}/${kind}/{vmid}/mtunnel`, tunnel),
  ),
];

function running(world: Context['world'], vmid: number): Guest {
  const guest = machine(world, vmid);
  if (guest.running === undefined) throw fail(`VM ${vmid} not running`);
  return guest;
}

/** To another cluster: what is refused before anything is sent there, and that nobody answers. */
function remote(kind: 'qemu' | 'lxc'): Route {
  return {
    route: `POST /nodes/{node}/${kind}/{vmid}/remote_migrate`,
    permission: migrate,
    protected: true,
    handler: ({ world, params }) => {
      const find = kind === 'lxc' ? container : machine;
      const guest = find(world, params.int('vmid'));
      const moves = params.flag('online') || (kind === 'lxc' && params.flag('restart'));
      if (guest.running !== undefined && !moves)
        throw fail(
          kind === 'lxc'
            ? "can't migrate running container without --online or --restart"
            : "can't migrate running VM without --online",
        );
      const host = /(?:^|,)host=([^,]+)/.exec(params.text('target-endpoint'))?.[1];
      if (host === undefined)
        throw invalid({
          'target-endpoint':
            'invalid format - format error\nhost: property is missing and it is not optional\n',
        });
      throw fail(`500 Can't connect to ${host}:8006 (Connection refused)`);
    },
  };
}
