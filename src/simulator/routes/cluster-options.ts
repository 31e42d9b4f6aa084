import { newestProperties } from '../declared.js';
import { splitProperties } from '../property-string.js';
import type { Route } from '../route.js';
import { all } from '../rule.js';

/** Settings of the datacenter. */

/** Options that are property strings, and come back as objects. */
const objects = new Set(['ha', 'migration', 'next-id']);

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
    handler: ({ world, params }) => {
      const { options } = world.datacenter;
      for (const key of params.keys()) if (key !== 'delete') options.set(key, params.text(key));
      for (const key of params.list('delete')) options.delete(key);
    },
  },
];

function read(key: string, value: string): unknown {
  return objects.has(key)
    ? Object.fromEntries(splitProperties(newestProperties('PUT /cluster/options', key), value))
    : value;
}
