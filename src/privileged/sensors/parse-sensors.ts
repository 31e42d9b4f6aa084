import { OutputError } from '../errors.js';
import { Members, readForgiving } from './forgiving-json.js';
import { partsOf, readingOf, type SensorReading } from './readings.js';

/**
 * Reads what `sensors -j` printed, of lm-sensors 3.5 to 3.6.2: also where it is no JSON, as with a quote in a label, a chip without
 * sensors or a value that could not be read. Chips and labels that come twice are kept both.
 *
 * @throws OutputError where there is no object at all
 */
export function parseSensors(output: string): SensorReading[] {
  const read = readForgiving(output);
  if (read === undefined || !(read.value instanceof Members))
    throw new OutputError('sensors', output.trim() === '' ? 'nothing' : 'something that is no JSON', output);
  return read.value.list.flatMap(([chip, features]) =>
    features instanceof Members ? chipReadings(chip, features) : [],
  );
}

function chipReadings(chip: string, { list }: Members): SensorReading[] {
  const adapter = list.find(([key, value]) => key === 'Adapter' && typeof value === 'string')?.[1];
  return list.flatMap(([label, values]) => {
    if (!(values instanceof Members)) return [];
    const facts = { chip, adapter: typeof adapter === 'string' ? adapter : undefined, label };
    return sensorsOf(values).map(({ sensor, unit, found }) => readingOf({ ...facts, sensor, unit }, found));
  });
}

// A label has one sensor. Where a broken document ran two together, each is still found by its own name.
function sensorsOf({ list }: Members) {
  const sensors = new Map<
    string,
    { sensor: string; unit: NonNullable<ReturnType<typeof partsOf>>['unit']; found: Map<string, number> }
  >();
  for (const [name, value] of list) {
    const parts = typeof value === 'number' ? partsOf(name) : undefined;
    if (parts === undefined || typeof value !== 'number') continue;
    const { sensor, unit, what } = parts;
    const entry = sensors.get(sensor) ?? { sensor, unit, found: new Map<string, number>() };
    entry.found.set(what, value);
    sensors.set(sensor, entry);
  }
  return [...sensors.values()];
}
