import type { Command, UsbDevice, UsbMounted, UsbStatus } from '../agent/host.js';
import { bytes } from '../agent/units.js';
import { table } from './show-checks.js';
import type { Writer } from './writer.js';

/** One line for a device. */
export function showDevices(writer: Writer, devices: readonly UsbDevice[]): void {
  if (devices.length === 0) {
    writer.line('no disk at USB');
    return;
  }
  const head = ['device', 'size', 'file system', 'label', 'UUID', 'model', 'used'];
  const [first = '', ...rest] = table([head, ...devices.map(row)]);
  writer.line(writer.paint('dim', first));
  for (const line of rest) writer.line(line);
}

function row({ device, size, fstype, label, uuid, model, uses }: UsbDevice): string[] {
  const used = uses.map((use) => (use.kind === 'mounted' ? use.at : use.kind === 'held' ? use.by : use.kind));
  return [device, bytes(size), fstype ?? '-', label ?? '-', uuid ?? '-', model ?? '-', used.join(', ')];
}

/** Where it is. */
export function showMounted(writer: Writer, mounted: UsbMounted): void {
  const { device, mountpoint, fstype, options, readOnly, persisted } = mounted;
  writer.line(`${device} (${fstype}) is at ${mountpoint}${readOnly ? ', for reading only' : ''}`);
  writer.line(writer.paint('dim', `  ${options.join(',')}`));
  if (persisted) writer.line('  fstab has it: it is mounted again when the host starts');
}

/** What is mounted where, and whether it comes back. */
export function showStatus(writer: Writer, { devices, mounts, lost, persisted }: UsbStatus): void {
  showDevices(writer, devices);
  writer.line();
  if (mounts.length === 0) writer.line('not mounted');
  for (const { source, target, fstype, options } of mounts)
    writer.line(`${source} (${fstype}) is at ${target}: ${options.join(',')}`);
  if (lost) writer.line(writer.paint('red', 'the disk was pulled out while it was mounted: unmount it'));
  if (persisted !== undefined)
    writer.line(
      `fstab has it at ${persisted.mountpoint}${persisted.ours ? '' : ', entered by somebody else'}`,
    );
}

/** What would be done. */
export function showPlan(writer: Writer, commands: readonly Command[]): void {
  if (commands.length === 0) writer.line('nothing would be changed');
  for (const command of commands) {
    if (command.kind === 'files') {
      writer.line(`would change  ${command.files.join(', ')} (${command.name})`);
      continue;
    }
    const words = [command.binary, ...command.argv];
    writer.line(`would run     ${words.map(quoted).join(' ')}`);
    // What is handed over by a descriptor has no name among the words.
    if (words.some((word) => word.startsWith('/proc/self/fd/')))
      writer.line(`              for ${JSON.stringify(command.params)}`);
  }
}

/** As one word, for reading: nothing here goes through a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
