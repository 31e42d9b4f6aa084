import type { Json } from '~/agent/daemon/actions/action.js';

/** Good parameters of every action, with all that may be left out: each value in them is a place for a hostile one. */
export function actionSamples(vmid: number, running: number): Record<string, Record<string, Json>> {
  const uuid = '6a2b9c1e-4f7d-4c3a-9b1e-0d5f8a7c6b21';
  const snapshot = { vmid: running, snapname: 'before', description: 'by a test' };
  return {
    'cert.check': { days: 30 },
    'disk.smart': { device: '/dev/sda', type: 'sat,12', wake: true },
    'disk.usb.mount': {
      uuid,
      mountpoint: '/mnt/backup',
      fsType: 'ext4',
      options: { noatime: true },
      persist: { deviceTimeout: 10 },
    },
    'disk.usb.unmount': { uuid, mountpoint: '/mnt/backup', forget: false },
    echo: { text: 'hello' },
    'guest.backup': { vmid, storage: 'local', mode: 'stop', compress: 'zstd', notes: 'by a test' },
    'guest.inspect': { vmid },
    'guest.list': {},
    'guest.power': { vmid, do: 'start' },
    'guest.restore': {
      vmid: 900,
      volume: 'local:backup/vzdump-lxc-101-2026_01_01-00_00_00.tar.zst',
      storage: 'local',
      force: false,
    },
    'guest.rollback': { vmid: running, snapname: 'before', start: false },
    'guest.snapshot': snapshot,
    'host.health': {},
    'host.log': { unit: 'pvestatd.service', lines: 50, since: 1_700_000_000, priority: 3 },
    'host.sensors': {},
    'host.service': { unit: 'pvestatd.service', do: 'restart' },
    'lxc.create_golden': {
      vmid: 300,
      ostemplate: 'local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst',
      hostname: 'golden.example.com',
      features: { nesting: true, keyctl: true, mount: ['nfs'] },
      rootfs: { volume: 'local:8', mountoptions: ['noatime'] },
      mp0: { volume: 'local:1', mp: '/data' },
      net0: { name: 'eth0', bridge: 'vmbr0', ip: '10.0.0.5/24' },
      nameserver: ['10.0.0.1'],
      description: 'by a test',
      tags: ['golden'],
      timezone: 'Europe/Budapest',
      'ssh-public-keys': `ssh-ed25519 ${'A'.repeat(68)} anna`,
      password: 'correct-horse',
    },
    'plan.run': {
      steps: [
        { action: 'guest.snapshot', version: 1, params: snapshot },
        { action: 'host.service', version: 1, params: { unit: 'pvestatd.service', do: 'restart' } },
        { action: 'echo', version: 1, params: { text: 'done' } },
      ],
    },
    'pve.selftest': {},
    'template.run': { name: 'restart-stack', slots: { vmid: 101, how: 'gently', stack: 'web' } },
  };
}
