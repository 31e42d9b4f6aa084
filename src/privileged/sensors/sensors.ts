import * as z from 'zod';
import { isPveError } from '../../core/errors.js';
import { sensorsRead } from '../commands/sensors.js';
import { reading } from '../operation.js';
import { readHwmon } from './hwmon.js';
import { parseSensors } from './parse-sensors.js';
import type { SensorReading } from './readings.js';

/** What the sensors of a host say. */
export interface SensorsReport {
  /** Where it comes from: the program, or the kernel's own files where the program could not be used. */
  readonly source: 'lm-sensors' | 'hwmon';
  /** Empty on a machine without sensors, as most virtual ones are. */
  readonly readings: readonly SensorReading[];
  /** What could not be read, and why lm-sensors was not used. */
  readonly problems: readonly string[];
}

/** Temperatures, fans and voltages. */
export const sensors = {
  /**
   * Every temperature, fan, voltage and so on, with its limits and alarms. By lm-sensors, which knows how each board scales and names
   * them; where that is not installed or cannot be run, by the kernel's files in `/sys/class/hwmon`, which needs no root.
   *
   * Not the API: it has no call for sensors (no path of the schema of 9.2 has one).
   */
  read: reading('sensors.read', z.strictObject({}), async (_params, hands): Promise<SensorsReport> => {
    try {
      const { stdout, stderr } = await hands.run(sensorsRead, {});
      const problems = stderr
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^(?:ERROR|Error)\b/.test(line));
      return { source: 'lm-sensors', readings: parseSensors(stdout), problems };
    } catch (error) {
      if (hands.signal?.aborted === true || !isPveError(error)) throw error;
      const { readings, problems } = await readHwmon(hands.site.hwmon);
      return { source: 'hwmon', readings, problems: [`lm-sensors: ${error.message}`, ...problems] };
    }
  }),
};
