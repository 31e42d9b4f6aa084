import { fail } from '../errors.js';
import { field } from '../formats.js';
import { checkParams } from '../schema.js';
import { checkLock, container, type Guest } from '../world.js';
import type { Command, CommandRun, Program } from './command.js';
import { prepareCreate, prepareSet } from './pct-create.js';
import { execInside, pullFile, pushFile } from './pct-inside.js';
import { showConfig, showList, showPending, showSnapshots, showStatus } from './pct-output.js';

/** `pct`, after the table of its commands in pve-container src/PVE/CLI/pct.pm. */

const lxc = '/nodes/{node}/lxc';
const ct = `${lxc}/{vmid}`;

const power = (action: string, usage: string): Command => ({
  usage: `${action} <vmid>${usage}`,
  route: `POST ${ct}/status/${action}`,
});

const fileOptions = {
  vmid: field.vmid,
  group: field.text,
  perms: field.text,
  user: field.text,
};

export const pct: Program = {
  name: 'pct',
  groups: [
    [
      { usage: 'clone <vmid> <newid> [OPTIONS]', route: `POST ${ct}/clone` },
      {
        usage: 'create <vmid> <ostemplate> [OPTIONS]',
        route: `POST ${lxc}`,
        bare: ['password'],
        prepare: prepareCreate,
      },
      { usage: 'destroy <vmid> [OPTIONS]', route: `DELETE ${ct}` },
      { usage: 'list ', route: `GET ${lxc}`, show: showList },
      { usage: 'migrate <vmid> <target> [OPTIONS]', route: `POST ${ct}/migrate` },
      {
        usage: 'move-volume <vmid> <volume> [<storage>] [<target-vmid>] [<target-volume>] [OPTIONS]',
        aliases: ['move_volume'],
        route: `POST ${ct}/move_volume`,
      },
      { usage: 'pending <vmid>', route: `GET ${ct}/pending`, show: showPending },
      { usage: 'resize <vmid> <disk> <size> [OPTIONS]', route: `PUT ${ct}/resize`, lenient: true },
      {
        usage: 'restore <vmid> <ostemplate> [OPTIONS]',
        route: `POST ${lxc}`,
        fixed: { restore: '1' },
        bare: ['password'],
        prepare: prepareCreate,
      },
      { usage: 'template <vmid>', route: `POST ${ct}/template`, lenient: true },
    ],
    [
      { usage: 'config <vmid> [OPTIONS]', route: `GET ${ct}/config`, show: showConfig },
      { usage: 'set <vmid> [OPTIONS]', route: `PUT ${ct}/config`, prepare: prepareSet },
    ],
    [
      { usage: 'delsnapshot <vmid> <snapname> [OPTIONS]', route: `DELETE ${ct}/snapshot/{snapname}` },
      { usage: 'listsnapshot <vmid>', route: `GET ${ct}/snapshot`, show: showSnapshots },
      { usage: 'rollback <vmid> <snapname> [OPTIONS]', route: `POST ${ct}/snapshot/{snapname}/rollback` },
      { usage: 'snapshot <vmid> <snapname> [OPTIONS]', route: `POST ${ct}/snapshot` },
    ],
    [
      power('reboot', ' [OPTIONS]'),
      power('resume', ''),
      power('shutdown', ' [OPTIONS]'),
      power('start', ' [OPTIONS]'),
      power('stop', ' [OPTIONS]'),
      power('suspend', ''),
    ],
    [
      { usage: 'console <vmid> [OPTIONS]' },
      { usage: 'cpusets ' },
      { usage: 'df <vmid>' },
      { usage: 'enter <vmid> [OPTIONS]' },
      {
        usage: 'exec <vmid> [<extra-args>] [OPTIONS]',
        fields: { vmid: field.vmid, 'keep-env': field.flag },
        run: execInside,
      },
      { usage: 'fsck <vmid> [OPTIONS]' },
      { usage: 'fstrim <vmid> [OPTIONS]' },
      { usage: 'mount <vmid>', run: mount },
      { usage: 'pull <vmid> <path> <destination> [OPTIONS]', fields: fileOptions, run: pullFile },
      { usage: 'push <vmid> <file> <destination> [OPTIONS]', fields: fileOptions, run: pushFile },
      {
        usage:
          'remote-migrate <vmid> [<target-vmid>] <target-endpoint> --target-bridge <string> --target-storage <string> [OPTIONS]',
      },
      { usage: 'rescan  [OPTIONS]' },
      {
        usage: 'status <vmid> [OPTIONS]',
        route: `GET ${ct}/status/current`,
        fields: { verbose: field.flag },
        prepare: (run) => {
          delete run.params['verbose'];
          return undefined;
        },
        show: showStatus,
      },
      { usage: 'unlock <vmid>', run: unlock },
      { usage: 'unmount <vmid>', run: unmount },
    ],
    [{ usage: 'help [<extra-args>] [OPTIONS]' }],
  ],
};

function guestOf({ world, params }: CommandRun): Guest {
  return container(world, checkParams({ vmid: field.vmid }, params).int('vmid'));
}

/** Nothing in the API can do this: it changes the file, whatever the lock is for. */
function unlock(run: CommandRun): number {
  if (!guestOf(run).config.delete('lock')) throw fail('no lock found trying to remove any lock');
  return 0;
}

/** There is nothing to be looked at, but the lock is real, and the API sees it. */
function mount(run: CommandRun): number {
  const guest = guestOf(run);
  checkLock(guest);
  guest.config.set('lock', 'mounted');
  run.invocation.out(`mounted CT ${guest.vmid} in '/var/lib/lxc/${guest.vmid}/rootfs'\n`);
  return 0;
}

function unmount(run: CommandRun): number {
  const { config } = guestOf(run);
  const lock = config.get('lock');
  if (lock === undefined) throw fail("no lock found trying to remove 'mounted'  lock");
  if (lock !== 'mounted') throw fail(`found lock '${lock}' trying to remove 'mounted'  lock`);
  config.delete('lock');
  return 0;
}
