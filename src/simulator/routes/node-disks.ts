import { attributesOf, type Disk } from '../disks.js';
import { fail } from '../errors.js';
import type { Route } from '../route.js';
import { all, either } from '../rule.js';

/** Disks of the node, and what they say of themselves. */

export const nodeDiskRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/disks/list',
    permission: either(all('/', 'Sys.Audit'), all('/nodes/{node}', 'Sys.Audit')),
    protected: true,
    handler: ({ world, params }) => {
      const unused = params.maybe('type') === 'unused';
      return world.system.disks
        .filter((disk) => !unused || disk.used === undefined)
        .map((disk) => listRow(disk, !params.flag('skipsmart')));
    },
  },
  {
    route: 'GET /nodes/{node}/disks/smart',
    permission: all('/', 'Sys.Audit'),
    protected: true,
    handler: ({ world, params }) => {
      const found = world.system.disks.find(({ devpath }) => devpath === params.text('disk'));
      if (found === undefined) throw fail('not a valid block device');
      const health = healthOf(found);
      return params.flag('healthonly') ? { health } : { health, ...detailsOf(found) };
    },
  },
];

/** SATA disks pass, the others are just fine. One whose plug passes nothing on cannot be asked. */
function healthOf({ type, smart, bridge }: Disk): string {
  if (bridge !== undefined && bridge.smart !== 'known') return 'UNKNOWN';
  if (!smart.passed) return 'FAILED';
  return type === 'nvme' ? 'OK' : 'PASSED';
}

function listRow(disk: Disk, smart: boolean): object {
  const { devpath, type, model, serial, size, rpm, used, vendor = 'unknown' } = disk;
  return {
    devpath,
    type,
    model,
    serial,
    vendor,
    wwn: 'unknown',
    size,
    rpm,
    gpt: used === undefined ? 0 : 1,
    mounted: 0,
    osdid: -1,
    'osdid-list': null,
    health: smart ? healthOf(disk) : 'UNKNOWN',
    wearout: smart ? disk.wearout : 'N/A',
    ...(used === undefined ? {} : { used }),
  };
}

function detailsOf({ type, wearout, smart }: Disk): object {
  if (type === 'nvme') {
    const lines = [
      'Critical Warning:                   0x00',
      `Temperature:                        ${smart.temperature} Celsius`,
      'Available Spare:                    100%',
      'Available Spare Threshold:          10%',
      `Percentage Used:                    ${wearout === 'N/A' ? 0 : 100 - wearout}%`,
    ];
    return {
      type: 'text',
      text: `\nSMART/Health Information (NVMe Log 0x02)\n${lines.join('\n')}\n\n`,
      wearout,
    };
  }
  return {
    type: 'ata',
    attributes: attributesOf(smart).map((row) =>
      attribute(row.id, row.name, row.flags, row.value, row.threshold, row.raw),
    ),
  };
}

/** Numbers are what a regular expression cut out of smartctl's output: texts, but for the one that PVE adds up. */
function attribute(
  id: number,
  name: string,
  flags: string,
  value: number,
  threshold: number,
  raw: string,
): object {
  return {
    id: String(id).padStart(3),
    name,
    flags,
    value,
    worst: String(value),
    threshold: String(threshold).padStart(3, '0'),
    fail: '-',
    raw,
  };
}
