import type { Audit } from './audit.js';
import { Desk } from './desk.js';
import { ExecRunner } from './exec-runner.js';
import { type DoctorReport, examine, probe } from './host/doctor.js';
import type { CallOptions } from './operation.js';
import type { Runner } from './runner.js';
import { type SiteOptions, siteOf } from './site.js';
import { type Bound, bindTable, operationNames, type Planned, tables } from './tables.js';

type Tables = typeof tables;

export interface PrivilegedOptions extends SiteOptions {
  /** Who runs commands. Default: an ExecRunner, direct where this process is root and with sudo elsewhere. */
  runner?: Runner;
  /** Hears of every command that was run. */
  audit?: Audit;
  /** Who asks, for the audit; a call may name another one. */
  requester?: string;
}

/**
 * What only root on a Proxmox VE host can do, and what the API therefore has no way for. It has no HTTP client, no shell and no way to run
 * anything but the commands of this package.
 *
 * ```ts
 * const privileged = new Privileged();
 * const plan = await privileged.plan.usb.mount({ uuid, mountpoint: '/mnt/backup' });
 * console.log(plan.commands, plan.files);
 * await plan.execute();
 * ```
 */
export class Privileged {
  /** Containers, as far as the API keeps them for root@pam. */
  readonly lxc: Bound<Tables['lxc']>;
  /** Disks at USB. */
  readonly usb: Bound<Tables['usb']>;
  /** The health of disks, as they report it themselves. */
  readonly smart: Bound<Tables['smart']>;
  /** Temperatures, fans and voltages. */
  readonly sensors: Bound<Tables['sensors']>;
  /** The host itself. */
  readonly host: Bound<Tables['host']>;
  /** The same operations, told instead of done: the exact commands and files, to look at before `execute()`. */
  readonly plan: Planned<Tables>;
  readonly #examine: (options: CallOptions) => Promise<DoctorReport>;

  /** @throws ParamsError that names every wrong option */
  constructor({ runner = new ExecRunner(), audit, requester, ...site }: PrivilegedOptions = {}) {
    const desk = new Desk({ site: siteOf(site), runner, audit, requester });
    this.#examine = (options) =>
      examine(desk.site, runner, operationNames(tables), () => desk.perform(probe, {}, options));
    const bound = bindTable(tables, (operation, params, options) =>
      desk.perform(operation, params, options),
    ) as Bound<Tables>;
    this.lxc = bound.lxc;
    this.usb = bound.usb;
    this.smart = bound.smart;
    this.sensors = bound.sensors;
    this.host = bound.host;
    this.plan = bindTable(tables, (operation, params, options) =>
      desk.plan(operation, params, options),
    ) as Planned<Tables>;
  }

  /**
   * Says of every operation beforehand what it lacks on this host: programs, with the packages that bring them, and the rights of root.
   * Changes nothing. With sudo it finds out whether sudo works, not whether it allows each command.
   */
  doctor(options: CallOptions = {}): Promise<DoctorReport> {
    return this.#examine(options);
  }
}
