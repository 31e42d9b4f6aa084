import { fail, invalid } from '../errors.js';
import { plainFields } from '../plain-fields.js';
import type { Route } from '../route.js';
import { all, either } from '../rule.js';
import { type Fields, missingProperty, nested } from '../schema.js';
import { type Collection, collectionRoutes, words } from './collection.js';

/** Names for devices and folders that every node has in its own way. */

const privileges = ['Mapping.Modify', 'Mapping.Use', 'Mapping.Audit'];

const kinds: readonly (readonly [kind: string, fields: Fields, order: readonly string[]])[] = [
  ['dir', plainFields('description map:a!'), ['Mapping.Use', 'Mapping.Modify', 'Mapping.Audit']],
  [
    'pci',
    plainFields('description map:a! mdev:b live-migration-capable:b'),
    ['Mapping.Use', 'Mapping.Modify', 'Mapping.Audit'],
  ],
  ['usb', plainFields('description map:a!'), ['Mapping.Audit', 'Mapping.Use', 'Mapping.Modify']],
];

export const clusterMappingRoutes: readonly Route[] = kinds.flatMap(([kind, fields, order]) => {
  const path = `/mapping/${kind}`;
  const collection: Collection = {
    path: `/cluster/mapping/${kind}`,
    id: 'id',
    fields,
    rules: {
      list: 'everyone',
      read: either(...order.map((privilege) => all(`${path}/{id}`, privilege))),
      create: all(path, 'Mapping.Modify'),
      update: all(`${path}/{id}`, 'Mapping.Modify'),
      remove: all(path, 'Mapping.Modify'),
    },
    protectedReads: 'item',
    sections: (world) => world.datacenter.sections.of(`mapping/${kind}`),
    sees: (caller, id) => caller.hasAny(`${path}/${id}`, ...privileges),
    digestInList: true,
    constant: { type: kind },
    exists: words.defined(`${kind} ID`),
    missing: (id) => fail(`mapping '${id}' not found`),
    cannotUpdate: words.missing(`${kind} ID`),
    cannotRemove: () => undefined,
    failing: (verb) =>
      verb === 'delete'
        ? `delete ${kind} mapping`
        : `${verb} ${kind === 'dir' ? 'directory' : 'hardware'} mapping`,
    check: (_, __, section) => {
      const entries = section.get('map') ?? [];
      const complete =
        typeof entries !== 'string' && entries.every((entry) => /(?:^|,)node=[^,]/.test(entry));
      if (!complete) throw invalid({ map: `invalid format - ${nested('map', { node: missingProperty })}\n` });
    },
  };
  return collectionRoutes(collection);
});
