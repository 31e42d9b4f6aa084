import { ParamsError } from '../core/errors.js';
import type { PropertyAlias, PropertyFacts, PropertyKind } from '../core/property-string.js';
import type { PropertyFormats } from '../generated/api.js';
import { arrays, formats } from '../generated/wire-data.js';

/** The name of a kind of property string: `LxcNet`, `QemuScsi`, … */
export type PropertyFormat = keyof PropertyFormats & string;

// Both texts are taken apart when they are first asked for: see scripts/generate-api/emit-wire.mjs for their lines.
let lines: ReadonlyMap<string, string> | undefined;
let repeated: ReadonlyMap<string, string> | undefined;
const read = new Map<string, PropertyFacts>();

/** What is known of a kind of property string. @throws ParamsError if there is none of this name. */
export function factsOf(format: PropertyFormat): PropertyFacts {
  const known = read.get(format);
  if (known !== undefined) return known;
  lines ??= byFirstWord(formats);
  const line = lines.get(format);
  if (line === undefined)
    throw new ParamsError([{ path: 'format', message: 'no such kind of property string' }]);
  const facts = readFormat(line.split(' '));
  read.set(format, facts);
  return facts;
}

/** The parameters of a route of the API that are arrays: each value is sent with its own key. */
export function arraysOf(route: string): readonly string[] {
  repeated ??= byRoute(arrays);
  return repeated.get(route)?.split(' ') ?? [];
}

function byFirstWord(text: string): Map<string, string> {
  return new Map(text.split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line]));
}

function byRoute(text: string): Map<string, string> {
  return new Map(
    text.split('\n').map((line) => {
      const end = line.indexOf(' ', line.indexOf(' ') + 1);
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

const kinds: Readonly<Record<string, PropertyKind>> = { ':b': 'flag', ':n': 'number' };

function readFormat([, ...words]: string[]): PropertyFacts {
  const facts = {
    kinds: new Map<string, PropertyKind>(),
    required: [] as string[],
    defaultKey: undefined as string | undefined,
    aliases: new Map<string, PropertyAlias>(),
  };
  for (const word of words) {
    const [, key = '', marks = '', kind = ''] = /^([^!*:=]+)([!*]*)(:[bn])?$/.exec(word) ?? [];
    if (key === '') {
      const [, alias = '', target = '', names] = /^([^=]+)=([^@]+)(?:@(.+))?$/.exec(word) ?? [];
      facts.aliases.set(alias, { key: target, names });
      continue;
    }
    facts.kinds.set(key, kinds[kind] ?? 'text');
    if (marks.includes('!')) facts.required.push(key);
    if (marks.includes('*')) facts.defaultKey = key;
  }
  return facts;
}
