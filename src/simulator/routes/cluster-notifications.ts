import { ApiError, fail } from '../errors.js';
import { connectionProblem } from '../outside.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all, both, either, type Rule } from '../rule.js';
import { type Section, type Sections, sectionRow } from '../sections.js';
import type { World } from '../world.js';
import { type Collection, collectionRoutes } from './collection.js';

/** Whom the host tells what. Nobody is ever told: a test only looks whether a target could be reached. */

const path = '/mapping/notifications';
const mayModify = all(path, 'Mapping.Modify');
const mayAudit = all(path, 'Mapping.Audit');
const look = either(mayModify, mayAudit);
const use = either(mayModify, mayAudit, all(path, 'Mapping.Use'));
// A target sends the host out into the network.
const modify = both(mayModify, either(all('/', 'Sys.Audit', 'Sys.Modify'), all('/', 'Sys.AccessNetwork')));

const endpoints: readonly (readonly [kind: string, fields: string, list: Rule, secret: string])[] = [
  ['gotify', 'comment disable:b server! token!', mayAudit, 'token'],
  ['sendmail', 'author comment disable:b from-address mailto:a mailto-user:a', look, ''],
  [
    'smtp',
    'author comment disable:b from-address! mailto:a mailto-user:a mode=insecure|starttls|tls password port:i server! username',
    look,
    'password',
  ],
  ['webhook', 'body comment disable:b header:a method=post|put|get! secret:a url!', mayAudit, ''],
];

const matcher =
  'comment disable:b invert-match:b match-calendar:a match-field:a match-severity:a mode=all|any target:a';

/** Of a list in which every entry has a name that no entry of another kind has. */
function collection(kind: string, fields: string, rules: Collection['rules'], secret: string): Collection {
  const at = kind === 'matchers' ? kind : `endpoints/${kind}`;
  return {
    path: `/cluster/notifications/${at}`,
    id: 'name',
    fields: plainFields(fields),
    secret: secret === '' ? [] : [secret],
    rules,
    protectedReads: 'all',
    sections: (world) => ensured(world).of(`notifications/${kind}`),
    exists: (id) => refusal(400, `Cannot create '${id}', an entity with the same name already exists`),
    missing: (id) => refusal(404, `${kind === 'matchers' ? 'matcher' : 'endpoint'} '${id}' not found`),
    check: ({ world }, id, section) => {
      if (kind === 'matchers') checkTargets(world, section);
      else checkUnique(world, kind, id);
    },
    beforeRemove: ({ world }, id) => {
      if (kind !== 'matchers') checkUnreferenced(world, id);
    },
  };
}

function refusal(status: number, text: string): ApiError {
  return new ApiError(status, text);
}

const collections = [
  ...endpoints.map(([kind, fields, list, secret]) =>
    collection(kind, fields, { list, read: look, create: modify, update: modify, remove: mayModify }, secret),
  ),
  collection(
    'matchers',
    matcher,
    { list: use, read: look, create: mayModify, update: mayModify, remove: mayModify },
    '',
  ),
];

export const clusterNotificationRoutes: readonly Route[] = [
  ...collections.flatMap((entry) => collectionRoutes(entry).map((route) => withOrigin(entry, route))),
  {
    route: 'GET /cluster/notifications/targets',
    permission: use,
    protected: true,
    handler: ({ world }) =>
      endpoints.flatMap(([type]) =>
        [...ensured(world).of(`notifications/${type}`)].map(([id, section]) => {
          const { comment, disable } = sectionRow(plainFields(matcher), section);
          return {
            name: id,
            type,
            origin: originOf(id, section),
            ...(comment === undefined ? {} : { comment }),
            ...(disable === undefined ? {} : { disable }),
          };
        }),
      ),
  },
  {
    route: 'POST /cluster/notifications/targets/{name}/test',
    permission: use,
    protected: true,
    handler: test,
  },
  {
    route: 'GET /cluster/notifications/matcher-fields',
    permission: look,
    handler: () => ['type', 'hostname', 'job-id'].map((field) => ({ name: field })),
  },
  {
    route: 'GET /cluster/notifications/matcher-field-values',
    permission: look,
    protected: true,
    handler: ({ world }) => [
      ...['fencing', 'package-updates', 'replication', 'system-mail', 'vzdump'].map((value) => ({
        field: 'type',
        value,
      })),
      { field: 'hostname', value: world.node.name },
      ...[...world.datacenter.backups.keys()].map((value) => ({ field: 'job-id', value })),
    ],
  },
];

