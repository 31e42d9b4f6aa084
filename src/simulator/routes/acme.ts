import { fail, invalid } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';
import { type Collection, collectionRoutes, refusalOnly } from './collection.js';

/** Certificates from an authority: which ones it knows, and how it proves who it is. It has no account anywhere. */

const modify = all('/', 'Sys.Modify');
const directories = [
  { name: "Let's Encrypt V2", url: 'https://acme-v02.api.letsencrypt.org/directory' },
  { name: "Let's Encrypt V2 Staging", url: 'https://acme-staging-v02.api.letsencrypt.org/directory' },
];
const schemas = [
  ['acmedns', 'acme-dns'],
  ['cf', 'Cloudflare Managed DNS'],
  ['hetzner', 'Hetzner'],
] as const;

const plugins: Collection = {
  path: '/cluster/acme/plugins',
  id: 'id',
  rowKey: 'plugin',
  fixed: plainFields('type=dns|standalone!'),
  fields: plainFields('api data disable:b nodes validation-delay:i'),
  rules: { list: modify, read: modify, create: modify, update: modify, remove: modify },
  protectedReads: 'all',
  sections: (world) => {
    const known = world.datacenter.sections.of('acme/plugins');
    if (!known.has('standalone')) known.set('standalone', new Map([['type', 'standalone']]));
    return known;
  },
  digestInList: true,
  exists: (id) => fail(`ACME plugin ID '${id}' already exists`),
  missing: (id) => fail(`ACME plugin '${id}' not defined`),
  cannotUpdate: (id) => fail(`ACME plugin ID '${id}' does not exist`),
};

function noAccount({ params }: { params: { maybe: (key: string) => string | undefined } }): never {
  throw invalid({ name: `ACME account config file '${params.maybe('name') ?? 'default'}' does not exist.` });
}

export const acmeRoutes: readonly Route[] = [
  ...collectionRoutes(plugins),
  { route: 'GET /cluster/acme/account', permission: 'everyone', protected: true, handler: () => [] },
  refusalOnly('POST /cluster/acme/account', 'root'),
  {
    route: 'GET /cluster/acme/account/{name}',
    permission: 'root',
    protected: true,
    handler: noAccount,
  },
  {
    route: 'PUT /cluster/acme/account/{name}',
    permission: 'root',
    protected: true,
    handler: noAccount,
  },
  {
    route: 'DELETE /cluster/acme/account/{name}',
    permission: 'root',
    protected: true,
    handler: noAccount,
  },
  { route: 'GET /cluster/acme/directories', permission: 'everyone', handler: () => directories },
  {
    route: 'GET /cluster/acme/challenge-schema',
    permission: 'everyone',
    handler: () => schemas.map(([id, name]) => ({ id, name, type: 'dns', schema: { name, fields: {} } })),
  },
  {
    route: 'GET /cluster/acme/tos',
    permission: 'everyone',
    handler: unreachable,
  },
  {
    route: 'GET /cluster/acme/meta',
    permission: all('/nodes/{node}', 'Sys.Audit'),
    handler: unreachable,
  },
  certificate('POST', 'ACME domain list in node configuration is missing!'),
  certificate('PUT', 'No current (custom) certificate found, please order a new certificate!'),
  certificate('DELETE', "ACME account config file 'default' does not exist."),
];

/** What a node needs first, and does not have. */
function certificate(method: 'POST' | 'PUT' | 'DELETE', missing: string): Route {
  return {
    route: `${method} /nodes/{node}/certificates/acme/certificate`,
    permission: all('/nodes/{node}', 'Sys.Modify'),
    protected: true,
    handler: () => {
      throw fail(missing);
    },
  };
}

/** No authority is within the simulated host's reach. */
function unreachable({ params }: { params: { maybe: (key: string) => string | undefined } }): never {
  const url = params.maybe('directory') ?? directories[0]?.url;
  throw fail(`Error: GET to ${url}\n500 Can't connect to authority (Name or service not known)`);
}
