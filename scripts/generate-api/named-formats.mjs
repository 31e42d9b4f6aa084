// Property strings that the API's description gives by name only, with their keys as the schema would write them. They
// are registered in Proxmox VE's sources; the file stands beside each.
const text = { type: 'string', optional: 1 };
const flag = { type: 'boolean', optional: 1 };
const whole = { type: 'integer', optional: 1 };
const words = (...values) => ({ ...text, enum: values });
const main = (schema) => ({ ...schema, default_key: 1 });
const needed = ({ optional: _optional, ...schema }) => schema;

export const namedFormats = {
  // pve-common src/PVE/JSONSchema.pm
  'pve-startup-order': { order: main(whole), up: whole, down: whole },
  'prune-backups': {
    'keep-all': flag,
    'keep-last': whole,
    'keep-hourly': whole,
    'keep-daily': whole,
    'keep-weekly': whole,
    'keep-monthly': whole,
    'keep-yearly': whole,
  },
  'proxmox-remote': { host: needed(text), port: whole, apitoken: needed(text), fingerprint: text },
  // pve-guest-common src/PVE/VZDump/Common.pm
  'backup-fleecing': { enabled: main(flag), storage: text },
  'backup-performance': { 'max-workers': whole, 'pbs-entries-max': whole },
  // pve-access-control src/PVE/Auth/Plugin.pm
  'realm-sync-options': {
    scope: words('users', 'groups', 'both'),
    'remove-vanished': text,
    full: flag,
    'enable-new': flag,
    purge: flag,
  },
  'pve-tfa-config': {
    type: needed(words('yubico', 'oath')),
    id: text,
    key: text,
    url: text,
    digits: whole,
    step: whole,
  },
  // qemu-server src/PVE/QemuServer.pm
  'pve-qm-boot': { legacy: main(text), order: text },
  'pve-qm-cicustom': { meta: text, network: text, user: text, vendor: text },
  'pve-qm-smbios1': {
    uuid: text,
    version: text,
    serial: text,
    manufacturer: text,
    product: text,
    sku: text,
    family: text,
    base64: flag,
  },
  'pve-qm-watchdog': {
    model: main(words('i6300esb', 'ib700')),
    action: words('reset', 'shutdown', 'poweroff', 'pause', 'debug', 'none'),
  },
  // qemu-server src/PVE/QemuServer/CPUConfig.pm; a custom model has its own name, so `cputype` is any text
  'pve-vm-cpu-conf': {
    cputype: main(text),
    'reported-model': text,
    hidden: flag,
    'hv-vendor-id': text,
    flags: text,
    'guest-phys-bits': whole,
    'phys-bits': text,
    level: whole,
  },
  'pve-qemu-sev-fmt': {
    type: main(needed(words('std', 'es', 'snp'))),
    'no-debug': flag,
    'no-key-sharing': flag,
    'allow-smt': flag,
    'kernel-hashes': flag,
  },
  'pve-qemu-tdx-fmt': {
    type: main(needed(words('tdx'))),
    attestation: flag,
    'vsock-cid': whole,
    'vsock-port': whole,
  },
  // qemu-server src/PVE/QemuServer/Network.pm, PCI.pm, RNG.pm
  'pve-qm-ipconfig': { ip: text, gw: text, ip6: text, gw6: text },
  'pve-qm-hostpci': {
    host: main(text),
    mapping: text,
    rombar: flag,
    romfile: text,
    pcie: flag,
    'x-vga': flag,
    'legacy-igd': flag,
    mdev: text,
    'vendor-id': text,
    'device-id': text,
    'sub-vendor-id': text,
    'sub-device-id': text,
    driver: words('vfio', 'keep'),
  },
  'pve-qm-rng': {
    source: main(needed(words('/dev/urandom', '/dev/random', '/dev/hwrng'))),
    max_bytes: { ...whole, default: 1024 },
    period: { ...whole, default: 1000 },
  },
};
