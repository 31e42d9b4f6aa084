import { randomUUID } from 'node:crypto';
import { seconds } from '../clock.js';
import { fail, forbidden, invalid, notModelled } from '../errors.js';
import { checkDigest, normaliseTags } from '../guest-config.js';
import { exclusively, whenFree } from '../guest-work.js';
import { machine } from '../machine.js';
import { changeMachine, checkMachineChange, isDrive, type MachineChange } from '../machine-config.js';
import { bringMachineUp } from '../machine-work.js';
import type { Context, Route } from '../route.js';
import { all, any } from '../rule.js';
import { type Params, splitList } from '../schema.js';
import { type Config, checkLock, checkProtection, homeOf, newGuest, poolOf, type World } from '../world.js';

/** Making virtual machines, and changing them. */

const at = '/nodes/{node}/qemu/{vmid}';
const mayConfigure = any(
  '/vms/{vmid}',
  ...['Disk', 'CDROM', 'CPU', 'Memory', 'Network', 'HWType', 'Options', 'Cloudinit'].map(
    (area) => `VM.Config.${area}`,
  ),
);

export const qemuConfigRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/qemu',
    permission: 'everyone',
    protected: true,
    handler: create,
  },
  {
    route: `PUT ${at}/config`,
    permission: mayConfigure,
    protected: true,
    handler: async (context) => {
      const { world, params } = context;
      const guest = machine(world, params.int('vmid'));
      checkAsked(context);
      await whenFree(world, guest);
      changeMachine(world, guest, prepared(context), { force: params.flag('force') });
    },
  },
  {
    route: `POST ${at}/config`,
    permission: mayConfigure,
    protected: true,
    handler: (context) => {
      const { world, caller, params } = context;
      const guest = machine(world, params.int('vmid'));
      checkAsked(context);
      const change = prepared(context);
      const said = [
        ...[...change.set].map(([key, value]) => `-${key} ${key === 'cipassword' ? '<hidden>' : value}`),
        ...(change.remove.length === 0 ? [] : [`-delete ${change.remove.join(',')}`]),
      ];
      return world.tasks.start(caller.authId, 'qmconfig', guest.vmid, function* (output) {
        output.line(`update VM ${guest.vmid}: ${said.join(' ')}`);
        yield* exclusively(
          guest,
          (function* () {
            yield 100;
            changeMachine(world, guest, change, { force: params.flag('force'), output });
          })(),
        );
      }).upid;
    },
  },
  {
    route: `PUT ${at}/unlink`,
    permission: all('/vms/{vmid}', 'VM.Config.Disk'),
    protected: true,
    handler: async (context) => {
      const { world, caller, params } = context;
      const guest = machine(world, params.int('vmid'));
      await whenFree(world, guest);
      checkLock(guest);
      const change = { set: new Map<string, string>(), remove: params.list('idlist') };
      checkMachineChange(world, caller, guest, change);
      changeMachine(world, guest, change, { force: params.flag('force') });
    },
  },
];

const notConfig = new Set(
  'node vmid force revert delete skiplock digest archive bwlimit ha-managed import-working-storage live-restore start unique pool storage background_delay'.split(
    ' ',
  ),
);

function configIn(params: Params): Config {
  return new Map(
    params
      .keys()
      .filter((key) => !notConfig.has(key))
      .map((key) => [key, key === 'tags' ? normaliseTags(params.text(key)) : params.text(key)]),
  );
}

/** What is refused before the configuration file is asked for. */
function checkAsked({ world, caller, params }: Context): void {
  const guest = machine(world, params.int('vmid'));
  if (params.has('skiplock') && !caller.isRoot) throw invalid({ skiplock: 'Only root may use this option.' });
  const [remove, revert] = [params.list('delete'), params.list('revert')];
  const set = configIn(params);
  if (set.size === 0 && remove.length === 0 && revert.length === 0) throw fail('no options specified');
  for (const key of remove)
    if (set.has(key))
      throw invalid({ delete: `you can't use '-${key}' and -delete ${key} at the same time` });
  checkMachineChange(world, caller, guest, { set, remove: [...remove, ...revert] });
}

/** A change after everything that can be refused about it was. */
function prepared({ world, params }: Context): MachineChange {
  const guest = machine(world, params.int('vmid'));
  const [remove, revert] = [params.list('delete'), params.list('revert')];
  const set = configIn(params);
  checkDigest(guest, params.maybe('digest'));
  if (!params.flag('skiplock')) checkLock(guest);
  if (guest.config.get('protection') === '1')
    for (const key of remove)
      if (isDrive(key) || key.startsWith('unused')) checkProtection(guest, `can't remove drive '${key}'`);
  for (const key of revert) {
    guest.pending.delete(key);
    guest.pendingDeletes.delete(key);
  }
  return { set, remove };
}

function create({ world, caller, params }: Context): string {
  const vmid = params.int('vmid');
  if (params.has('archive')) throw notModelled("'archive' of a new virtual machine");
  const poolName = params.maybe('pool');
  const pool = poolOf(world, poolName);
  const mayHere = poolName !== undefined && caller.has(`/pool/${poolName}`, 'VM.Allocate');
  if (!caller.has(`/vms/${vmid}`, 'VM.Allocate') && !mayHere) throw forbidden();
  const home = homeOf(world, vmid);
  if (home !== undefined) {
    const kind = home.guests.get(vmid)?.kind === 'lxc' ? 'CT' : 'VM';
    throw fail(`unable to create VM ${vmid} - ${kind} ${vmid} already exists on node '${home.node.name}'`);
  }
  const set = configIn(params);
  const draft = newGuest(vmid, new Map(), { kind: 'qemu' });
  checkMachineChange(world, caller, draft, { set, remove: [] });
  draft.config.set('lock', 'create');
  world.guests.set(vmid, draft);
  pool?.vms.add(vmid);
  const starts = params.flag('start');
  return world.tasks.start(caller.authId, 'qmcreate', vmid, function* (output) {
    yield 400;
    changeMachine(world, draft, { set, remove: [] }, { output });
    finish(world, draft.config);
    if (starts) yield* bringMachineUp(world, vmid);
  }).upid;
}

/** What every new machine gets. */
function finish(world: World, config: Config): void {
  config.delete('lock');
  config.set('meta', `creation-qemu=10.1.2,ctime=${seconds(world.clock)}`);
  if (!config.has('smbios1')) config.set('smbios1', `uuid=${randomUUID()}`);
  if (!config.has('vmgenid')) config.set('vmgenid', randomUUID());
  if (config.has('boot')) return;
  const keys = [...config.keys()];
  const disk = ['ide', 'scsi', 'sata', 'virtio']
    .flatMap((bus) => keys.filter((key) => key.startsWith(bus) && isDrive(key)))
    .find((key) => !/media=cdrom/.test(config.get(key) ?? ''));
  const cdrom = keys.find((key) => isDrive(key) && /media=cdrom/.test(config.get(key) ?? ''));
  const card = keys.filter((key) => /^net\d+$/.test(key)).sort()[0];
  const order = [disk, cdrom, card].filter((key) => key !== undefined);
  config.set('boot', splitList(order.join(';')).length === 0 ? ' ' : `order=${order.join(';')}`);
}
