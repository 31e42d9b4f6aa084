import type { Disk } from '../disks.js';

/** One thing that a chip measures. */
export interface Feature {
  readonly label: string;
  /** By the name of the subfeature, `temp1_input`: a number, or `unreadable`. */
  readonly values: Record<string, number | 'unreadable'>;
}

/** A chip with sensors. */
export interface Chip {
  /** `coretemp-isa-0000`. */
  readonly name: string;
  /** `ISA adapter`. */
  readonly adapter: string;
  readonly features: Feature[];
}

/** What the board and the processor of the demo host measure. */
export function chipsOf(): Chip[] {
  return [
    {
      name: 'coretemp-isa-0000',
      adapter: 'ISA adapter',
      features: [
        {
          label: 'Package id 0',
          values: { temp1_input: 47, temp1_max: 82, temp1_crit: 102, temp1_crit_alarm: 0 },
        },
        ...[0, 1, 2, 3].map((core) => ({
          label: `Core ${core}`,
          values: { [`temp${core + 2}_input`]: 45 + (core % 2) },
        })),
      ],
    },
    {
      name: 'it8620-isa-0a30',
      adapter: 'ISA adapter',
      features: [
        { label: 'fan1', values: { fan1_input: 1180, fan1_min: 0, fan1_alarm: 0 } },
        { label: 'in0', values: { in0_input: 1.104 } },
      ],
    },
  ];
}

/** The chip of a disk that the kernel can ask for its temperature. */
export function chipOf(disk: Disk, index: number): Chip | undefined {
  const { type, smart } = disk;
  if (type === 'nvme')
    return {
      name: `nvme-pci-0${index + 1}00`,
      adapter: 'PCI adapter',
      features: [
        {
          label: 'Composite',
          values: { temp1_input: smart.temperature, temp1_max: 81.85, temp1_min: -273.15, temp1_alarm: 0 },
        },
      ],
    };
  if (type === 'usb') return undefined;
  // One that is spun down is not woken for this.
  const temperature = smart.standby ? 'unreadable' : smart.temperature;
  return {
    name: `drivetemp-scsi-${index}-0`,
    adapter: 'SCSI adapter',
    features: [{ label: 'temp1', values: { temp1_input: temperature, temp1_max: 60, temp1_min: 0 } }],
  };
}
