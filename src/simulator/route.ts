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

/** Data with something else beside it in the answer's body. */
export class Extended {
  readonly data: unknown;
  readonly beside: Readonly<Record<string, unknown>>;

  constructor(data: unknown, beside: Readonly<Record<string, unknown>>) {
    this.data = data;
    this.beside = beside;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One line of the API: what it is called, who may call it, with what, and what it does. */
export interface Route {
  /** `METHOD /path/{param}`; `{volume}` and `{cidr}` take the rest of the path. */
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

interface Entry<T> {
  readonly value: T;
  /** Names of parameters by their place, undefined where a word is fixed. */
  readonly names: readonly (string | undefined)[];
  readonly segments: readonly string[];
  readonly parameters: number;
}

/** A set of routes that can find the one for a request. */
export class Router<T extends { readonly route: string }> {
  /** By method, first word and number of words, those with the fewest parameters first. */
  readonly #entries = new Map<string, Entry<T>[]>();
  /** Those whose last parameter takes the rest of the path, by method and first word. */
  readonly #open = new Map<string, Entry<T>[]>();

  readonly #names: ReadonlySet<string>;

  constructor(values: readonly T[]) {
    this.#names = new Set(values.map(({ route }) => route));
    for (const value of values) {
      const [method = '', path = ''] = value.route.split(' ');
      const segments = split(path);
      const names = segments.map((segment) => /^\{(.+)\}$/.exec(segment)?.[1]);
      const parameters = names.filter((name) => name !== undefined).length;
      const entry = { value, names, segments, parameters };
      const isOpen = isRest(names.at(-1));
      const [index, key] = isOpen
        ? [this.#open, `${method} ${segments[0]}`]
        : [this.#entries, keyOf(method, segments)];
      index.set(
        key,
        [...(index.get(key) ?? []), entry].sort((a, b) => a.parameters - b.parameters),
      );
    }
  }

  /** Whether there is a route of this name. */
  has(route: string): boolean {
    return this.#names.has(route);
  }

  /** `path` is decoded. A fixed segment wins over a parameter. */
  find(method: string, path: string): { value: T; params: Record<string, string> } | undefined {
    const given = split(path);
    const fits = (entry: Entry<T>): boolean =>
      given.length >= entry.segments.length &&
      entry.segments.every((segment, index) => entry.names[index] !== undefined || segment === given[index]);
    const closed = this.#entries.get(keyOf(method, given))?.find(fits);
    const open = this.#open.get(`${method} ${given[0]}`)?.find(fits);
    const best =
      open === undefined || (closed !== undefined && closed.parameters <= open.parameters) ? closed : open;
    return best === undefined ? undefined : { value: best.value, params: parametersOf(best, given) };
  }
}

function keyOf(method: string, segments: readonly string[]): string {
  return `${method} ${segments.length} ${segments[0]}`;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Whether a parameter takes the rest of the path: a network has a slash of its own, as a volume has. */
function isRest(name: string | undefined): boolean {
  return name === 'volume' || name === 'cidr';
}

function parametersOf({ names }: Entry<unknown>, given: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    if (name !== undefined && isRest(name)) params[name] = given.slice(index).join('/');
    else if (name !== undefined) params[name] = given[index] ?? '';
  }
  return params;
}
