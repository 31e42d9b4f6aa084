import type { Command, OpenHost } from '../agent/host.js';
import { type ExitCode, exitCode } from './exit-code.js';
import type { UsbTask } from './host-args.js';
import { showDevices, showMounted, showPlan, showStatus } from './show-usb.js';
import type { Writer } from './writer.js';

/** Tells what came of it, for people or for machines. */
export type Answer = (code: ExitCode, fields: object, show: () => void) => ExitCode;

/** `host usb`: disks at USB. */
export async function usbCommand(
  { usb, plan }: OpenHost['privileged'],
  task: UsbTask,
  { writer, signal, answer }: { writer: Writer; signal: AbortSignal; answer: Answer },
): Promise<ExitCode> {
  const options = { signal };
  const told = (planned: { commands: readonly Command[]; files: readonly string[] }) =>
    answer(
      exitCode.ok,
      { dryRun: true, commands: planned.commands.map((command) => command.toJSON()), files: planned.files },
      () => showPlan(writer, planned.commands),
    );
  if (task.what === 'usb-list') {
    const devices = await usb.list({ all: task.all }, options);
    return answer(exitCode.ok, { devices }, () => showDevices(writer, devices));
  }
  if (task.what === 'usb-status') {
    const status = await usb.status(task.of, options);
    // A disk that was pulled out while it was mounted.
    return answer(status.lost ? exitCode.failed : exitCode.ok, status, () => showStatus(writer, status));
  }
  if (task.what === 'usb-mount') {
    if (task.dryRun) return told(await plan.usb.mount(task.wish, options));
    const mounted = await usb.mount(task.wish, options);
    return answer(exitCode.ok, mounted, () => showMounted(writer, mounted));
  }
  if (task.dryRun) return told(await plan.usb.unmount(task.wish, options));
  const { mountpoint, device, layers, forgotten } = await usb.unmount(task.wish, options);
  return answer(exitCode.ok, { mountpoint, device, layers, forgotten }, () =>
    writer.line(
      `${device} is no longer at ${mountpoint}${forgotten ? ', and no longer in fstab' : ''}: it can be pulled out`,
    ),
  );
}
