// Good parameters of every operation, and what the programs say that it asks.

export function operationSamples({ mnt, uuid, container, template, backup, description }) {
  const config = JSON.stringify({
    hostname: 'golden',
    features: 'nesting=1',
    lock: 'backup',
    digest: 'a'.repeat(40),
  });
  const upid = 'UPID:pve1:00001234:00005678:69000000:vzcreate:300:root@pam:';
  const asked = {
    'pvesh.config': config,
    'pvesh.tasks': '[]',
    'pct.status': 'status: stopped\n',
    'pct.list': 'VMID       Status     Lock         Name                \n',
    'pct.pending': '',
    'pvesm.status':
      'Name         Type     Status           Total            Used       Available        %\nlocal         dir     active       100000000        10000000        90000000   10.00%\n',
    'pvesm.list': 'Volid Format  Type             Size VMID\n',
    'loop.list': '{"loopdevices":[]}',
    'rootfs.mount': { exitCode: 1 },
  };
  const partition = {
    name: '/dev/sda1',
    kname: '/dev/sda1',
    'maj:min': '8:1',
    pkname: '/dev/sda',
    type: 'part',
    size: 1_000_000_000,
    ro: false,
    hotplug: true,
    rm: true,
    fstype: 'ext4',
    uuid,
  };
  const disk = {
    ...partition,
    name: '/dev/sda',
    kname: '/dev/sda',
    'maj:min': '8:0',
    pkname: null,
    type: 'disk',
    tran: 'usb',
    hotplug: true,
    rm: true,
    fstype: null,
    // Without it the disk itself would be looked into, and found to be a second one of the same UUID.
    pttype: 'gpt',
    uuid: null,
    children: [partition],
  };
  const mountpoint = `${mnt}/backup`;
  const table = (mounted) =>
    JSON.stringify({
      filesystems: [
        { id: 1, target: '/', source: '/dev/vda1', fstype: 'ext4', options: 'rw', 'maj:min': '254:1' },
        ...(mounted
          ? [
              {
                id: 2,
                target: mountpoint,
                source: '/dev/sda1',
                fstype: 'ext4',
                options: 'rw,nosuid,nodev,noexec,noatime',
                'maj:min': '8:1',
              },
            ]
          : []),
      ],
    });
  const host = (mounted) => ({
    'block.list': JSON.stringify({ blockdevices: [disk] }),
    'block.probe': `DEVNAME=/dev/sda1\nUUID=${uuid}\nTYPE=ext4\n`,
    'mount.list': (_command, ran) =>
      table(mounted !== ran.some(({ name }) => name === 'mount.mount' || name === 'mount.unmount')),
    'mountpoint.look': ({ params }) => ({
      value: params.mountpoint.startsWith(`${mnt}/`)
        ? { state: mounted ? 'mounted' : 'vacant' }
        : { state: 'outside', at: params.mountpoint },
    }),
    'mountpoint.make': { value: { made: [] } },
    'mountpoint.users': { value: [] },
    'mountpoint.remove': { value: [] },
    'fstab.read': { value: { entries: [], systemd: true } },
    'fstab.put': { value: { changed: true } },
    'fstab.forget': { value: { changed: true } },
  });
  return {
    'lxc.createGolden': [
      {
        params: { ...container, ostemplate: template },
        answers: asked,
        texts: { 'pct.create': [description] },
      },
    ],
    'lxc.restoreGolden': [
      { params: { ...container, archive: backup }, answers: asked, texts: { 'pct.restore': [description] } },
    ],
    'lxc.setFeatures': [
      { params: { vmid: 300, features: { keyctl: true, mount: ['nfs'] } }, answers: asked },
    ],
    'lxc.configure': [
      {
        params: { vmid: 300, mp0: container.mp0, dev0: container.dev0, hookscript: container.hookscript },
        answers: asked,
      },
    ],
    'lxc.unlock': [{ params: { vmid: 300, lock: 'backup' }, answers: asked }],
    'lxc.look': [{ params: { vmid: 300 }, answers: asked }],
    'lxc.cleanup': [
      { params: { vmid: 300, upid, volumes: ['local:300/vm-300-disk-0.raw'] }, answers: asked },
    ],
    'usb.list': [{ params: {}, answers: host(false) }],
    'usb.mount': [
      {
        params: {
          uuid,
          mountpoint,
          fsType: 'ext4',
          options: { noatime: true },
          persist: { deviceTimeout: 10 },
        },
        answers: host(false),
      },
    ],
    'usb.unmount': [{ params: { mountpoint }, answers: host(true) }],
    'usb.status': [{ params: { mountpoint }, answers: host(true) }],
  };
}
