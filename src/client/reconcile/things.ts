import type { Intent } from '../../core/intent.js';
import { parseRoute, type Route } from '../../core/route.js';
import { type Wanted, wantedOf } from './wanted.js';

type Values = Intent['params'];

/** What a call without a task changes, and how it can be read. */
export interface Thing {
  /** `row`: one more row of a list without names, or one less. */
  kind: 'create' | 'update' | 'delete' | 'add-row' | 'remove-row';
  /** In words: `pool p1`. */
  what: string;
  route: Route;
  params: Values;
  wanted: Wanted;
  /** Takes the thing out of the answer; undefined if it is not there. */
  pick(data: unknown): unknown;
}

/** Whether the API has a route. */
export type HasRoute = (route: string) => boolean;

const whole = (data: unknown): unknown => data;
const rowsOf = (data: unknown): readonly Record<string, unknown>[] => (Array.isArray(data) ? data : []);

/** Routes whose GET of the same path tells nothing of what they change. */
const blind = /^(?:DELETE \/nodes\/\{node\}\/tasks\/|PUT \/nodes\/\{node\}\/apt\/|POST \/cluster\/config)/;

/** The thing that a call changes, or undefined where nothing that can be read shows it. */
export function thingOf(
  { route, params }: Pick<Intent, 'route' | 'params'>,
  has: HasRoute,
): Thing | undefined {
  if (blind.test(route)) return undefined;
  return special(route, params) ?? byConvention(route, params, has);
}

/** What the API's paths mean: `POST /x` with an id makes `/x/{id}`, PUT changes and DELETE removes the thing at its path. */
function byConvention(route: Route, params: Values, has: HasRoute): Thing | undefined {
  const { method, segments } = parseRoute(route);
  const path = `/${segments.join('/')}`;
  const named = segments.at(-1)?.startsWith('{') === true;
  const inPath = new Set(segments.filter((name) => name.startsWith('{')).map((name) => name.slice(1, -1)));
  if (segments.at(-1) === '{pos}') return row(method, path.replace(/\/\{pos\}$/, ''), params, inPath);
  const read = (kind: Thing['kind'], at: string, keys: ReadonlySet<string>): Thing | undefined =>
    has(`GET ${at}`)
      ? {
          kind,
          what: [...keys].map((key) => `${key} ${String(params[key])}`).join(', '),
          route: `GET ${at}` as Route,
          params: only(params, keys),
          wanted: wantedOf(params, keys),
          pick: whole,
        }
      : undefined;
  if (method === 'PUT') return read('update', path, inPath);
  if (method === 'DELETE') return named ? read('delete', path, inPath) : undefined;
  const id = Object.keys(params).find(
    (key) => !inPath.has(key) && key !== 'pos' && has(`GET ${path}/{${key}}`),
  );
  if (id !== undefined) return read('create', `${path}/{${id}}`, new Set([...inPath, id]));
  if (/\/rules$|\/groups\/\{group\}$|^\/cluster\/backup$/.test(path))
    return row(method, path, params, inPath);
  return named ? read('create', path, inPath) : undefined;
}

function only(params: Values, keys: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(params).filter(([key]) => keys.has(key)));
}

/** A row of a list in which rows have no names, only places, which change. */
function row(method: string, path: string, params: Values, inPath: ReadonlySet<string>): Thing {
  const wanted = wantedOf(params, new Set([...inPath, 'pos']));
  const keys = new Set([...inPath].filter((key) => key !== 'pos'));
  const kind = method === 'POST' ? 'add-row' : method === 'DELETE' ? 'remove-row' : 'update';
  const at = rowsOf;
  const pick = kind === 'update' ? (data: unknown) => at(data)[Number(params['pos'])] : whole;
  return {
    kind,
    what: `the list ${path}`,
    route: `GET ${path}` as Route,
    params: only(params, keys),
    wanted,
    pick,
  };
}

