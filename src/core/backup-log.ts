/** What the log of a backup says of one guest. */
export interface LoggedBackup {
  readonly vmid: number;
  /** Missing where the backup failed before it began. */
  readonly type: 'lxc' | 'qemu' | undefined;
  /** `unfinished`: the log ends before the guest does. It runs still, or was cut off. */
  readonly status: 'ok' | 'failed' | 'unfinished';
  /**
   * What was written, as the log names it: a path (`/var/lib/vz/dump/vzdump-lxc-….tar.zst`), or on a Proxmox Backup
   * Server `ct/100/2026-11-20T15:21:56Z`. Only of a backup that succeeded: what a failed one began, PVE removes.
   */
  readonly target: string | undefined;
  /** Bytes as the log rounds them, down to whole KiB or MiB, or to a hundredth of a GiB. */
  readonly roundedSize: number | undefined;
  /** Seconds. */
  readonly duration: number | undefined;
  /** Why it failed. */
  readonly error: string | undefined;
  readonly warnings: readonly string[];
}

/** What the log of a backup job says. */
export interface BackupLog {
  readonly guests: readonly LoggedBackup[];
  /** Guests that are on other nodes, and so are no matter of this task. */
  readonly skipped: readonly number[];
  /** The storage of the command line. */
  readonly storage: string | undefined;
}

type Draft = { -readonly [K in keyof LoggedBackup]: LoggedBackup[K] } & { warnings: string[] };

/**
 * Reads the log of a `vzdump` task (pve-manager PVE/VZDump.pm exec_backup). One guest comes after the other, and every
 * line has its level in front, whatever a tool printed. An archive is taken for a guest's only between its first line
 * and its last, and only where its name fits the guest or can be anything (an external backup provider's).
 */
export function parseBackupLog(lines: Iterable<string>): BackupLog {
  const reader = new Reader();
  for (const line of lines) {
    const [, level, text = ''] = /^(INFO|WARN|ERROR): (.*)$/s.exec(line) ?? [];
    if (level === 'ERROR') reader.error(text);
    else if (level === 'WARN') reader.warning(text);
    else if (level === 'INFO') reader.info(text);
  }
  return { guests: reader.guests, skipped: reader.skipped, storage: reader.storage };
}

class Reader {
  readonly guests: Draft[] = [];
  readonly skipped: number[] = [];
  storage: string | undefined;
  /** The guest whose turn it is. */
  #current: Draft | undefined;
  /** What is being written for it. */
  #target: string | undefined;
  #size: number | undefined;
  /** The guest whose error may go on in the next line. */
  #failing: Draft | undefined;

  error(text: string): void {
    const [, failed, why = ''] = /^Backup of VM (\d+) failed - (.*)$/s.exec(text) ?? [];
    if (failed !== undefined) {
      const vmid = Number(failed);
      this.#failing = this.#current?.vmid === vmid ? this.#current : this.#begin(vmid, undefined);
      this.#failing.status = 'failed';
      this.#failing.error = why;
      this.#current = undefined;
    } else if (this.#failing !== undefined && !text.startsWith('Backup job failed - ')) {
      this.#failing.error = `${this.#failing.error}\n${text}`;
    }
  }

  warning(text: string): void {
    this.#failing = undefined;
    this.#current?.warnings.push(text);
  }

  info(text: string): void {
    this.#failing = undefined;
    const [, vmid, type] = /^Starting Backup of VM (\d+) \((lxc|qemu|openvz)\)$/.exec(text) ?? [];
    if (vmid !== undefined) this.#current = this.#begin(Number(vmid), type === 'qemu' ? 'qemu' : 'lxc');
    else if (this.#current !== undefined) this.#guestLine(this.#current, text);
    else if (this.guests.length === 0) this.#jobLine(text);
  }

  #begin(vmid: number, type: Draft['type']): Draft {
    const nothing = { target: undefined, roundedSize: undefined, duration: undefined, error: undefined };
    const guest: Draft = { vmid, type, status: 'unfinished', ...nothing, warnings: [] };
    this.guests.push(guest);
    this.#target = undefined;
    this.#size = undefined;
    return guest;
  }

  #jobLine(text: string): void {
    if (text.startsWith('starting new backup job: ')) {
      // Quoted words are others' texts: notes may hold anything.
      this.storage ??= / --storage (\S+)/.exec(text.replace(/'[^']*'/g, ''))?.[1];
    }
    const others = /^skip external VMs: (\d+(?:, \d+)*)$/.exec(text)?.[1];
    if (others !== undefined) this.skipped.push(...others.split(', ').map(Number));
  }

  #guestLine(guest: Draft, text: string): void {
    const target = /^creating .*\barchive '(.+)'$/s.exec(text)?.[1];
    if (target !== undefined && fits(target, guest)) this.#target ??= target;
    const [, size, unit = ''] = /^archive file size: (\d+(?:\.\d+)?)(KB|MB|GB|TB)$/.exec(text) ?? [];
    if (size !== undefined) this.#size ??= Math.round(Number(size) * (units[unit] ?? 1));
    const [, vmid, hours, minutes, seconds] =
      /^Finished Backup of VM (\d+) \((\d+):(\d\d):(\d\d)\)$/.exec(text) ?? [];
    if (vmid === undefined || Number(vmid) !== guest.vmid) return;
    guest.status = 'ok';
    guest.target = this.#target;
    guest.roundedSize = this.#size;
    guest.duration = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    this.#current = undefined;
  }
}

// PVE says KB and means KiB (pve-manager PVE/VZDump.pm format_size).
const units: Readonly<Record<string, number>> = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Names of files and of backup server snapshots hold the guest's id; another one's is not this guest's archive. */
function fits(target: string, { vmid, type }: Draft): boolean {
  const [, kind, owner] =
    /(?:^|\/)vzdump-(lxc|openvz|qemu)-(\d+)-[^/]*$/.exec(target) ??
    /^(ct|vm)\/(\d+)\/[^/]+$/.exec(target) ??
    [];
  if (owner === undefined) return !target.startsWith('/');
  return Number(owner) === vmid && (kind === 'qemu' || kind === 'vm') === (type === 'qemu');
}
