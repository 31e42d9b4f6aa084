import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, nothing, num, record, text } from '../../core/wire.js';
import { none } from './params.js';

/** PVE declares a property string, and gives most of them as objects (pve-cluster src/PVE/DataCenterConfig.pm). */
const properties = z.union([text, z.looseObject({})]);

// biome-ignore format: one line a list.
const keyboards = ['de', 'de-ch', 'da', 'en-gb', 'en-us', 'es', 'fi', 'fr', 'fr-be', 'fr-ca', 'fr-ch', 'hu', 'is', 'it', 'ja', 'lt', 'mk', 'nl', 'no', 'pl', 'pt', 'pt-br', 'sv', 'sl', 'tr'] as const;
// biome-ignore format: one line a list.
const languages = ['ar', 'ca', 'da', 'de', 'en', 'es', 'eu', 'fa', 'fr', 'he', 'hr', 'it', 'ja', 'ka', 'kr', 'nb', 'nl', 'nn', 'pl', 'pt_BR', 'ru', 'sl', 'sv', 'tr', 'ukr', 'zh_CN', 'zh_TW'] as const;

/** Settings of the whole datacenter. */
export const options = {
  /** Without Sys.Audit on `/` only `console`, `tag-style` and `allowed-tags`. */
  get: op(
    'GET /cluster/options',
    none,
    record({
      /** Tags that the caller may set and see. */
      'allowed-tags': z.array(text).optional(),
      'registered-tags': properties.or(z.array(text)).optional(),
      'tag-style': properties.optional(),
      'user-tag-access': properties.optional(),
      description: text.optional(),
      console: text.optional(),
      keyboard: text.optional(),
      language: text.optional(),
      email_from: text.optional(),
      http_proxy: text.optional(),
      mac_prefix: text.optional(),
      max_workers: num.optional(),
      migration: properties.optional(),
      migration_unsecure: flag.optional(),
      /** The range that `nextid` takes from: `lower` is the first, `upper` the one after the last. */
      'next-id': properties.optional(),
      bwlimit: properties.optional(),
      ha: properties.optional(),
      crs: properties.optional(),
      notify: properties.optional(),
      fencing: text.optional(),
    }),
  ),
  /** Sets options; those in `delete` go back to PVE's default. The others stay. */
  update: op(
    'PUT /cluster/options',
    z.strictObject({
      description: z
        .string()
        .max(64 * 1024)
        .optional(),
      console: z.enum(['applet', 'vv', 'html5', 'xtermjs']).optional(),
      keyboard: z.enum(keyboards).optional(),
      language: z.enum(languages).optional(),
      email_from: z.string().optional(),
      http_proxy: z.string().startsWith('http://').optional(),
      /** The first bytes of new hardware addresses: `BC:24:11`. */
      mac_prefix: z.string().optional(),
      /** How many guests are started, stopped or moved at a time. */
      max_workers: z.number().int().min(1).optional(),
      migration: z
        .strictObject({
          type: z.enum(['secure', 'insecure']),
          /** The network to use, as CIDR. */
          network: z.string().optional(),
        })
        .optional(),
      'next-id': z
        .strictObject({
          lower: z.number().int().min(100).optional(),
          upper: z.number().int().min(100).optional(),
        })
        .optional(),
      /** KiB/s by kind of work. */
      bwlimit: z
        .strictObject({
          clone: z.number().min(0).optional(),
          default: z.number().min(0).optional(),
          migration: z.number().min(0).optional(),
          move: z.number().min(0).optional(),
          restore: z.number().min(0).optional(),
        })
        .optional(),
      ha: z
        .strictObject({ shutdown_policy: z.enum(['freeze', 'failover', 'conditional', 'migrate']) })
        .optional(),
      /** Tags that only who has Sys.Modify on `/` may set, joined by `;`. */
      'registered-tags': z.string().optional(),
      /** Property strings, as PVE's documentation of `datacenter.cfg` has them. */
      'tag-style': z.string().optional(),
      'user-tag-access': z.string().optional(),
      crs: z.string().optional(),
      notify: z.string().optional(),
      delete: z.array(z.string().min(1)).min(1).optional(),
    }),
    nothing,
    { needs: [{ path: '/', all: ['Sys.Modify'] }] },
  ),
};
