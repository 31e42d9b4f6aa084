import type { PropertyFacts, PropertyKind } from '../core/property-string.js';
import { formats } from './wire-data.js';

// The text is taken apart when it is first asked for: see scripts/generate-api/emit-wire.mjs for its lines.
let lines: ReadonlyMap<string, string> | undefined;
const read = new Map<string, PropertyFacts>();

/** What the API's schemas say of a kind of property string, all releases together; undefined if none has the name. */
export function formatFacts(name: string): PropertyFacts | undefined {
  const known = read.get(name);
  if (known !== undefined) return known;
  lines ??= new Map(formats.split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line]));
  const line = lines.get(name);
  if (line === undefined) return undefined;
  const facts = readFormat(line.split(' '));
  read.set(name, facts);
  return facts;
}

const kinds: Readonly<Record<string, PropertyKind>> = { ':b': 'flag', ':n': 'number' };

function readFormat([, ...words]: string[]): PropertyFacts {
  const facts = {
    kinds: new Map<string, PropertyKind>(),
    required: [] as string[],
    defaultKey: undefined as string | undefined,
    aliases: new Map<string, { key: string; names: string | undefined }>(),
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
