import { type Chip, chipOf } from './chips.js';
import type { Host } from './command.js';
import { parseGnu } from './gnu-options.js';
import type { Invocation } from './invocation.js';

/** `sensors` of lm-sensors 3.6.2: JSON with `-j`, raw text with `-u`. */

const hint = "Try `sensors -h' for more information\n";

export function runSensors({ machine }: Host, invocation: Invocation): number {
  const { given, words, unknown, incomplete } = parseGnu(
    'j u A|no-adapter f|fahrenheit c|config-file= v|version',
    invocation.argv,
  );
  if (unknown !== undefined || incomplete !== undefined) {
    const problem =
      unknown === undefined
        ? `option requires an argument -- '${incomplete?.slice(1)}'`
        : unknown.startsWith('--')
          ? `unrecognized option '${unknown}'`
          : `invalid option -- '${unknown.slice(1)}'`;
    invocation.err(`sensors: ${problem}\n`);
    invocation.out(hint);
    return 1;
  }
  if (given.has('version')) {
    invocation.out('sensors version 3.6.2 with libsensors version 3.6.2\n');
    return 0;
  }
  const bad = words.find((word) => !/^(?:[^-]+|\*)-(?:\*|[a-z0-9]+(?:-.+)?)$/.test(word) && word !== '*');
  if (bad !== undefined) {
    invocation.err(`Parse error in chip name \`${bad}'\n`);
    invocation.out(hint);
    return 1;
  }
  const disks = machine.disks.flatMap((disk, index) => chipOf(disk, index) ?? []);
  const all = [...machine.chips, ...disks];
  const chips = words.length === 0 ? all : all.filter(({ name }) => words.some((word) => fits(word, name)));
  const isJson = given.has('j');
  if (!isJson && !given.has('u')) {
    invocation.err('sensors: text for people is not modelled by the simulator: use -j or -u\n');
    return 1;
  }
  const options = { adapter: !given.has('no-adapter'), fahrenheit: given.has('fahrenheit'), invocation };
  if (isJson) invocation.out(`{${chips.map((chip) => jsonOf(chip, options)).join(',')}}\n`);
  else invocation.out(chips.map((chip) => rawOf(chip, options)).join(''));
  if (chips.length > 0) return 0;
  invocation.err(words.length > 0 ? 'Specified sensor(s) not found!\n' : nothing);
  return 1;
}

const nothing =
  'No sensors found!\nMake sure you loaded all the kernel drivers you need.\nTry sensors-detect to find out which these are.\n';

function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

interface Shown {
  readonly adapter: boolean;
  readonly fahrenheit: boolean;
  readonly invocation: Invocation;
}

/** Labels go out as they are, quotes and all, and one that two features share comes twice: so the real one does it. */
function jsonOf({ name, adapter, features }: Chip, shown: Shown): string {
  const parts = features.map(({ label, values }) => {
    const rows = readable(values, shown).map(([key, value]) => `"${key}":${number(value, 6)}`);
    return `"${label}":{${rows.join(',')}}`;
  });
  return `"${name}":{${[...(shown.adapter ? [`"Adapter":"${adapter}"`] : []), ...parts].join(',')}}`;
}

function rawOf({ name, adapter, features }: Chip, shown: Shown): string {
  const parts = features.map(({ label, values }) => {
    const rows = readable(values, shown).map(([key, value]) => `  ${key}: ${number(value, 3)}\n`);
    return `${label}:\n${rows.join('')}`;
  });
  return `${name}\n${shown.adapter ? `Adapter: ${adapter}\n` : ''}${parts.join('')}\n`;
}

function number(value: number, digits: number): string {
  return Number.isNaN(value) ? 'NaN' : value.toFixed(digits);
}

/** What cannot be read is told on the side and left out; the exit code says nothing of it. */
function readable(
  values: Readonly<Record<string, number | 'unreadable'>>,
  { fahrenheit, invocation }: Shown,
): [string, number][] {
  return Object.entries(values).flatMap(([key, value]): [string, number][] => {
    if (value === 'unreadable') {
      invocation.err(`ERROR: Can't get value of subfeature ${key}: Can't read\n`);
      return [];
    }
    const isDegrees = /^temp\d+_(?!.*alarm)/.test(key);
    return [[key, fahrenheit && isDegrees ? value * 1.8 + 32 : value]];
  });
}
