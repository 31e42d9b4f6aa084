import { addVolume, GiB, MiB } from './volumes.js';
import type { Storage } from './world.js';

/** Storages of the demo host with what lies in them: one for everything, one with snapshots, one that is away. */
export function createStorages(now: number): Storage[] {
  const local: Storage = {
    id: 'local',
    type: 'dir',
    content: ['iso', 'vztmpl', 'backup', 'snippets', 'rootdir', 'images'],
    options: { path: '/var/lib/vz', 'prune-backups': 'keep-all=1' },
    shared: false,
    online: true,
    total: 94 * GiB,
    base: 9 * GiB,
    volumes: new Map(),
  };
  const btrfs: Storage = {
    id: 'local-btrfs',
    type: 'btrfs',
    content: ['rootdir', 'images'],
    options: { path: '/var/lib/pve/local-btrfs' },
    shared: false,
    online: true,
    total: 400 * GiB,
    base: 64 * MiB,
    volumes: new Map(),
  };
  const nas: Storage = {
    id: 'nas',
    type: 'nfs',
    content: ['backup', 'iso'],
    options: { path: '/mnt/pve/nas', server: '10.99.0.250', export: '/volume1/pve' },
    shared: true,
    online: false,
    total: 0,
    base: 0,
    volumes: new Map(),
  };
  const ro: Storage = {
    ...local,
    id: 'ro',
    content: ['iso', 'vztmpl'],
    options: { path: '/var/lib/ro', mkdir: 1 },
    volumes: new Map(),
  };
  fillLocal(local, now);
  const disk = (storage: Storage, vmid: number, index: number, size: number): void =>
    addVolume(storage, {
      volname: `${vmid}/vm-${vmid}-disk-${index}.raw`,
      content: 'rootdir',
      format: 'raw',
      size,
      ctime: now - 40 * 86_400,
      vmid,
    });
  disk(btrfs, 100, 0, 8 * GiB);
  disk(btrfs, 101, 0, 4 * GiB);
  disk(btrfs, 102, 0, 8 * GiB);
  disk(btrfs, 102, 1, 32 * GiB);
  disk(local, 110, 0, 4 * GiB);
  addVolume(btrfs, {
    volname: '120/vm-120-disk-0.raw',
    content: 'images',
    format: 'raw',
    size: 32 * GiB,
    ctime: now - 20 * 86_400,
    vmid: 120,
  });
  return [local, btrfs, nas, ro];
}

function fillLocal(local: Storage, now: number): void {
  const file = (
    volname: string,
    content: 'iso' | 'vztmpl',
    format: string,
    size: number,
    unpacked?: number,
  ): void =>
    addVolume(local, {
      volname: `${content}/${volname}`,
      content,
      format,
      size,
      ctime: now - 45 * 86_400,
      vmid: undefined,
      ...(unpacked === undefined ? {} : { unpacked }),
    });
  file('debian-13-standard_13.1-2_amd64.tar.zst', 'vztmpl', 'tzst', 129_710_398, 528_793_600);
  file('alpine-3.22-default_20250617_amd64.tar.xz', 'vztmpl', 'txz', 3_341_648, 9_420_800);
  file('debian-13.1.0-amd64-netinst.iso', 'iso', 'iso', 824_180_736);
}
