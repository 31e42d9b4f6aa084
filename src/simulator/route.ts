import type { Caller } from './acl.js';
import type { Rule } from './rule.js';
import type { Fields, Params } from './schema.js';
import type { Tickets } from './tickets.js';
import type { UploadedFile } from './upload.js';
import type { World } from './world.js';

/** What a handler gets to work with. */
export interface Context {
  /** The node of the path, or where it names none, the one that was asked. */
  readonly world: World;
  /** The node that was asked. */
  readonly door: World;
  readonly tickets: Tickets;
  readonly caller: Caller;
  readonly params: Params;
  /** What was uploaded with the request. */
  readonly file?: UploadedFile;
}

/** Data with the number of rows there are beyond the ones given. */
export class Counted {
  readonly data: unknown;
  readonly total: number;

  constructor(data: unknown, total: number) {
    this.data = data;
    this.total = total;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One line of the API: what it is called, who may call it, with what, and what it does. */
export interface Route {
  /** `METHOD /path/{param}`; `{volume}` takes the rest of the path. */
  readonly route: `${Method} /${string}`;
  readonly permission: Rule;
  /** Run by the privileged daemon, which shows in the answer's headers. */
  readonly protected?: boolean;
  /** Sent as a download: with gzip, whatever the request accepts. */
  readonly packed?: boolean;
  /** Takes a file, in a multipart body. */
  readonly upload?: boolean;
  /**
   * Parameters beside those that the schema of the host's release declares, and in place of them where a real host does
   * not do what it declares. Mostly there are none: what the schema says is checked anyway.
   */
  readonly params?: Fields;
  /** Gives the answer's `data`, or `Counted` where PVE adds a total. */
  readonly handler: (context: Context) => unknown;
}

/** A set of routes that can find the one for a request. */
export class Router<T extends { readonly route: string }> {
  readonly #names: ReadonlySet<string>;
  /** By method and number of segments; those that take the rest of a path, by method alone. */
  readonly #entries = new Map<string, { segments: readonly string[]; value: T }[]>();

  constructor(values: readonly T[]) {
    this.#names = new Set(values.map(({ route }) => route));
    for (const value of values) {
      const [method = '', path = ''] = value.route.split(' ');
      const segments = split(path);
      const key = segments.includes('{volume}') ? method : `${method} ${segments.length}`;
      this.#entries.set(key, [...(this.#entries.get(key) ?? []), { segments, value }]);
    }
  }

  /** Whether there is a route of this name. */
  has(route: string): boolean {
    return this.#names.has(route);
  }

  /** `path` is decoded. A fixed segment wins over a parameter. */
  find(method: string, path: string): { value: T; params: Record<string, string> } | undefined {
    const given = split(path);
    let best: { value: T; params: Record<string, string> } | undefined;
    const keys = [`${method} ${given.length}`, method];
    for (const entry of keys.flatMap((key) => this.#entries.get(key) ?? [])) {
      const params = match(entry.segments, given);
      if (params === undefined) continue;
      if (best === undefined || Object.keys(params).length < Object.keys(best.params).length)
        best = { value: entry.value, params };
    }
    return best;
  }
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function match(template: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of template.entries()) {
    const value = given[index];
    if (value === undefined) return undefined;
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === 'volume') return { ...params, volume: given.slice(index).join('/') };
    if (name !== undefined) params[name] = value;
    else if (segment !== value) return undefined;
  }
  return given.length === template.length ? params : undefined;
}
