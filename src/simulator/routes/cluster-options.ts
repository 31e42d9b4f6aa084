import { field } from '../formats.js';
import { type PropertySchema, propertyFormat, splitProperties } from '../property-string.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';

/** Settings of the datacenter. */

const text = { type: 'string' } as const;
const id = { type: 'integer', minimum: 100, maximum: 1_000_000_000 } as const;

/** Options that are property strings, and come back as objects. */
const schemas: Readonly<Record<string, PropertySchema>> = {
  'next-id': { fields: { lower: id, upper: id } },
  migration: {
    defaultKey: 'type',
    fields: { type: { ...text, enum: ['secure', 'insecure'], required: true }, network: text },
  },
  ha: {
    fields: {
      shutdown_policy: { ...text, enum: ['freeze', 'failover', 'conditional', 'migrate'], required: true },
    },
  },
};

export const clusterOptionRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/options',
    permission: 'everyone',
    handler: ({ world, caller }) => {
      const entries = [...world.datacenter.options].filter(
        ([key]) => caller.has('/', 'Sys.Audit') || key === 'console' || key === 'tag-style',
      );
      return {
        ...Object.fromEntries(entries.map(([key, value]) => [key, read(key, value)])),
        'allowed-tags': [],
      };
    },
  },
  {
    route: 'PUT /cluster/options',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    params: {
      ...Object.fromEntries(
        Object.entries(schemas).map(([key, schema]) => [key, { ...text, format: propertyFormat(schema) }]),
      ),
      console: { ...text, enum: ['applet', 'vv', 'html5', 'xtermjs'] },
      description: { ...text, maxLength: 64 * 1024 },
      email_from: text,
      http_proxy: { ...text, pattern: /^http:\/\/.*/ },
      keyboard: { ...text, enum: ['de', 'de-ch', 'en-gb', 'en-us', 'fr', 'hu', 'it'] },
      mac_prefix: { ...text, pattern: /^[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}:?$/i },
      max_workers: { type: 'integer', minimum: 1 },
      delete: field.configIds,
    },
    handler: ({ world, params }) => {
      const { options } = world.datacenter;
      for (const key of params.keys()) if (key !== 'delete') options.set(key, params.text(key));
      for (const key of params.list('delete')) options.delete(key);
    },
  },
];

function read(key: string, value: string): unknown {
  const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
  return schema === undefined ? value : Object.fromEntries(splitProperties(schema, value));
}