/** What a host has from the start. */
function ensured(world: World): { of: (file: string) => Sections } {
  const { sections } = world.datacenter;
  const [mail, matchers] = [sections.of('notifications/sendmail'), sections.of('notifications/matchers')];
  if (!mail.has('mail-to-root')) mail.set('mail-to-root', builtinTarget());
  if (!matchers.has('default-matcher')) matchers.set('default-matcher', builtinMatcher());
  return sections;
}

function builtinTarget(): Section {
  return new Map<string, string | string[]>([
    ['mailto-user', ['root@pam']],
    ['comment', "Send mails to root@pam's email address"],
  ]);
}

function builtinMatcher(): Section {
  return new Map<string, string | string[]>([
    ['mode', 'all'],
    ['target', ['mail-to-root']],
    ['comment', 'Route all notifications to mail-to-root'],
  ]);
}

/** A built-in entry that is removed is as it was in the beginning. */
function originOf(id: string, section: Section): string {
  const builtin =
    id === 'mail-to-root' ? builtinTarget() : id === 'default-matcher' ? builtinMatcher() : undefined;
  if (builtin === undefined) return 'user-created';
  return JSON.stringify([...builtin].sort()) === JSON.stringify([...section].sort())
    ? 'builtin'
    : 'modified-builtin';
}

/** Rows of a list say where an entry comes from. */
function withOrigin(entry: Collection, route: Route): Route {
  if (route.route !== `GET ${entry.path}`) return route;
  return {
    ...route,
    handler: ({ world }) =>
      [...entry.sections(world)].map(([id, section]) => {
        const row = sectionRow(entry.fields, section);
        for (const key of entry.secret ?? []) delete row[key];
        return { name: id, origin: originOf(id, section), ...row };
      }),
  };
}

function checkUnique(world: World, kind: string, id: string): void {
  for (const [other] of endpoints)
    if (other !== kind && ensured(world).of(`notifications/${other}`).has(id))
      throw refusal(400, `Cannot create '${id}', an entity with the same name already exists`);
}

function targetNames(world: World): Set<string> {
  return new Set(endpoints.flatMap(([kind]) => [...ensured(world).of(`notifications/${kind}`).keys()]));
}

function checkTargets(world: World, section: Section): void {
  const missing = [section.get('target') ?? []].flat().find((target) => !targetNames(world).has(target));
  if (missing !== undefined) throw refusal(404, `target '${missing}' does not exist`);
}

function checkUnreferenced(world: World, id: string): void {
  const users = [...ensured(world).of('notifications/matchers')].filter(([, section]) =>
    [section.get('target') ?? []].flat().includes(id),
  );
  if (users.length > 0)
    throw refusal(400, `cannot delete '${id}', referenced by: ${users.map(([user]) => user).join(', ')}`);
}

function test({ world, params }: Context): void {
  const id = params.text('name');
  const found = endpoints
    .map(([kind]) => ensured(world).of(`notifications/${kind}`).get(id))
    .find((section) => section !== undefined);
  if (found === undefined) throw refusal(404, `target '${id}' does not exist`);
  const server = found.get('server') ?? found.get('url');
  if (typeof server !== 'string') return;
  const host = /^(?:\w+:\/\/)?([^:/]+)/.exec(server)?.[1] ?? '';
  const problem = connectionProblem(host);
  if (problem !== undefined) throw fail(`could not notify via endpoint(s): ${id}: ${problem}`);
}
