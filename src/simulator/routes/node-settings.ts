import { invalid } from '../errors.js';
import { hostsOf } from '../node-settings.js';
import { plainFields } from '../plain-fields.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import type { Fields } from '../schema.js';
import { assertDigest, assign, sectionRow, sectionsDigest } from '../sections.js';

const audit = all('/nodes/{node}', 'Sys.Audit');
const modify = all('/nodes/{node}', 'Sys.Modify');

const url = 'https://www.proxmox.com/en/proxmox-virtual-environment/pricing';

const config: Fields = {
  ...plainFields('acme description location wakeonlan'),
  'ballooning-target': { type: 'integer', minimum: 0, maximum: 100 },
  'startall-onboot-delay': { type: 'integer', minimum: 0, maximum: 300 },
  'acmedomain[n]': { type: 'string', count: 6 },
};

export const nodeSettingRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/dns',
    permission: audit,
    handler: ({ world }) => Object.fromEntries(world.system.settings.dns),
  },
  {
    route: 'PUT /nodes/{node}/dns',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      world.system.settings.dns = new Map(
        ['search', 'dns1', 'dns2', 'dns3'].flatMap((key) =>
          params.has(key) ? [[key, params.text(key)] as const] : [],
        ),
      );
    },
  },
  {
    route: 'GET /nodes/{node}/hosts',
    permission: all('/', 'Sys.Audit'),
    protected: true,
    handler: ({ world }) => hostsOf(world),
  },
  {
    route: 'POST /nodes/{node}/hosts',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      assertDigest(hostsOf(world).digest, params.maybe('digest'));
      world.system.settings.hosts = params.text('data').replace(/\n*$/, '\n');
    },
  },
  {
    route: 'GET /nodes/{node}/time',
    permission: audit,
    handler: ({ world }) => {
      const { timezone } = world.system.settings;
      const now = Math.floor(world.clock.now() / 1000);
      return { timezone, time: now, localtime: now + offsetOf(timezone, now) };
    },
  },
  {
    route: 'PUT /nodes/{node}/time',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      const timezone = params.text('timezone');
      if (!isTimezone(timezone)) throw invalid({ timezone: 'No such timezone' });
      world.system.settings.timezone = timezone;
    },
  },
  {
    route: 'GET /nodes/{node}/config',
    permission: all('/', 'Sys.Audit'),
    handler: (context) => configRow(context),
  },
  {
    route: 'PUT /nodes/{node}/config',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    handler: ({ world, params }) => {
      const section = world.system.settings.config;
      assertDigest(sectionsDigest(new Map([['node', section]])), params.maybe('digest'));
      for (const key of params.list('delete')) section.delete(key);
      assign(section, config, params);
    },
  },
  {
    route: 'GET /nodes/{node}/subscription',
    permission: 'everyone',
    handler: ({ world }) => {
      const { subscription: key } = world.system.settings;
      const serverid = '0'.repeat(32);
      if (key === undefined)
        return { status: 'notfound', message: 'There is no subscription key', url, serverid };
      return {
        status: 'new',
        message: 'subscription key is not checked',
        key,
        level: levelOf(key),
        serverid,
        url,
      };
    },
  },
  {
    route: 'PUT /nodes/{node}/subscription',
    permission: modify,
    protected: true,
    handler: ({ world, params }) => {
      const key = params.text('key').trim();
      if (!/^pve([0-9]+)[cbsp]-[0-9a-f]{10}$/.test(key))
        throw invalid({ key: 'value does not match the regex pattern' });
      world.system.settings.subscription = key;
    },
  },
  {
    route: 'POST /nodes/{node}/subscription',
    permission: modify,
    protected: true,
    // There is nobody to ask, and without a key nothing to ask for.
    handler: () => null,
  },
  {
    route: 'DELETE /nodes/{node}/subscription',
    permission: modify,
    protected: true,
    handler: ({ world }) => {
      world.system.settings.subscription = undefined;
    },
  },
];

function configRow({ world, params }: Context): Record<string, unknown> {
  const section = world.system.settings.config;
  const row = sectionRow(config, section);
  const property = params.maybe('property');
  const shown =
    property === undefined
      ? row
      : Object.fromEntries(Object.entries(row).filter(([key]) => key.startsWith(property.replace(/0$/, ''))));
  // A node that was never configured has no file, and so no digest of one.
  return section.size === 0 ? shown : { ...shown, digest: sectionsDigest(new Map([['node', section]])) };
}

function levelOf(key: string): string {
  return /^pve\d+([cbsp])-/.exec(key)?.[1] ?? '';
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Seconds that a time zone is ahead of UTC at a moment. */
function offsetOf(timezone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  }).formatToParts(now * 1000);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
