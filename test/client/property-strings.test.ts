import { readdirSync, readFileSync } from 'node:fs';
import { formatProperties, ParamsError, type PropertyFormat, parseProperties } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import { arraysOf, factsOf } from '~/client/wire-facts.js';
import { type AnyOp, isOp, type Table } from '~/core/op.js';
import { formatPropertyString } from '~/core/property-string.js';
import { formats } from '~/generated/wire-data.js';
import { readAsPve } from '../support/read-as-pve.js';

const names = formats.split('\n').map((line) => line.split(' ')[0]) as PropertyFormat[];
const api = readFileSync(new URL('../../src/generated/api.ts', import.meta.url), 'utf8');

function issuesOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error;
    return error.issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  }
}

/** An object of a format, with all that is required. */
function objects(format: PropertyFormat): fc.Arbitrary<Record<string, string | number | boolean>> {
  const { kinds, required } = factsOf(format);
  const text = fc.stringMatching(/^[^,\0\r\n]{1,20}$/).filter((value) => value.isWellFormed());
  const values = {
    flag: fc.boolean(),
    number: fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    text,
  };
  const shape = Object.fromEntries([...kinds].map(([key, kind]) => [key, values[kind]]));
  return fc.record(shape, { requiredKeys: [...required] }) as never;
}

const parse = (format: PropertyFormat, text: string) => ({ ...parseProperties(format, text) });
const plain = (object: object) => Object.fromEntries(Object.entries(object));

describe('each format', () => {
  it.each(names)('%s: what is written is read again, as it was and as a host reads it', (name) => {
    fc.assert(
      fc.property(objects(name), (object) => {
        const text = formatProperties(name, object as never);
        const again = parseProperties(name, text);
        expect(plain(again)).toEqual(plain(object));
        expect(formatProperties(name, again as never)).toBe(text);
        const host = readAsPve(factsOf(name), text);
        expect([...(host?.keys() ?? [])].sort()).toEqual(Object.keys(object).sort());
      }),
      { numRuns: 30 },
    );
  });

  it('is known at run time as it is by type', () => {
    const interfaces = new Map(
      [...api.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}$/gm)].map(([, name, body]) => [name, body]),
    );
    for (const name of names) {
      const { kinds, required } = factsOf(name);
      const lines = (interfaces.get(name) ?? '').split('\n').filter((line) => /^ {2}[\w'{]/.test(line));
      const typed = lines.map((line) => {
        const [, key = '', optional, type = ''] =
          /^ {2}'?([\w-]+)'?(\??): (.*?)(?: \| undefined)?;$/.exec(line) ?? [];
        const kind = type === 'boolean | 0 | 1' ? 'flag' : type === 'number' ? 'number' : 'text';
        return `${key} ${kind}${optional === '' ? ' required' : ''}`;
      });
      const known = [...kinds].map(
        ([key, kind]) => `${key} ${kind}${required.includes(key) ? ' required' : ''}`,
      );
      expect(typed.sort(), name).toEqual(known.sort());
      expect(typed.length, name).toBeGreaterThan(0);
    }
  });
});

/** Which format a key of a recorded configuration has. */
const recordedFormats: Readonly<Record<string, PropertyFormat>> = {
  net: 'LxcNet',
  mp: 'LxcMountPoint',
  rootfs: 'LxcRootfs',
  unused: 'LxcUnused',
  features: 'LxcFeatures',
  startup: 'StartupOrder',
  scsi: 'QemuScsi',
  boot: 'QemuBoot',
  smbios: 'QemuSmbios',
  'prune-backups': 'PruneBackups',
};

/** Every text of the recordings that is a property string, by the key that holds it; also what only was asked for. */
function recordedStrings(): [PropertyFormat, string][] {
  const found = new Map<string, [PropertyFormat, string]>();
  const look = (value: unknown, key: string, guest: string): void => {
    if (key === 'errors') return;
    const known = recordedFormats[key.replace(/\d+$/, '')];
    const format = guest === 'qemu' && known === 'LxcNet' ? 'QemuNet' : known;
    if (typeof value === 'string') {
      // `net` and `type` are words elsewhere.
      if (format !== undefined && /[=:]/.test(value)) found.set(`${format} ${value}`, [format, value]);
    } else if (typeof value === 'object' && value !== null) {
      const row = value as Record<string, unknown>;
      for (const [name, inner] of Object.entries(row)) look(inner, name, guest);
      // The rows of a pending configuration.
      if (typeof row['key'] === 'string')
        for (const name of ['value', 'pending']) look(row[name], row['key'], guest);
    }
  };
  const folder = new URL('../fixtures/recorded/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of readFileSync(new URL(file, folder), 'utf8').trim().split('\n')) {
      look(JSON.parse(line), '', line.includes('/qemu') ? 'qemu' : 'lxc');
    }
  }
  return [...found.values()];
}

