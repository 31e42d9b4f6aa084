// Read by the compiler only: what `Api` accepts and refuses. Each refusal is one line, so that it cannot hide another.
import type {
  Api,
  ApiParams,
  ApiReturns,
  ApiRoute,
  CallArgs,
  LxcNet,
  Parsed,
  QemuDrive,
} from '@felhom/proxmox/api';

declare function call<R extends keyof Api>(route: R, ...args: CallArgs<R>): Promise<ApiReturns<R>>;
const guest = { node: 'pve1', vmid: 101 };

// Parameters may be left out where none is required.
call('GET /version');
call('GET /version', {});
call('GET /cluster/resources');
call('GET /cluster/resources', { type: 'vm' });
call('GET /nodes/{node}/lxc', { node: 'pve1' });
// @ts-expect-error the brace needs its parameter
call('GET /nodes/{node}/lxc');
// @ts-expect-error and by its own name
call('GET /nodes/{node}/lxc', { host: 'pve1' });
// @ts-expect-error both braces are needed
call('GET /nodes/{node}/lxc/{vmid}/config', { node: 'pve1' });
// @ts-expect-error no parameters at all
call('GET /version', { node: 'pve1' });

// Only routes of the API.
// @ts-expect-error a typing error in the path
call('GET /nodes/{node}/lcx', { node: 'pve1' });
// @ts-expect-error a method that the path does not have
call('PATCH /version');
// @ts-expect-error an id belongs into the parameters
call('GET /nodes/pve1/lxc');

// Unknown keys.
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, hostname: 'web', memory: 512 });
// @ts-expect-error a typing error in a key
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, hostnam: 'web' });
// @ts-expect-error a typing error in a numbered key
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, nett0: 'name=eth0' });
// @ts-expect-error a numbered key without its number
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net: 'name=eth0' });

// Values.
call('POST /nodes/{node}/lxc', {
  ...guest,
  ostemplate: 'local:vztmpl/a.tar.zst',
  unprivileged: true,
  onboot: 1,
});
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, ostype: 'debian', cmode: undefined });
// @ts-expect-error not one of the words
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, cmode: 'ssh' });
// @ts-expect-error a number is expected
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, memory: '512' });
// @ts-expect-error a flag is true, false, 1 or 0
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, onboot: 'yes' });
// @ts-expect-error null has no form on the wire
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, hostname: null });

// Lists: PVE's text, or an array.
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, delete: 'net1,mp0' });
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, delete: ['net1', 'mp0'], tags: ['a', 'b'] });
call('POST /nodes/{node}/vzdump', { node: 'pve1', vmid: [100, 101] });
call('POST /nodes/{node}/vzdump', { node: 'pve1', vmid: 100 });
call('PUT /nodes/{node}/lxc/{vmid}/resize', { ...guest, disk: 'mp12', size: '+1G' });
// @ts-expect-error no such row of names
call('PUT /nodes/{node}/lxc/{vmid}/resize', { ...guest, disk: 'disk1', size: '+1G' });
// @ts-expect-error a list of words, or one text
call('POST /nodes/{node}/qemu/{vmid}/agent/exec', { ...guest, command: 5 });

// Property strings: PVE's text, or an object.
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net0: 'name=eth0,bridge=vmbr0' });
call('PUT /nodes/{node}/lxc/{vmid}/config', {
  ...guest,
  net0: { name: 'eth0', bridge: 'vmbr0', firewall: true },
});
call('POST /nodes/{node}/lxc', {
  ...guest,
  ostemplate: 'x',
  mp3: { volume: 'local:8', mp: '/srv', backup: 1 },
});
// @ts-expect-error a typing error in the object
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net0: { name: 'eth0', brigde: 'vmbr0' } });
// @ts-expect-error the object lacks a key
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, mp0: { volume: 'local:8' } });
// @ts-expect-error a wrong word in the object
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net0: { name: 'eth0', type: 'tap' } });
// @ts-expect-error aliases have another spelling
call('PUT /nodes/{node}/qemu/{vmid}/config', { ...guest, net0: { virtio: '00:00:00:00:00:00' } });
call('PUT /nodes/{node}/qemu/{vmid}/config', {
  ...guest,
  net0: { model: 'virtio', macaddr: '00:00:00:00:00:00' },
});
call('PUT /nodes/{node}/qemu/{vmid}/config', {
  ...guest,
  scsi1: { file: 'local:8', iothread: true },
  scsihw: 'lsi',
});

// Or one that was parsed, also after a change.
declare const parsed: Parsed<LxcNet>;
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net0: parsed, net1: { ...parsed, bridge: 'vmbr1' } });
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, startup: { order: 3 } });
call('POST /nodes/{node}/qemu', { ...guest, cpu: { cputype: 'host' }, hostpci0: { mapping: 'gpu' } });
// @ts-expect-error a typing error beside a spread
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, net0: { ...parsed, brigde: 'vmbr1' } });
// @ts-expect-error of another kind
call('PUT /nodes/{node}/lxc/{vmid}/config', { ...guest, mp0: parsed });

// The interfaces have names of their own.
export const net: LxcNet = { name: 'eth0', ip: 'dhcp' };
export const drive: QemuDrive = { file: 'local:8', media: 'cdrom' };
// @ts-expect-error the required key
export const nameless: LxcNet = { bridge: 'vmbr0' };

// The helper types fit each other.
export const route: ApiRoute = 'GET /version';
export const params: ApiParams<'GET /nodes/{node}/lxc'> = { node: 'pve1' };
export const args: CallArgs<'GET /nodes/{node}/lxc'> = [params];
export const none: CallArgs<'GET /version'> = [];
export const more: CallArgs<'GET /version', [options?: { timeout: number }]> = [{}, { timeout: 5 }];
// @ts-expect-error one object of parameters, and nothing after it
export const tooMany: CallArgs<'GET /version'> = [{}, {}];
