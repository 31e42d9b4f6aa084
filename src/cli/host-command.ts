import { diskHealth, openHost } from '../agent/host.js';
import { type ExitCode, exitCode } from './exit-code.js';
import type { HostOptions, HostTask, UsbTask } from './host-args.js';
import { Interruption } from './interruption.js';
import type { Surroundings } from './run.js';
import { showDoctor, showInfo } from './show-host.js';
import { showJson } from './show-json.js';
import { showSensors } from './show-sensors.js';
import { codeOfDisks, showDisks } from './show-smart.js';
import { type Answer, usbCommand } from './usb-command.js';
import type { Writer } from './writer.js';

/** `host`: what root does on the machine that this runs on. */
export async function hostCommand(
  { runner, socket, json, task }: HostOptions & { task: HostTask },
  writer: Writer,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { privileged, close } = openHost({ runner, socket, site: surroundings.site });
  const interruption = new Interruption(surroundings.signals, writer, () =>
    surroundings.exit(exitCode.failed),
  );
  const { signal } = interruption;
  try {
    const answer: Answer = (code, fields, show) => {
      if (json) showJson(writer, code, { ok: code === exitCode.ok, ...fields });
      else show();
      return code;
    };
    if (isUsb(task)) return await usbCommand(privileged, task, { writer, signal, answer });
    if (task.what === 'smart') {
      const disks = await diskHealth(privileged, task.wish, signal);
      return answer(codeOfDisks(disks), { disks: disks.map(plain) }, () => showDisks(writer, disks));
    }
    if (task.what === 'sensors') {
      const report = await privileged.sensors.read({}, { signal });
      const isAlarmed = report.readings.some(({ alarm }) => alarm === true);
      return answer(isAlarmed ? exitCode.failed : exitCode.ok, report, () => showSensors(writer, report));
    }
    if (task.what === 'info') {
      const info = await privileged.host.info({}, { signal });
      return answer(exitCode.ok, info, () => showInfo(writer, info));
    }
    const report = await privileged.doctor({ signal });
    return answer(report.ok ? exitCode.ok : exitCode.failed, report, () => showDoctor(writer, report));
  } finally {
    interruption.close();
    close();
  }
}

function isUsb(task: HostTask): task is UsbTask {
  return task.what.startsWith('usb-');
}

/** An error as data: JSON knows none. */
function plain<T extends { readonly error: Error | undefined }>({ error, ...rest }: T): object {
  return { ...rest, ...(error === undefined ? {} : { error: { message: error.message } }) };
}
