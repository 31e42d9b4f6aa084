import type { SensorReading, SensorsReport } from '../agent/host.js';
import { table } from './show-checks.js';
import type { Writer } from './writer.js';

/** The readings, chip by chip. */
export function showSensors(writer: Writer, { source, readings, problems }: SensorsReport): void {
  if (readings.length === 0) writer.line('no sensors: virtual machines have none');
  const lines = table(readings.map(cells));
  let chip = '';
  for (const [index, reading] of readings.entries()) {
    if (reading.chip !== chip) {
      chip = reading.chip;
      writer.line(
        `${chip}${reading.adapter === undefined ? '' : writer.paint('dim', ` (${reading.adapter})`)}`,
      );
    }
    const line = `  ${lines[index] ?? ''}`;
    writer.line(reading.alarm === true ? writer.paint('red', line) : line);
  }
  if (source === 'hwmon') writer.line('from /sys/class/hwmon, as lm-sensors was not used');
  for (const problem of problems) writer.note(`  ${problem}`);
}

function cells(reading: SensorReading): string[] {
  const { label, value, unit = '', kind, fault, alarm, alarms, limits } = reading;
  const rounded = value === undefined ? '-' : `${Number(value.toFixed(2))} ${unit}`;
  const shown = kind === 'intrusion' ? (alarm === true ? 'opened' : 'closed') : rounded;
  const known = Object.entries(limits).map(([name, limit]) => `${name} ${Number(limit.toFixed(2))}`);
  const named = alarms.filter((name) => name !== 'alarm');
  const bad = [
    ...(fault ? ['BROKEN'] : []),
    ...(alarm === true ? [`ALARM${named.length > 0 ? ` (${named.join(', ')})` : ''}`] : []),
  ];
  return [label, fault ? '-' : shown, known.join(', '), bad.join(' ')];
}
