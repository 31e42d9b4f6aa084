import { type Bridge, type Contents, type Disk, newSmart, type Partition, type Smart } from '../disks.js';
import type { NodeSystem } from '../node-system.js';
import type { World } from '../world.js';
import { type Chip, chipsOf } from './chips.js';

/** A disk that is plugged into a USB port. What is not said is made up. */
export interface UsbDisk {
  readonly vendor?: string;
  readonly model?: string;
  readonly serial?: string;
  /** Bytes; 64 GB by default. */
  readonly size?: number;
  /** Rounds a minute; 0, the default, has no rounds. */
  readonly rpm?: number;
  /** What its plug lets `smartctl` know: nothing, by default, as with a stick. */
  readonly bridge?: Partial<Bridge>;
  readonly smart?: Partial<Smart>;
  readonly partitions?: readonly Partition[];
  /** Of one without partitions: what the whole disk holds. */
  readonly contents?: Contents;
}

/** A disk that was plugged in. */
export interface Plugged {
  /** `/dev/sdb`: the first free name, as the kernel gives it. */
  readonly devpath: string;
  readonly disk: Disk;
  /** Pulls it out, with everything that is mounted. Twice does no harm. */
  unplug(): void;
}

const machines = new WeakMap<NodeSystem, Machine>();

/** The machine of a node: one, however many look at it. */
export function machineOf({ system }: World): Machine {
  const machine = machines.get(system) ?? new Machine(system);
  machines.set(system, machine);
  return machine;
}

/** The hardware of a root host: what `lsblk`, `smartctl` and `sensors` look at, and the node's list of disks. */
export class Machine {
  readonly #system: NodeSystem;
  /** The sensors of the board and the processor; those of the disks come from the disks. A test may change them. */
  readonly chips: Chip[] = chipsOf();

  /** @internal */
  constructor(system: NodeSystem) {
    this.#system = system;
  }

  /** All disks, the built-in ones first. Their health is for a test to change. */
  get disks(): readonly Disk[] {
    return this.#system.disks;
  }

  /** The disk of a device such as `/dev/sda`. */
  disk(devpath: string): Disk | undefined {
    return this.#system.disks.find((disk) => disk.devpath === devpath);
  }

  /** Plugs a disk into a USB port. The node's list of disks has it, too. */
  plug(usb: UsbDisk = {}): Plugged {
    const { disks } = this.#system;
    const devpath = this.#freeName();
    const { partitions = [], contents = {}, rpm = 0 } = usb;
    const number = disks.length + 1;
    const disk: Disk = {
      devpath,
      type: 'usb',
      vendor: usb.vendor ?? 'DEMO',
      model: usb.model ?? 'USB DISK',
      serial: usb.serial ?? `DEMO-USB-${String(number).padStart(4, '0')}`,
      size: usb.size ?? 64_023_257_088,
      rpm,
      wearout: 'N/A',
      used: partitions.length > 0 ? 'partitions' : contents.fstype,
      firmware: '1.00',
      smart: newSmart(usb.smart),
      bridge: { vendorId: '0x0bda', productId: '0x9210', smart: 'none', ...usb.bridge },
      partitions: partitions.map((partition) => ({ ...partition })),
      contents: { ...contents },
    };
    disks.push(disk);
    return {
      devpath,
      disk,
      unplug: () => {
        const index = disks.indexOf(disk);
        if (index !== -1) disks.splice(index, 1);
      },
    };
  }

  #freeName(): string {
    const letter = [...'abcdefghijklmnopqrstuvwxyz'].find((one) => this.disk(`/dev/sd${one}`) === undefined);
    if (letter === undefined) throw new RangeError('this machine has no port left: unplug a disk first');
    return `/dev/sd${letter}`;
  }
}
