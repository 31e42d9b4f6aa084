import type { Field, Fields } from '../schema.js';

/** The words of a command line, sorted. */
export interface ParsedOptions {
  readonly positional: readonly string[];
  /** By the full name of each option. Repeated lists hold several values. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What is wrong with the words, as the parser prints it. */
  readonly complaints: readonly string[];
}

/**
 * Sorts the words of a command line the way that PVE's commands do (Perl's Getopt::Long): options may stand anywhere,
 * with one or two dashes, in any case, shortened to a beginning that only one has; `--` ends them. A flag takes the
 * next word only if that does not look like an option, and so do those in `bare`; everything else takes it whatever it is.
 */
export function parseOptions(
  fields: Fields,
  words: readonly string[],
  bare: readonly string[] = [],
): ParsedOptions {
  const names = optionNames(fields);
  const positional: string[] = [];
  const options = new Map<string, readonly string[]>();
  const complaints: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      positional.push(...rest.splice(0));
      break;
    }
    const [, given, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (given === undefined || word === '-') {
      positional.push(word);
      continue;
    }
    const found = matching(names, given);
    const [name, field] = found.length === 1 ? (found[0] ?? []) : [];
    if (name === undefined || field === undefined) {
      complaints.push(
        found.length === 0
          ? `Unknown option: ${given.toLowerCase()}`
          : `Option ${given.toLowerCase()} is ambiguous (${found.map(([option]) => option).join(', ')})`,
      );
      continue;
    }
    const taken = value ?? takeValue(field.type === 'boolean' || bare.includes(name), rest);
    if (taken === undefined) complaints.push(`Option ${given.toLowerCase()} requires an argument`);
    else options.set(name, [...(field.type === 'array' ? (options.get(name) ?? []) : []), taken]);
  }
  return { positional, options, complaints };
}

/** Every name there is: `net[n]` stands for as many as it counts. */
function optionNames(fields: Fields): [name: string, field: Field][] {
  return Object.entries(fields).flatMap(([key, field]): [string, Field][] =>
    key.endsWith('[n]')
      ? Array.from({ length: field.count ?? 0 }, (_, index) => [`${key.slice(0, -3)}${index}`, field])
      : [[key, field]],
  );
}

function matching(names: readonly [string, Field][], given: string): [string, Field][] {
  const wanted = given.toLowerCase();
  const exact = names.find(([name]) => name.toLowerCase() === wanted);
  return exact === undefined ? names.filter(([name]) => name.toLowerCase().startsWith(wanted)) : [exact];
}

function takeValue(isOptional: boolean, rest: string[]): string | undefined {
  const [next] = rest;
  if (isOptional && (next === undefined || /^-./.test(next))) return '';
  return rest.shift();
}

/** Flags in the words that the command line knows, beyond the 0 and 1 of the API. An empty one is set. */
export function flagValue(text: string): string {
  if (text === '' || /^(?:1|on|yes|true)$/i.test(text)) return '1';
  return /^(?:0|off|no|false)$/i.test(text) ? '0' : text;
}
