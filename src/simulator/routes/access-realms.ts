import { fail, invalid, notModelled } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all, any, both } from '../rule.js';
import type { Fields } from '../schema.js';
import {
  assertDigest,
  assign,
  type Section,
  type Sections,
  sectionRow,
  sectionsDigest,
} from '../sections.js';
import type { World } from '../world.js';
import { attempt } from './pools.js';

/** Realms: where users come from. Only the two built-in ones let anybody in; the others are configuration. */

const manage = all('/access/realm', 'Realm.Allocate');
const fields: Fields = plainFields(
  'acr-values audiences autocreate:b base_dn bind_dn capath case-sensitive:b cert certkey client-id client-key comment default:b domain filter group_classes group_dn group_filter group_name_attr groups-autocreate:b groups-claim groups-overwrite:b issuer-url mode port:i prompt query-userinfo:b scopes secure:b server1 server2 sslversion sync-defaults-options sync_attributes tfa user_attr user_classes verify:b',
);

const once: Fields = plainFields('username-claim');

const needed: Readonly<Record<string, readonly string[]>> = {
  ad: ['server1', 'domain'],
  ldap: ['server1', 'base_dn', 'user_attr'],
  openid: ['issuer-url', 'client-id'],
};

export const accessRealmRoutes: readonly Route[] = [
  {
    route: 'GET /access/domains',
    permission: 'world',
    handler: ({ world }) =>
      [...realmsOf(world)].map(([name, section]) => {
        const shown = [...section].filter(([key]) => ['type', 'comment', 'default'].includes(key));
        return { realm: name, ...sectionRow(fields, new Map(shown)) };
      }),
  },
  {
    route: 'POST /access/domains',
    permission: manage,
    protected: true,
    handler: (context) => attempt('add auth server', () => create(context)),
  },
  {
    route: 'GET /access/domains/{realm}',
    permission: any('/access/realm', 'Realm.Allocate', 'Sys.Audit'),
    handler: ({ world, params }) => {
      const realms = realmsOf(world);
      const found = realms.get(params.text('realm'));
      if (found === undefined) throw fail(`domain '${params.text('realm')}' does not exist`);
      return { ...sectionRow(fields, found), digest: sectionsDigest(realms) };
    },
  },
  {
    route: 'PUT /access/domains/{realm}',
    permission: manage,
    protected: true,
    handler: (context) => attempt('update auth server', () => update(context)),
  },
  {
    route: 'DELETE /access/domains/{realm}',
    permission: manage,
    protected: true,
    handler: ({ world, params }) =>
      attempt('delete auth server', () => {
        const id = params.text('realm');
        if (!realmsOf(world).delete(id)) throw fail(`authentication domain '${id}' does not exist`);
      }),
  },
  {
    route: 'POST /access/domains/{realm}/sync',
    permission: both(
      all('/access/realm/{realm}', 'Realm.AllocateUser'),
      all('/access/groups', 'User.Modify'),
    ),
    protected: true,
    handler: sync,
  },
  ...['auth-url', 'login'].map(
    (name): Route => ({
      route: `POST /access/openid/${name}`,
      permission: 'world',
      protected: true,
      handler: ({ world, params }) => {
        const id = params.maybe('realm') ?? '';
        const found = realmsOf(world).get(id);
        if (name === 'auth-url' && found === undefined)
          throw fail(`authentication domain '${id}' does not exist`);
        const type = found?.get('type') ?? 'openid';
        if (type !== 'openid') throw fail(`wrong realm type (${String(type)} != openid)`);
        throw notModelled('a login with OpenID');
      },
    }),
  ),
];

/** The realms, the built-in ones first. */
export function realmsOf(world: World): Sections {
  const realms = world.datacenter.sections.of('domains');
  if (realms.size === 0) {
    realms.set(
      'pam',
      new Map([
        ['type', 'pam'],
        ['comment', 'Linux PAM standard authentication'],
      ]),
    );
    realms.set(
      'pve',
      new Map([
        ['type', 'pve'],
        ['comment', 'Proxmox VE authentication server'],
      ]),
    );
  }
  return realms;
}

function create({ world, params }: Context): void {
  const realms = realmsOf(world);
  const [id, type] = [params.text('realm'), params.text('type')];
  if (realms.has(id)) throw fail(`domain '${id}' already exists`);
  if (type === 'pam' || type === 'pve') throw fail(`unable to create builtin type '${type}'`);
  checkConnection(type, params.has('check-connection'));
  for (const key of needed[type] ?? [])
    if (!params.has(key)) throw fail(`missing value for required option '${key}'`);
  const section: Section = new Map([['type', type]]);
  assign(section, { ...fields, ...once }, params);
  if (section.get('default') === '1') dropDefault(realms);
  realms.set(id, section);
}

function update({ world, params }: Context): void {
  const realms = realmsOf(world);
  assertDigest(sectionsDigest(realms), params.maybe('digest'));
  const id = params.text('realm');
  const old = realms.get(id);
  if (old === undefined) throw fail(`domain '${id}' does not exist`);
  checkConnection(String(old.get('type')), params.has('check-connection'));
  if (params.keys().every((key) => key === 'realm' || key === 'digest')) throw fail('no options specified');
  const section: Section = new Map(old);
  for (const key of params.list('delete')) section.delete(key);
  assign(section, fields, params);
  if (params.flag('default')) dropDefault(realms);
  realms.set(id, section);
}

function dropDefault(realms: Sections): void {
  for (const section of realms.values()) section.delete('default');
}

function checkConnection(type: string, asked: boolean): void {
  if (!asked) return;
  if (type !== 'ldap' && type !== 'ad')
    throw fail("'check-connection' parameter can only be set for realms of type 'ldap' or 'ad'");
  throw notModelled("'check-connection' of a realm");
}

function sync({ world, caller, params }: Context): string {
  const id = params.text('realm');
  const found = realmsOf(world).get(id);
  if (found === undefined) throw invalid({ realm: 'Realm does not exist.' });
  const type = String(found.get('type'));
  if (type !== 'ldap' && type !== 'ad')
    throw fail(`Cannot sync realm type '${type}'! Only LDAP/AD realms can be synced.`);
  if (!params.has('scope'))
    throw invalid({ scope: 'Not passed as parameter and not defined in realm default sync options.' });
  const worker = params.flag('dry-run') ? 'auth-realm-sync-test' : 'auth-realm-sync';
  return world.tasks.start(caller.authId, worker, id, function* (output) {
    output.line(`${params.flag('dry-run') ? '(dry test run) ' : ''}starting sync for realm ${id}`);
    yield 500;
    throw fail(`Can't connect to ${String(found.get('server1'))}`);
  }).upid;
}
