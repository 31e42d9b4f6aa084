// Good parameters of what looks at disks, sensors and the host itself, with the arguments that they make and what its programs say.

const read = { device: '/dev/sda', type: 'sat,12', wake: false };
const answer = JSON.stringify({
  smartctl: { version: [7, 4], exit_status: 0 },
  device: { name: '/dev/sda', type: 'sat', protocol: 'ATA' },
  smart_status: { passed: true },
});
const unknownBridge = JSON.stringify({
  smartctl: {
    exit_status: 1,
    messages: [{ string: '/dev/sda: Unknown USB bridge [0x1:0x2]', severity: 'error' }],
  },
});

export const healthCommands = {
  'smart.scan': [{ params: {}, argv: ['--scan-open', '--json=c'] }],
  'smart.read': [
    {
      params: read,
      argv: ['--json=c', '-n', 'standby,3', '-d', 'sat,12', '-a', '/dev/sda'],
      alike: [{ wake: true }],
    },
    {
      params: { device: '/dev/disk/by-id/ata-DISK_1', wake: true },
      argv: ['--json=c', '-a', '/dev/disk/by-id/ata-DISK_1'],
      alike: [{ wake: false }],
    },
  ],
  'sensors.read': [{ params: {}, argv: ['-j'] }],
  'host.release': [{ params: {}, argv: [] }],
  'host.packages': [{ params: {}, argv: ['-v'] }],
  'host.smartctl': [{ params: {}, argv: ['--version'] }],
  'host.sensors': [{ params: {}, argv: ['--version'] }],
  'host.util-linux': [{ params: {}, argv: ['--version'] }],
  'host.systemd': [{ params: {}, argv: ['--version'] }],
};

export const healthOperations = {
  'smart.scan': [{ params: {}, answers: { 'smart.scan': '{}' } }],
  'smart.read': [
    { params: read, answers: { 'smart.read': answer }, alike: [{ wake: true }] },
    // Here several types are tried.
    { params: { device: '/dev/sda' }, answers: { 'smart.read': unknownBridge, 'smart.scan': '{}' } },
  ],
  'sensors.read': [{ params: {}, answers: { 'sensors.read': '{}' } }],
  'host.info': [{ params: {} }],
};