/** Where the API does not keep to its own conventions. */
function special(route: Route, params: Values): Thing | undefined {
  const value = (key: string): string => String(params[key] ?? '');
  if (route === 'POST /pools' || /^(?:PUT|DELETE) \/pools/.test(route)) return pool(route, params);
  if (route === 'PUT /access/acl') return acl(params);
  if (route === 'POST /access/roles' || route === 'PUT /access/roles/{roleid}') return role(route, params);
  // What a set or a group is read as are its entries: its comment is in the list alone.
  const list = /^POST (\S+\/firewall\/(?:ipset|groups))$/.exec(route)?.[1];
  if (list !== undefined && params['rename'] === undefined) return listed(list, params);
  if (route === 'POST /nodes/{node}/storage/{storage}/content')
    return {
      kind: 'create',
      what: `volume ${value('filename')}`,
      route: 'GET /nodes/{node}/storage/{storage}/content',
      params: only(params, new Set(['node', 'storage', 'vmid'])),
      wanted: { set: [], gone: [] },
      pick: (data) =>
        rowsOf(data).find(({ volid }) => String(volid).split(/[:/]/).at(-1) === value('filename')),
    };
  return undefined;
}

/** One of a list, whose rows have names. */
function listed(path: string, params: Values): Thing {
  const key = path.endsWith('/groups') ? 'group' : 'name';
  const inPath = new Set(['node', 'vmid']);
  return {
    kind: 'create',
    what: `${key} ${String(params[key])}`,
    route: `GET ${path}` as Route,
    params: only(params, inPath),
    wanted: wantedOf(params, new Set([...inPath, key])),
    pick: (data) => rowsOf(data).find((row) => row[key] === params[key]),
  };
}

function pool(route: Route, params: Values): Thing {
  const kind = route.startsWith('POST') ? 'create' : route.startsWith('PUT') ? 'update' : 'delete';
  const { poolid = '', vms, storage, comment } = params;
  const takesOut = kind === 'update' && params['delete'] === '1';
  const members = [vms, storage].flatMap((list) => (list === undefined ? [] : String(list).split(/[,;\s]+/)));
  return {
    kind,
    what: `pool ${String(poolid)}`,
    route: 'GET /pools',
    params: { poolid },
    wanted: {
      set: [
        ...(comment === undefined ? [] : [['comment', comment] as const]),
        ...members.map((id) => [`member ${id}`, takesOut ? '0' : '1'] as const),
      ],
      gone: [],
    },
    // Of the members nothing but who they are: the rest changes by itself.
    pick: (data) => {
      const found = rowsOf(data)[0];
      if (found === undefined) return undefined;
      const ids = rowsOf(found['members']).map((member) => String(member['vmid'] ?? member['storage']));
      return { comment: found['comment'], ...Object.fromEntries(ids.map((id) => [`member ${id}`, 1])) };
    },
  };
}

function role(route: Route, params: Values): Thing {
  const { roleid = '', privs } = params;
  return {
    kind: route.startsWith('POST') ? 'create' : 'update',
    what: `role ${String(roleid)}`,
    route: 'GET /access/roles/{roleid}',
    params: { roleid },
    wanted: { set: privs === undefined ? [] : [['privs', privs]], gone: [] },
    // By privilege.
    pick: (data) => ({ privs: Object.keys(Object(data) as object) }),
  };
}

function acl(params: Values): Thing {
  const list = (key: string): string[] =>
    String(params[key] ?? '')
      .split(/[,;\s]+/)
      .filter((word) => word !== '');
  const entries = [...list('users'), ...list('groups'), ...list('tokens')].flatMap((who) =>
    list('roles').map((role) => `${String(params['path'])} ${who} ${role}`),
  );
  const value = params['delete'] === '1' ? '0' : '1';
  return {
    kind: 'update',
    what: `the access list of ${String(params['path'])}`,
    route: 'GET /access/acl',
    params: {},
    wanted: { set: entries.map((entry) => [entry, value] as const), gone: [] },
    pick: (data) =>
      Object.fromEntries(
        rowsOf(data).map((entry) => [
          `${String(entry['path'])} ${String(entry['ugid'])} ${String(entry['roleid'])}`,
          1,
        ]),
      ),
  };
}
