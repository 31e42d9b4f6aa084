import { fail } from '../errors.js';
import type { Route } from '../route.js';
import { all, any, type Rule } from '../rule.js';

/** Ceph is not installed, and every route of it says so, to whoever may ask. */

const node = '/nodes/{node}/ceph';
const look = any('/', 'Sys.Audit', 'Datastore.Audit');
const audit = all('/', 'Sys.Audit');
const modify = all('/', 'Sys.Modify');

const routes: readonly (readonly [route: Route['route'], permission: Rule])[] = [
  ['GET /cluster/ceph/flags', audit],
  ['PUT /cluster/ceph/flags', modify],
  ['GET /cluster/ceph/flags/{flag}', audit],
  ['PUT /cluster/ceph/flags/{flag}', modify],
  ['GET /cluster/ceph/metadata', look],
  ['POST /cluster/ceph/restart-bulk', modify],
  ['GET /cluster/ceph/status', look],
  [`GET ${node}/cfg/db`, look],
  [`GET ${node}/cfg/value`, audit],
  [`GET ${node}/cmd-safety`, audit],
  [`GET ${node}/crush`, look],
  [`GET ${node}/fs`, look],
  [`POST ${node}/fs/{name}`, modify],
  [`DELETE ${node}/fs/{name}`, modify],
  [`POST ${node}/init`, modify],
  [`GET ${node}/log`, all('/nodes/{node}', 'Sys.Syslog')],
  [`GET ${node}/mds`, look],
  [`POST ${node}/mds/{name}`, modify],
  [`DELETE ${node}/mds/{name}`, modify],
  [`GET ${node}/mgr`, look],
  [`POST ${node}/mgr/{id}`, modify],
  [`DELETE ${node}/mgr/{id}`, modify],
  [`GET ${node}/mon`, look],
  [`POST ${node}/mon/{monid}`, modify],
  [`DELETE ${node}/mon/{monid}`, modify],
  [`GET ${node}/osd`, look],
  [`POST ${node}/osd`, 'root'],
  [`DELETE ${node}/osd/{osdid}`, 'root'],
  [`POST ${node}/osd/{osdid}/in`, modify],
  [`GET ${node}/osd/{osdid}/lv-info`, audit],
  [`GET ${node}/osd/{osdid}/metadata`, audit],
  [`POST ${node}/osd/{osdid}/out`, modify],
  [`POST ${node}/osd/{osdid}/scrub`, modify],
  [`GET ${node}/pool`, look],
  [`POST ${node}/pool`, modify],
  [`PUT ${node}/pool/{name}`, modify],
  [`DELETE ${node}/pool/{name}`, modify],
  [`GET ${node}/pool/{name}/status`, look],
  [`POST ${node}/restart`, modify],
  [`POST ${node}/restart-bulk`, modify],
  [`GET ${node}/rules`, look],
  [`POST ${node}/start`, modify],
  [`GET ${node}/status`, look],
  [`POST ${node}/stop`, modify],
];

/** The program that is missed first: a few routes look for the tools and not for the monitor. */
function missing(): never {
  throw fail('binary not installed: /usr/bin/ceph-mon');
}

const indexes: readonly (readonly [path: `/${string}`, key: string, entries: string, permission: Rule])[] = [
  [`${node}/osd/{osdid}`, 'name', 'metadata lv-info', 'everyone'],
  [`${node}/pool/{name}`, 'name', 'status', look],
];

export const cephRoutes: readonly Route[] = [
  ...routes.map(([route, permission]): Route => ({ route, permission, protected: true, handler: missing })),
  {
    route: `GET ${node}/cfg/raw`,
    permission: look,
    handler: () => missing(),
  },
  {
    route: `GET ${node}/releases`,
    permission: look,
    handler: () => [
      { release: 'squid', version: '19.2', available: 1, 'is-default': 1, unsupported: 0 },
      { release: 'tentacle', version: '20.2', available: 1, 'is-default': 0, unsupported: 0 },
    ],
  },
  ...indexes.map(([path, key, entries, permission]): Route => {
    return {
      route: `GET ${path}`,
      permission,
      handler: () => entries.split(' ').map((entry) => ({ [key]: entry })),
    };
  }),
];
