import { ParamsError } from '../core/errors.js';
import type { PropertyFacts } from '../core/property-string.js';
import type { PropertyFormats } from '../generated/api.js';
import { formatFacts } from '../generated/format-facts.js';
import { arrays } from '../generated/wire-data.js';

/** The name of a kind of property string: `LxcNet`, `QemuScsi`, … */
export type PropertyFormat = keyof PropertyFormats & string;

// The text is taken apart when it is first asked for: see scripts/generate-api/emit-wire.mjs for its lines.
let repeated: ReadonlyMap<string, string> | undefined;

/** What is known of a kind of property string. @throws ParamsError if there is none of this name. */
export function factsOf(format: PropertyFormat): PropertyFacts {
  const facts = formatFacts(format);
  if (facts === undefined)
    throw new ParamsError([{ path: 'format', message: 'no such kind of property string' }]);
  return facts;
}

/** The parameters of a route of the API that are arrays: each value is sent with its own key. */
export function arraysOf(route: string): readonly string[] {
  repeated ??= byRoute(arrays);
  return repeated.get(route)?.split(' ') ?? [];
}

function byRoute(text: string): Map<string, string> {
  return new Map(
    text.split('\n').map((line) => {
      const end = line.indexOf(' ', line.indexOf(' ') + 1);
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}
