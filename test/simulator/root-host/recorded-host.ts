import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addVolume, GiB } from '~/simulator/volumes.js';
import { type Config, newGuest, type World } from '~/simulator/world.js';

/** Makes the demo host look like the one of the recordings, as far as their commands go by it. */
export function furnish(world: World): void {
  world.guests.clear();
  const name: Readonly<Record<number, string>> = {
    102: 'priv102',
    103: 'keyctl103',
    110: 'snap110',
    111: 'tpl111',
    120: 'deb120',
  };
  for (const vmid of [100, 101, 102, 103, 110, 111, 120]) {
    const config: Config = new Map([
      ['arch', 'amd64'],
      ['hostname', name[vmid] ?? `ct${vmid}`],
      ['memory', '64'],
      ['ostype', 'debian'],
      ['rootfs', `local:${vmid}/vm-${vmid}-disk-0.raw,size=102M`],
      ['swap', '0'],
      ['unprivileged', '1'],
    ]);
    if (vmid === 103) config.set('features', 'nesting=1,keyctl=1');
    if (vmid === 111) {
      config.set('template', '1');
      config.set('rootfs', 'local-btrfs:111/base-111-disk-0.raw,size=102M');
    }
    const running = vmid === 120 ? { pid: 4711, since: world.clock.now() } : undefined;
    world.guests.set(vmid, newGuest(vmid, config, { running }));
  }
  const local = world.storages.get('local');
  if (local === undefined) throw new TypeError('the demo host has no storage local');
  const common = { ctime: 0 };
  const btrfs = world.storages.get('local-btrfs');
  if (btrfs !== undefined)
    addVolume(btrfs, {
      ...common,
      content: 'rootdir',
      format: 'raw',
      size: 0.1 * GiB,
      volname: '111/base-111-disk-0.raw',
      vmid: 111,
    });
  const template = {
    ...common,
    content: 'vztmpl',
    format: 'tzst',
    size: 1_000_000,
    vmid: undefined,
  } as const;
  addVolume(local, { ...template, volname: 'vztmpl/alpine-1_1.0-1_amd64.tar.zst', unpacked: 2_191_360 });
  addVolume(local, {
    ...template,
    volname: 'vztmpl/debian-13-standard_13.1-2_amd64.tar.zst',
    unpacked: 150_000_000,
  });
  addVolume(local, {
    ...common,
    content: 'backup',
    format: 'tar.zst',
    size: 1_111_656,
    volname: 'backup/vzdump-lxc-101-2026_11_20-15_41_57.tar.zst',
    vmid: 101,
    backup: {
      config: new Map([...(world.guests.get(101)?.config ?? []), ['tags', 'selftest']]),
      raw: [],
      disks: new Map([['rootfs', 0.1 * GiB]]),
    },
  });
}

/** The files of the recorded host that its commands read, in a folder of their own. */
export class HostFiles implements Disposable {
  readonly #dir = mkdtempSync(join(tmpdir(), 'felhom-recorded-'));

  constructor() {
    for (const [name, text] of Object.entries({
      'keys.pub': '',
      'f.txt': 'hello\n',
      'big.bin': 'x'.repeat(1000),
    }))
      writeFileSync(join(this.#dir, name), text);
  }

  /** The words of a recorded command, for this host: other names of storages and templates, other files. */
  words(argv: readonly string[]): string[] {
    const onHost = argv[1] === 'push' ? 3 : argv[1] === 'pull' ? 4 : argv.indexOf('/root/keys.pub');
    return argv.map((word, index) =>
      index === onHost
        ? word.replace(/^\/root\/(?=(?:keys|f|big|pulled2?)\.)/, `${this.#dir}/`)
        : word.replace(/^btr:/, 'local-btrfs:').replace('busybox-1', 'alpine-1'),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.#dir, { recursive: true });
  }
}

/** What is the same in two outputs whatever the host was called, and whatever came by chance or by the clock. */
export function settled(text: string): string {
  return text
    .replaceAll('pve1', 'demo-felhom')
    .replaceAll('btr:', 'local-btrfs:')
    .replaceAll('busybox-1', 'alpine-1')
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UUID')
    .replace(/^Total bytes read: .*/gm, 'Total bytes read')
    .replace(/^(?:Creating SSH host key|done: SHA256).*\n/gm, '')
    .replace(/hwaddr=[0-9A-F:]+/g, 'hwaddr')
    .replace(/ostype: .*/g, 'ostype')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replace(/^tar: .*\n/gm, '');
}

/** The lines of a text without empty ones, in any order: complaints come as Perl's hashes have them. */
export function linesOf(text: string): string[] {
  return settled(text)
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}
