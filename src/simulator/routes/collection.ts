import type { Caller } from '../acl.js';
import { type ApiError, fail, notModelled } from '../errors.js';
import type { Context, Route } from '../route.js';
import type { Rule } from '../rule.js';
import { type Fields, type Params, splitList } from '../schema.js';
import {
  assertDigest,
  assign,
  removeKeys,
  type Section,
  type Sections,
  sectionRow,
  sectionsDigest,
} from '../sections.js';
import type { World } from '../world.js';
import { attempt } from './pools.js';

/** A list of named entries that can be made, read, changed and removed, as most of PVE's configuration files are. */
export interface Collection {
  readonly path: `/${string}`;
  /** The path's parameter, which also is the key of the name in a row. */
  readonly id: string;
  /** Its name in a row, if that is another. */
  readonly rowKey?: string;
  /** What an entry has beside its name. */
  readonly fields: Fields;
  /** What is given when it is made, shown, and never changed. */
  readonly fixed?: Fields;
  /** Given and never shown again. */
  readonly secret?: readonly string[];
  readonly rules: {
    readonly list: Rule;
    readonly read: Rule;
    readonly create: Rule;
    readonly update: Rule;
    readonly remove: Rule;
  };
  /** Where entries are made: at the list, or at the path that they will have. */
  readonly createAt?: 'list' | 'item';
  readonly sections: (world: World, params?: Params) => Sections;
  /** Whether reading is up to the privileged daemon. */
  readonly protectedReads?: 'item' | 'all';
  /** What every row has. */
  readonly constant?: Readonly<Record<string, unknown>>;
  /** Which rows of the list a caller gets to see. */
  readonly sees?: (caller: Caller, id: string) => boolean;
  /** Whether rows of the list have the digest. */
  readonly digestInList?: boolean;
  /** What PVE says: of an entry that is there already, of one that is not, and before either. */
  readonly exists: (id: string) => ApiError;
  readonly missing: (id: string) => ApiError;
  /** Of a missing one that is to be changed or removed, if that is something else. */
  readonly cannotUpdate?: (id: string) => ApiError;
  readonly cannotRemove?: (id: string) => ApiError | undefined;
  /** What failed, in front of what is wrong: `create mapping` becomes `create mapping failed: …`. */
  readonly failing?: (verb: 'create' | 'update' | 'delete') => string;
  /** Refuses what must not be written. */
  readonly check?: (context: Context, id: string, section: Section) => void;
  readonly beforeRemove?: (context: Context, id: string) => void;
}

export function collectionRoutes(collection: Collection): Route[] {
  const { path, id, rules, createAt = 'list' } = collection;
  const guarded = (which: boolean): { protected?: true } => (which ? { protected: true } : {});
  const item = `${path}/{${id}}` as const;

  const sectionsOf = ({ world, params }: Context): Sections => collection.sections(world, params);
  return [
    {
      route: `GET ${path}`,
      permission: rules.list,
      ...guarded(collection.protectedReads === 'all'),
      handler: (context) =>
        [...sectionsOf(context)]
          .filter(([key]) => collection.sees?.(context.caller, key) ?? true)
          .filter(([, section]) => fits(section, context.params))
          .map(([key, section]) => ({
            ...rowOf(collection, key, section),
            ...(collection.digestInList === true ? { digest: sectionsDigest(sectionsOf(context)) } : {}),
          })),
    },
    {
      route: `POST ${createAt === 'list' ? path : item}`,
      permission: rules.create,
      protected: true,
      handler: (context) => failing(collection, 'create', () => create(collection, context)),
    },
    {
      route: `GET ${item}`,
      permission: rules.read,
      ...guarded(collection.protectedReads !== undefined),
      handler: (context) => {
        const sections = sectionsOf(context);
        const key = context.params.text(id);
        const section = sections.get(key);
        if (section === undefined) throw collection.missing(key);
        return { ...rowOf(collection, key, section), digest: sectionsDigest(sections) };
      },
    },
    {
      route: `PUT ${item}`,
      permission: rules.update,
      protected: true,
      handler: (context) => failing(collection, 'update', () => update(collection, context)),
    },
    {
      route: `DELETE ${item}`,
      permission: rules.remove,
      protected: true,
      handler: (context) =>
        failing(collection, 'delete', () => {
          const key = context.params.text(id);
          if (!sectionsOf(context).has(key)) {
            const error =
              collection.cannotRemove === undefined ? collection.missing(key) : collection.cannotRemove(key);
            if (error === undefined) return;
            throw error;
          }
          collection.beforeRemove?.(context, key);
          sectionsOf(context).delete(key);
        }),
    },
  ];
}

function fits(section: Section, params: Params): boolean {
  return !params.has('type') || section.get('type') === params.text('type');
}

function failing<T>(collection: Collection, verb: 'create' | 'update' | 'delete', body: () => T): T {
  return collection.failing === undefined ? body() : attempt(collection.failing(verb), body);
}

function rowOf(collection: Collection, key: string, section: Section): Record<string, unknown> {
  const { fields, fixed = {}, constant = {}, secret = [] } = collection;
  const row = sectionRow({ ...fixed, ...fields }, section);
  for (const name of secret) delete row[name];
  return { [collection.rowKey ?? collection.id]: key, ...constant, ...row };
}

function create(collection: Collection, context: Context): void {
  const { id, fields, fixed = {} } = collection;
  const sections = collection.sections(context.world);
  const key = context.params.text(id);
  if (sections.has(key)) throw collection.exists(key);
  const section: Section = new Map();
  assign(section, { ...fixed, ...fields }, context.params);
  collection.check?.(context, key, section);
  sections.set(key, section);
}

function update(collection: Collection, context: Context): void {
  const { id, fields, fixed = {} } = collection;
  const { params } = context;
  const sections = collection.sections(context.world);
  const key = params.text(id);
  assertDigest(sectionsDigest(sections), params.maybe('digest'));
  const old = sections.get(key);
  if (old === undefined) throw (collection.cannotUpdate ?? collection.missing)(key);
  const section: Section = new Map(old);
  removeKeys(section, {
    fields,
    keys: params.items('delete').flatMap(splitList),
    params,
    fixed: Object.keys(fixed),
  });
  assign(section, fields, params);
  collection.check?.(context, key, section);
  sections.set(key, section);
}

/** A route whose refusals are all there is of it: who may do it hears that it is not modelled. */
export function refusalOnly(route: Route['route'], permission: Rule): Route {
  return {
    route,
    permission,
    protected: true,
    handler: () => {
      throw notModelled(`'${route}'`);
    },
  };
}

/** The usual words. */
export const words = {
  exists: (what: string) => (id: string) => fail(`${what} '${id}' already exists`),
  defined: (what: string) => (id: string) => fail(`${what} '${id}' already defined`),
  missing: (what: string) => (id: string) => fail(`${what} '${id}' does not exist`),
};
