import { isIP } from 'node:net';
import { type Field, type Format, splitList } from './schema.js';

/** Formats that several routes share, with PVE's complaints. */

const matches =
  (pattern: RegExp, text: string | ((value: string) => string)): Format =>
  (value) =>
    pattern.test(value) ? undefined : typeof text === 'string' ? text : text(value);

const listOf =
  (item: Format): Format =>
  (value, key) => {
    for (const part of splitList(value)) {
      const problem = item(part, key);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

const vmidFormat = matches(/^[1-9]\d{2,8}$/, 'value does not look like a valid VM ID');
const nodeFormat = matches(
  /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
  'value does not look like a valid node name',
);
const storageFormat = matches(
  /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i,
  (value) => `storage ID '${value}' contains illegal characters`,
);
const configIdFormat = matches(/^[a-z][a-z0-9_-]+$/i, (value) => `invalid configuration ID '${value}'`);
const dnsFormat = matches(
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
  'value does not look like a valid DNS name',
);
const tagFormat = matches(/^[a-z0-9_][a-z0-9_\-+.]*$/i, (value) => `invalid characters in tag '${value}'`);
const statusTypeFormat = matches(/^(?:ok|error|warning|unknown)$/i, (value) => `invalid status '${value}'`);
const volumeFormat = matches(
  /^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i,
  (value) => `unable to parse volume ID '${value}'`,
);
const poolFormat = matches(
  /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+){0,2}$/,
  (value) => `value '${value}' is not a valid pool name`,
);
const addressFormat: Format = (value) =>
  isIP(value.split('%')[0] ?? '') === 0 ? 'value does not look like a valid IP address' : undefined;

export const startupFormat: Format = (value) =>
  value.split(',').every((part) => /^(?:(?:order=)?\d+|up=\d+|down=\d+)$/.test(part))
    ? undefined
    : 'unable to parse startup options';

export const timezoneFormat = matches(/^(?:host|[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)$/, 'invalid time zone');

const text = { type: 'string' } as const;

/** Fields that mean the same wherever they appear. */
export const field = {
  flag: { type: 'boolean' },
  text,
  node: { ...text, format: nodeFormat, required: true },
  otherNode: { ...text, format: nodeFormat },
  vmid: { type: 'integer', format: vmidFormat, minimum: 100, maximum: 999_999_999, required: true },
  maybeVmid: { type: 'integer', format: vmidFormat, minimum: 100, maximum: 999_999_999 },
  vmids: { ...text, format: listOf(vmidFormat), list: true },
  storage: { ...text, format: storageFormat, required: true },
  maybeStorage: { ...text, format: storageFormat },
  snapname: { ...text, format: configIdFormat, maxLength: 40, required: true },
  maybeSnapname: { ...text, format: configIdFormat, maxLength: 40 },
  digest: { ...text, maxLength: 40 },
  configIds: { ...text, format: listOf(configIdFormat), list: true },
  dnsName: { ...text, format: dnsFormat, maxLength: 255 },
  dnsNames: { ...text, format: listOf(dnsFormat), list: true },
  addresses: {
    ...text,
    format: listOf((value, key) => (value === 'host' ? undefined : addressFormat(value, key))),
    list: true,
  },
  tags: { ...text, format: listOf(tagFormat), list: true },
  volume: { ...text, format: volumeFormat },
  pool: { ...text, format: poolFormat },
  statusTypes: { ...text, format: listOf(statusTypeFormat), list: true },
  count: { type: 'integer', minimum: 0 },
  bandwidth: { type: 'number', minimum: 0 },
} as const satisfies Record<string, Field>;
