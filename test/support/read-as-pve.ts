import type { PropertyFacts } from '~/core/property-string.js';

/**
 * A property string as a host reads it (pve-common src/PVE/JSONSchema.pm, parse_property_string), without the checks of
 * values; undefined where it refuses the whole. Flags become 1 and 0.
 */
export function readAsPve(facts: PropertyFacts, text: string): Map<string, string> | undefined {
  const result = new Map<string, string>();
  let bare = false;
  for (const part of text.split(',')) {
    if (/^\s*$/.test(part)) continue;
    const [, key, value] = /^([^=]+)=(.+)$/.exec(part) ?? [];
    if (key !== undefined && value !== undefined) {
      if (result.has(key)) return undefined;
      const alias = facts.aliases.get(key);
      if (alias?.names !== undefined) {
        if (result.has(alias.names)) return undefined;
        result.set(alias.names, key);
      }
      const target = alias?.key ?? key;
      result.set(target, facts.kinds.get(target) === 'flag' ? flagOf(value) : value);
    } else if (!part.includes('=')) {
      if (bare || facts.defaultKey === undefined || result.has(facts.defaultKey)) return undefined;
      bare = true;
      result.set(facts.defaultKey, facts.kinds.get(facts.defaultKey) === 'flag' ? flagOf(part) : part);
    } else return undefined;
  }
  return result;
}

function flagOf(value: string): string {
  if (/^(?:1|on|yes|true)$/i.test(value)) return '1';
  return /^(?:0|off|no|false)$/i.test(value) ? '0' : value;
}
