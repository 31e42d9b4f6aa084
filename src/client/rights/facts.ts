import { encodeParams, type Params } from '../../core/codec.js';
import { splitIdentity } from '../../core/permission.js';
import type { HostRelease } from './release.js';

/** A call that somebody asks about, with its parameters as they would be on the wire. */
export class CallFacts {
  readonly route: string;
  /** Who would call. */
  readonly identity: string;
  readonly host: HostRelease;
  readonly #values: ReadonlyMap<string, string>;

  /** @throws ParamsError for a parameter that cannot be sent. */
  constructor(route: string, params: Params, identity: string, host: HostRelease) {
    this.route = route;
    this.identity = identity;
    this.host = host;
    const values = new Map<string, string>();
    for (const [key, value] of encodeParams(params, () => true))
      values.set(key, values.has(key) ? `${values.get(key)},${value}` : value);
    this.#values = values;
  }

  get isToken(): boolean {
    return splitIdentity(this.identity)[1] !== undefined;
  }

  get keys(): string[] {
    return [...this.#values.keys()];
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  text(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** As PVE reads a list: separated by commas, semicolons or blanks. */
  list(key: string): string[] {
    return (this.text(key) ?? '').split(/[,;\s\0]+/).filter((item) => item !== '');
  }

  /** As PVE reads a flag; undefined where it is not given. */
  flag(key: string): boolean | undefined {
    const value = this.text(key);
    return value === undefined ? undefined : /^(?:1|on|yes|true)$/i.test(value);
  }

  /** A path with its braces filled from the parameters. One that is not there stays in its braces. */
  path(template: string): string {
    return template.replace(/\{([\w-]+)\}/g, (brace, key: string) => this.text(key) ?? brace);
  }
}

/** The options of a property string; a part without a key goes by `main`: `local:8,mp=/srv`. */
export function properties(text: string, main = ''): Map<string, string> {
  return new Map(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const at = part.indexOf('=');
        return at === -1 ? [main, part] : [part.slice(0, at), part.slice(at + 1)];
      }),
  );
}
