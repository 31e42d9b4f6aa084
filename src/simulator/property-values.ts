/** The values of a property string, by key. */
export type Properties = ReadonlyMap<string, string>;

/** Inside property strings a flag has more spellings than in parameters. */
export function flagOf(value: string): string {
  if (/^(?:1|on|yes|true)$/i.test(value)) return '1';
  return /^(?:0|off|no|false)$/i.test(value) ? '0' : value;
}

/** Whether a flag of a property string is on. */
export function propertyFlag(values: Properties, name: string): boolean {
  return flagOf(values.get(name) ?? '0') === '1';
}