describe('what a real host was sent and what it stored', () => {
  const strings = recordedStrings();
  /** What was sent to see it refused. */
  const incomplete = ['bridge=vmbr0', 'bogus=1'];

  it('are many', () => expect(strings.length).toBeGreaterThan(50));

  it.each(strings)('%s %s comes back as it was', (format, text) => {
    if (format === 'LxcNet' && incomplete.includes(text)) {
      expect(issuesOf(() => parseProperties(format, text))).toEqual(['name: missing']);
    } else expect(formatProperties(format, parseProperties(format, text))).toBe(text);
  });
});

describe('a property string of a guest', () => {
  it.each<[PropertyFormat, string, Record<string, unknown>, Record<string, unknown>, string]>([
    [
      'LxcNet',
      'name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,hwaddr=BC:24:11:7A:E4:E3,ip=10.0.0.5/24,tag=7,type=veth',
      {
        name: 'eth0',
        bridge: 'vmbr0',
        firewall: true,
        gw: '10.0.0.1',
        ip: '10.0.0.5/24',
        tag: 7,
        type: 'veth',
      },
      { bridge: 'vmbr1', tag: undefined },
      'name=eth0,bridge=vmbr1,firewall=1,gw=10.0.0.1,hwaddr=BC:24:11:7A:E4:E3,ip=10.0.0.5/24,type=veth',
    ],
    [
      'LxcMountPoint',
      'local:101/vm-101-disk-1.raw,mp=/srv/a=b,backup=1,size=8G',
      { volume: 'local:101/vm-101-disk-1.raw', mp: '/srv/a=b', backup: true, size: '8G' },
      { ro: true, backup: false },
      'local:101/vm-101-disk-1.raw,mp=/srv/a=b,backup=0,size=8G,ro=1',
    ],
    [
      'LxcRootfs',
      'mountoptions=noatime;discard,volume=btr:300/vm-300-disk-0.raw,size=204M',
      { volume: 'btr:300/vm-300-disk-0.raw', mountoptions: 'noatime;discard', size: '204M' },
      { acl: true },
      'mountoptions=noatime;discard,volume=btr:300/vm-300-disk-0.raw,size=204M,acl=1',
    ],
    [
      'LxcFeatures',
      'keyctl=1,nesting=1',
      { keyctl: true, nesting: true },
      { nesting: false },
      'keyctl=1,nesting=0',
    ],
    ['LxcFeatures', 'mount=nfs;cifs', { mount: 'nfs;cifs' }, { nesting: true }, 'mount=nfs;cifs,nesting=1'],
    [
      'LxcDevice',
      '/dev/ttyUSB0,gid=20,mode=0660',
      { path: '/dev/ttyUSB0', gid: 20, mode: '0660' },
      {},
      '/dev/ttyUSB0,gid=20,mode=0660',
    ],
    ['StartupOrder', '3,up=30', { order: 3, up: 30 }, { order: 4, down: 60 }, '4,up=30,down=60'],
    ['StartupOrder', 'order=2,up=5', { order: 2, up: 5 }, { up: 6 }, 'order=2,up=6'],
    [
      'QemuScsi',
      'local-lvm:vm-100-disk-0,discard=on,iothread=1,size=32G,serial=a%2Cb',
      { file: 'local-lvm:vm-100-disk-0', discard: 'on', iothread: true, size: '32G', serial: 'a%2Cb' },
      { ssd: true },
      'local-lvm:vm-100-disk-0,discard=on,iothread=1,size=32G,serial=a%2Cb,ssd=1',
    ],
    [
      'QemuIde',
      'none,media=cdrom',
      { file: 'none', media: 'cdrom' },
      { file: 'local:iso/x.iso' },
      'local:iso/x.iso,media=cdrom',
    ],
    [
      'QemuVirtio',
      'volume=a:b,bps_rd_length=5',
      { file: 'a:b', bps_rd_max_length: 5 },
      {},
      'volume=a:b,bps_rd_length=5',
    ],
    [
      'QemuNet',
      'virtio=BC:24:11:00:00:01,bridge=vmbr0,queues=04',
      { model: 'virtio', macaddr: 'BC:24:11:00:00:01', bridge: 'vmbr0', queues: 4 },
      { model: 'e1000', bridge: 'vmbr1' },
      'e1000=BC:24:11:00:00:01,bridge=vmbr1,queues=04',
    ],
    ['QemuNet', 'virtio', { model: 'virtio' }, { macaddr: 'AA' }, 'virtio,macaddr=AA'],
    [
      'QemuCpu',
      'host,flags=+aes;-pcid',
      { cputype: 'host', flags: '+aes;-pcid' },
      { hidden: true },
      'host,flags=+aes;-pcid,hidden=1',
    ],
    [
      'QemuAgent',
      '1,fstrim_cloned_disks=yes',
      { enabled: true, fstrim_cloned_disks: true },
      { enabled: false },
      '0,fstrim_cloned_disks=yes',
    ],
    [
      'QemuHostPci',
      '0000:01:00,pcie=1,x-vga=on',
      { host: '0000:01:00', pcie: true, 'x-vga': true },
      {},
      '0000:01:00,pcie=1,x-vga=on',
    ],
    [
      'QemuSmbios',
      'uuid=1523cae8,serial=YWI=,base64=1',
      { serial: 'YWI=', base64: true },
      { serial: 'YQ==' },
      'uuid=1523cae8,serial=YQ==,base64=1',
    ],
    ['QemuBoot', 'order=scsi0;net0', { order: 'scsi0;net0' }, {}, 'order=scsi0;net0'],
    ['QemuMemory', '2048', { current: 2048 }, { current: 4096 }, '4096'],
    [
      'PruneBackups',
      'keep-last=3,keep-all=0',
      { 'keep-last': 3, 'keep-all': false },
      {},
      'keep-last=3,keep-all=0',
    ],
    [
      'LxcNet',
      'name=eth0,brand-new=a=b',
      { name: 'eth0', 'brand-new': 'a=b' },
      { mtu: 1500 },
      'name=eth0,brand-new=a=b,mtu=1500',
    ],
  ])('%s %s', (format, text, object, patch, changed) => {
    const read = parseProperties(format, text);
    expect(read).toMatchObject(object);
    expect(formatProperties(format, read)).toBe(text);
    expect(formatProperties(format, { ...read, ...patch } as never)).toBe(changed);
  });

  it('may be a number on the wire', () => {
    expect(parse('QemuMemory', 512 as unknown as string)).toMatchObject({ current: 512 });
    expect(formatProperties('QemuMemory', parseProperties('QemuMemory', 512))).toBe('512');
  });

  it.each<[() => unknown, string[]]>([
    [() => parseProperties('LxcNet', 'bridge=vmbr0,mtu=big'), ['mtu: a number is expected']],
    [() => parseProperties('LxcNet', ''), ['name: missing']],
    [() => parseProperties('LxcFeatures', 'nesting'), ['part 1 is a value without a key']],
    [() => parseProperties('Nothing' as never, 'a=b'), ['format: no such kind of property string']],
    [() => parseProperties('__proto__' as never, 'a=b'), ['format: no such kind of property string']],
    [() => parseProperties('LxcNet', null as never), ['a text is expected']],
    [() => formatProperties('LxcNet', null as never), ['an object is expected']],
    [() => formatProperties('LxcNet', 'name=eth0' as never), ['an object is expected']],
    [
      () => formatProperties('LxcMountPoint', { volume: 'local:8', mp: '/a,b' }),
      ['mp: a value with a comma cannot be written'],
    ],
    [
      () => formatProperties('QemuScsi', { volume: 'local:8' } as never),
      ['file: missing', 'volume: unknown key'],
    ],
  ])('is refused by name: %s', (run, issues) => {
    expect(issuesOf(run)).toEqual(issues);
  });

  it('never shows its values in an error', () => {
    const error = catchError(() => parseProperties('RemoteEndpoint', 'host=a,port=hunter2,apitoken=hunter2'));
    expect(String(error)).toContain('port');
    expect(String(error)).not.toContain('hunter2');
  });

  it('keeps its place when it is carried as a parameter', () => {
    const net = parseProperties('LxcNet', 'bridge=vmbr0,name=eth0,firewall=on');
    expect(formatPropertyString({ ...net, bridge: 'vmbr1' })).toBe('bridge=vmbr1,name=eth0,firewall=on');
  });
});

describe('the parameters that are arrays', () => {
  it('are known by route', () => {
    expect(arraysOf('POST /nodes/{node}/vzdump')).toEqual(['exclude-path']);
    expect(arraysOf('PUT /nodes/{node}/lxc/{vmid}/config')).toEqual([]);
    expect(arraysOf('POST /cluster/mapping/pci')).toEqual(['map']);
    expect(arraysOf('nonsense')).toEqual([]);
  });

  it('are what the named operations send as repeated keys', () => {
    const takenBy =
      ({ params }: AnyOp) =>
      (key: string): boolean =>
        params.safeParse({ [key]: [] }).error?.issues.every(({ code }) => code !== 'unrecognized_keys') ??
        true;
    const ops = (table: Table): void => {
      for (const entry of Object.values(table)) {
        if (isOp(entry))
          expect(entry.repeat ?? [], entry.route).toEqual(arraysOf(entry.route).filter(takenBy(entry)));
        else ops(entry);
      }
    };
    ops(tables);
    expect.hasAssertions();
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
