/** What a sensor measures. */
export type SensorKind =
  | 'temperature'
  | 'fan'
  | 'voltage'
  | 'current'
  | 'power'
  | 'energy'
  | 'humidity'
  | 'intrusion'
  | 'frequency'
  | 'other';

/** One thing that a chip measures. */
export interface SensorReading {
  /** `coretemp-isa-0000` of lm-sensors; from the kernel's files its name and device, `coretemp-coretemp.0`. */
  readonly chip: string;
  /** What the chip is at: `ISA adapter`. Not in the kernel's files. */
  readonly adapter: string | undefined;
  /** `Package id 0`, `temp1`. Two sensors of a chip can have the same one. */
  readonly label: string;
  /** The kernel's name, which is unique for a chip: `temp1`, `fan2`, `in0`. */
  readonly sensor: string;
  readonly kind: SensorKind;
  /** Undefined where the chip has no value now: a disk that sleeps, a sensor that is broken or not connected. */
  readonly value: number | undefined;
  readonly unit: string | undefined;
  /** In the same unit: `min`, `max`, `crit`, `lcrit`, `emergency`, `cap`, each also with `Hyst`; `lowest` and `highest` are what was seen. */
  readonly limits: Readonly<Record<string, number>>;
  /** The chip's own alarms. Undefined where it has none. */
  readonly alarm: boolean | undefined;
  /** Which alarms are on: `crit`, or `alarm` for the one of no limit in particular. */
  readonly alarms: readonly string[];
  /** True where the chip says that the sensor itself is broken. */
  readonly fault: boolean;
}

interface Unit {
  readonly kind: SensorKind;
  readonly unit: string | undefined;
  /** The kernel's unit in ours. */
  readonly scale: number;
}

const kinds: Readonly<Record<string, Unit>> = {
  temp: { kind: 'temperature', unit: '°C', scale: 1e-3 },
  fan: { kind: 'fan', unit: 'RPM', scale: 1 },
  in: { kind: 'voltage', unit: 'V', scale: 1e-3 },
  vid: { kind: 'voltage', unit: 'V', scale: 1e-3 },
  curr: { kind: 'current', unit: 'A', scale: 1e-3 },
  power: { kind: 'power', unit: 'W', scale: 1e-6 },
  energy: { kind: 'energy', unit: 'J', scale: 1e-6 },
  humidity: { kind: 'humidity', unit: '%', scale: 1e-3 },
  freq: { kind: 'frequency', unit: 'Hz', scale: 1 },
  intrusion: { kind: 'intrusion', unit: undefined, scale: 1 },
};

/** A name as in `temp1_crit_alarm`, in its parts. Undefined for what is no measurement (`beep_enable`, `pwm1`). */
export function partsOf(name: string): { sensor: string; what: string; unit: Unit } | undefined {
  const cpu = /^(cpu\d+)_vid$/.exec(name)?.[1];
  if (cpu !== undefined) return { sensor: `${cpu}_vid`, what: 'input', unit: kinds['vid'] as Unit };
  const [, type = '', number = '', what = ''] = /^([a-z]+)(\d+)_([a-z_]+)$/.exec(name) ?? [];
  const unit = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return unit === undefined ? undefined : { sensor: `${type}${number}`, what, unit };
}

const settings = new Set([
  'beep',
  'type',
  'offset',
  'pulses',
  'div',
  'enable',
  'target',
  'label',
  'average_interval',
  'average_interval_min',
  'average_interval_max',
  'accuracy',
  'is_battery',
  'rated_min',
  'rated_max',
  'reset_history',
]);

/** Makes a reading of what one sensor has, by the end of its name: `input`, `crit`, `crit_alarm`. */
export function readingOf(
  facts: { chip: string; adapter: string | undefined; label: string; sensor: string; unit: Unit },
  values: ReadonlyMap<string, number>,
): SensorReading {
  const { unit, ...names } = facts;
  const { kind } = unit;
  const alarms = [...values].filter(([what]) => /(?:^|_)alarm$/.test(what));
  const fault = (values.get('fault') ?? 0) > 0;
  const given = ['input', 'average'].map((what) => values.get(what)).find((value) => value !== undefined);
  const limits = [...values].filter(
    ([what, value]) =>
      !/(?:^|_)alarm$|^(?:input|fault)$/.test(what) &&
      !(what === 'average' && values.get('input') === undefined) &&
      !settings.has(what) &&
      Number.isFinite(value) &&
      !isNoLimit(kind, value),
  );
  return {
    ...names,
    kind,
    value: fault || given === undefined || !Number.isFinite(given) ? undefined : given,
    unit: unit.unit,
    limits: Object.fromEntries(limits.map(([what, value]) => [camel(what), value])),
    alarm: alarms.length === 0 ? undefined : alarms.some(([, value]) => value > 0),
    alarms: alarms.filter(([, value]) => value > 0).map(([what]) => what.replace(/_alarm$/, '')),
    fault,
  };
}

// Absolute zero, and the 65535 Kelvin of a register with all its bits set, are how NVMe disks say that there is no limit.
function isNoLimit(kind: SensorKind, value: number): boolean {
  return kind === 'temperature' && (value <= -273 || value >= 1_000);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
