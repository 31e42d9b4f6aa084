// Made by `node scripts/generate-api.mjs` from the API of Proxmox VE 7.4, 8.4, 9.1, 9.2. Do not edit: change the
// program in scripts/generate-api, or make the file again from a host of yours (`--help` says how).

import type { Parsed } from '../core/property-string.js';

export type { Params, ParamValue } from '../core/codec.js';
export type { Parsed } from '../core/property-string.js';
export type { Method, Route } from '../core/route.js';

/** Several values: a list, or the form that they have on the wire, one text with commas; a single one may be a number. */
export type List = string | number | readonly (string | number)[];

/** For routes that take no parameters. */
export type NoParams = Record<string, never>;

export interface BackupFleecing {
  enabled?: boolean | 0 | 1 | undefined;
  storage?: string | undefined;
}

export interface BackupPerformance {
  'max-workers'?: number | undefined;
  'pbs-entries-max'?: number | undefined;
}

export interface BandwidthLimits {
  /** At least 0. */
  clone?: number | undefined;
  /** At least 0. */
  default?: number | undefined;
  /** At least 0. */
  migration?: number | undefined;
  /** At least 0. */
  move?: number | undefined;
  /** At least 0. */
  restore?: number | undefined;
}

export interface CephPoolErasureCoding {
  /** At least 2. */
  k: number;
  /** At least 1. */
  m: number;
  'device-class'?: string | undefined;
  /** Default `host`. */
  'failure-domain'?: string | undefined;
  profile?: string | undefined;
}

export interface CorosyncLink {
  address: string;
  /** 0 to 255, default `0`. */
  priority?: number | undefined;
}

export interface DatacenterHa {
  /** Default `conditional`. */
  shutdown_policy: 'freeze' | 'failover' | 'conditional' | 'migrate';
}

export interface DatacenterNextId {
  /** 100 to 999999999, default `100`. */
  lower?: number | undefined;
  /** 100 to 1000000000, default `1000000`. */
  upper?: number | undefined;
}

export interface DatacenterNotify {
  /** Since 8.4. */
  fencing?: 'always' | 'never' | undefined;
  /** Required until 7.4. Default `auto`. */
  'package-updates'?: 'auto' | 'always' | 'never' | undefined;
  /** Since 8.4. */
  replication?: 'always' | 'never' | undefined;
  /** Since 8.4. */
  'target-fencing'?: string | undefined;
  /** Since 8.4. */
  'target-package-updates'?: string | undefined;
  /** Since 8.4. */
  'target-replication'?: string | undefined;
}

export interface DatacenterResourceScheduling {
  /** `dynamic`: since 9.1. Default `basic`. */
  ha?: 'basic' | 'static' | 'dynamic' | undefined;
  /** Since 9.1. Default `0`. */
  'ha-auto-rebalance'?: boolean | 0 | 1 | undefined;
  /** Since 9.1. Only together with `ha-auto-rebalance`. At least 0, default `3`. */
  'ha-auto-rebalance-hold-duration'?: number | undefined;
  /** Since 9.1. Only together with `ha-auto-rebalance`. 0 to 100, default `10`. */
  'ha-auto-rebalance-margin'?: number | undefined;
  /** Since 9.1. Only together with `ha-auto-rebalance`. Default `bruteforce`. */
  'ha-auto-rebalance-method'?: 'bruteforce' | 'topsis' | undefined;
  /** Since 9.1. Only together with `ha-auto-rebalance`. 0 to 100, default `30`. */
  'ha-auto-rebalance-threshold'?: number | undefined;
  /** Default `0`. */
  'ha-rebalance-on-start'?: boolean | 0 | 1 | undefined;
}

export interface DatacenterTagStyle {
  /** Default `0`. */
  'case-sensitive'?: boolean | 0 | 1 | undefined;
  'color-map'?: string | undefined;
  /** Default `alphabetical`. */
  ordering?: 'config' | 'alphabetical' | undefined;
  /** Default `circle`. */
  shape?: 'full' | 'circle' | 'dense' | 'none' | undefined;
}

export interface DatacenterU2f {
  appid?: string | undefined;
  origin?: string | undefined;
}

export interface DatacenterUserTagAccess {
  /** Default `free`. */
  'user-allow'?: 'none' | 'list' | 'existing' | 'free' | undefined;
  'user-allow-list'?: string | undefined;
}

export interface DatacenterWebauthn {
  /** Default `1`. */
  'allow-subdomains'?: boolean | 0 | 1 | undefined;
  id?: string | undefined;
  origin?: string | undefined;
  rp?: string | undefined;
}

export interface DirMapping {
  node: string;
  path: string;
}

export interface FabricInterface {
  name: string;
  /** 2 to 100. */
  hello_multiplier?: number | undefined;
  ip?: string | undefined;
  ip6?: string | undefined;
}

export interface FirewallLogRateLimit {
  /** Default `1`. */
  enable: boolean | 0 | 1;
  /** At least 0, default `5`. */
  burst?: number | undefined;
  /** Default `1/second`. */
  rate?: string | undefined;
}

export interface LxcDevice {
  path?: string | undefined;
  /** Default `0`. */
  'deny-write'?: boolean | 0 | 1 | undefined;
  /** At least 0. */
  gid?: number | undefined;
  mode?: string | undefined;
  /** At least 0. */
  uid?: number | undefined;
}

export interface LxcFeatures {
  /** Default `0`. */
  force_rw_sys?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  fuse?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  keyctl?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  mknod?: boolean | 0 | 1 | undefined;
  mount?: string | undefined;
  /** Default `0`. */
  nesting?: boolean | 0 | 1 | undefined;
}

export interface LxcMountPoint {
  volume: string;
  mp: string;
  acl?: boolean | 0 | 1 | undefined;
  backup?: boolean | 0 | 1 | undefined;
  /** Since 9.2. */
  idmap?: string | undefined;
  /** Since 9.1. Default `0`. */
  keepattrs?: boolean | 0 | 1 | undefined;
  mountoptions?: string | undefined;
  quota?: boolean | 0 | 1 | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  ro?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
}

export interface LxcNet {
  name: string;
  bridge?: string | undefined;
  firewall?: boolean | 0 | 1 | undefined;
  gw?: string | undefined;
  gw6?: string | undefined;
  /** Since 9.1. */
  'host-managed'?: boolean | 0 | 1 | undefined;
  hwaddr?: string | undefined;
  ip?: string | undefined;
  ip6?: string | undefined;
  link_down?: boolean | 0 | 1 | undefined;
  /** 64 to 65535. */
  mtu?: number | undefined;
  rate?: number | undefined;
  /** 1 to 4094. */
  tag?: number | undefined;
  trunks?: string | undefined;
  type?: 'veth' | undefined;
}

export interface LxcRootfs {
  volume: string;
  acl?: boolean | 0 | 1 | undefined;
  /** Since 9.2. */
  idmap?: string | undefined;
  mountoptions?: string | undefined;
  quota?: boolean | 0 | 1 | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  ro?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
}

export interface LxcUnused {
  volume: string;
}

export interface MigrationNetwork {
  /** Default `secure`. */
  type: 'secure' | 'insecure';
  network?: string | undefined;
}

export interface NodeAcme {
  /** Default `default`. */
  account?: string | undefined;
  domains?: List | undefined;
}

export interface NodeAcmeDomain {
  domain: string;
  alias?: string | undefined;
  /** Default `standalone`. */
  plugin?: string | undefined;
}

export interface NodeWakeonlan {
  mac: string;
  'bind-interface'?: string | undefined;
  /** Default `255.255.255.255`. */
  'broadcast-address'?: string | undefined;
}

export interface PciMapping {
  id: string;
  node: string;
  path: string;
  description?: string | undefined;
  iommugroup?: number | undefined;
  'subsystem-id'?: string | undefined;
}

export interface PruneBackups {
  'keep-all'?: boolean | 0 | 1 | undefined;
  'keep-daily'?: number | undefined;
  'keep-hourly'?: number | undefined;
  'keep-last'?: number | undefined;
  'keep-monthly'?: number | undefined;
  'keep-weekly'?: number | undefined;
  'keep-yearly'?: number | undefined;
}

export interface QemuAgent {
  /** Default `0`. */
  enabled: boolean | 0 | 1;
  /** Since 9.1. Default `1`. */
  'freeze-fs'?: boolean | 0 | 1 | undefined;
  /** Until 8.4. Default `1`. */
  'freeze-fs-on-backup'?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  fstrim_cloned_disks?: boolean | 0 | 1 | undefined;
  /** Default `virtio`. */
  type?: 'virtio' | 'isa' | undefined;
}

export interface QemuAmdSev {
  type: 'std' | 'es' | 'snp';
  'allow-smt'?: boolean | 0 | 1 | undefined;
  'kernel-hashes'?: boolean | 0 | 1 | undefined;
  'no-debug'?: boolean | 0 | 1 | undefined;
  'no-key-sharing'?: boolean | 0 | 1 | undefined;
}

export interface QemuAudio {
  device: 'ich9-intel-hda' | 'intel-hda' | 'AC97';
  /** Default `spice`. */
  driver?: 'spice' | 'none' | undefined;
}

export interface QemuBoot {
  legacy?: string | undefined;
  order?: string | undefined;
}

export interface QemuCloudInitCustom {
  meta?: string | undefined;
  network?: string | undefined;
  user?: string | undefined;
  vendor?: string | undefined;
}

export interface QemuCpu {
  cputype?: string | undefined;
  flags?: string | undefined;
  'guest-phys-bits'?: number | undefined;
  hidden?: boolean | 0 | 1 | undefined;
  'hv-vendor-id'?: string | undefined;
  level?: number | undefined;
  'phys-bits'?: string | undefined;
  'reported-model'?: string | undefined;
}

export interface QemuEfiDisk {
  file: string;
  /** Default `2m`. */
  efitype?: '2m' | '4m' | undefined;
  /** `cow`: until 7.4. */
  format?: 'raw' | 'cow' | 'qcow' | 'qed' | 'qcow2' | 'vmdk' | 'cloop' | undefined;
  'import-from'?: string | undefined;
  /** Since 9.1. Default `2011`. */
  'ms-cert'?: '2011' | '2023' | '2023w' | '2023k' | undefined;
  /** Default `0`. */
  'pre-enrolled-keys'?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
}

export interface QemuHostPci {
  host?: string | undefined;
  'device-id'?: string | undefined;
  driver?: 'vfio' | 'keep' | undefined;
  'legacy-igd'?: boolean | 0 | 1 | undefined;
  mapping?: string | undefined;
  mdev?: string | undefined;
  pcie?: boolean | 0 | 1 | undefined;
  rombar?: boolean | 0 | 1 | undefined;
  romfile?: string | undefined;
  'sub-device-id'?: string | undefined;
  'sub-vendor-id'?: string | undefined;
  'vendor-id'?: string | undefined;
  'x-vga'?: boolean | 0 | 1 | undefined;
}

export interface QemuIde {
  file: string;
  aio?: 'native' | 'threads' | 'io_uring' | undefined;
  backup?: boolean | 0 | 1 | undefined;
  bps?: number | undefined;
  /** At least 1. */
  bps_max_length?: number | undefined;
  bps_rd?: number | undefined;
  /** At least 1. */
  bps_rd_max_length?: number | undefined;
  bps_wr?: number | undefined;
  /** At least 1. */
  bps_wr_max_length?: number | undefined;
  cache?: 'none' | 'writethrough' | 'writeback' | 'unsafe' | 'directsync' | undefined;
  /** Until 8.4. */
  cyls?: number | undefined;
  detect_zeroes?: boolean | 0 | 1 | undefined;
  discard?: 'ignore' | 'on' | undefined;
  /** `cow`: until 7.4. */
  format?: 'raw' | 'cow' | 'qcow' | 'qed' | 'qcow2' | 'vmdk' | 'cloop' | undefined;
  /** Until 8.4. */
  heads?: number | undefined;
  'import-from'?: string | undefined;
  iops?: number | undefined;
  iops_max?: number | undefined;
  /** At least 1. */
  iops_max_length?: number | undefined;
  iops_rd?: number | undefined;
  iops_rd_max?: number | undefined;
  /** At least 1. */
  iops_rd_max_length?: number | undefined;
  iops_wr?: number | undefined;
  iops_wr_max?: number | undefined;
  /** At least 1. */
  iops_wr_max_length?: number | undefined;
  mbps?: number | undefined;
  mbps_max?: number | undefined;
  mbps_rd?: number | undefined;
  mbps_rd_max?: number | undefined;
  mbps_wr?: number | undefined;
  mbps_wr_max?: number | undefined;
  /** Default `disk`. */
  media?: 'cdrom' | 'disk' | undefined;
  model?: string | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  rerror?: 'ignore' | 'report' | 'stop' | undefined;
  /** Until 8.4. */
  secs?: number | undefined;
  serial?: string | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
  snapshot?: boolean | 0 | 1 | undefined;
  ssd?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  trans?: 'none' | 'lba' | 'auto' | undefined;
  werror?: 'enospc' | 'ignore' | 'report' | 'stop' | undefined;
  wwn?: string | undefined;
}

export interface QemuIntelTdx {
  type: 'tdx';
  attestation?: boolean | 0 | 1 | undefined;
  'vsock-cid'?: number | undefined;
  'vsock-port'?: number | undefined;
}

export interface QemuIpConfig {
  gw?: string | undefined;
  gw6?: string | undefined;
  ip?: string | undefined;
  ip6?: string | undefined;
}

export interface QemuIvshmem {
  /** At least 1. */
  size: number;
  name?: string | undefined;
}

export interface QemuMachine {
  type?: string | undefined;
  /** Since 9.1. 32 to 64. */
  'aw-bits'?: number | undefined;
  'enable-s3'?: boolean | 0 | 1 | undefined;
  'enable-s4'?: boolean | 0 | 1 | undefined;
  viommu?: 'intel' | 'virtio' | undefined;
}

export interface QemuMemory {
  /** At least 16, default `512`. */
  current: number;
}

export interface QemuNet {
  model: 'e1000' | 'e1000-82540em' | 'e1000-82544gc' | 'e1000-82545em' | 'e1000e' | 'i82551' | 'i82557b' | 'i82559er' | 'ne2k_isa' | 'ne2k_pci' | 'pcnet' | 'rtl8139' | 'virtio' | 'vmxnet3';
  bridge?: string | undefined;
  firewall?: boolean | 0 | 1 | undefined;
  /** Since 9.2. */
  'host-tunnel'?: boolean | 0 | 1 | undefined;
  link_down?: boolean | 0 | 1 | undefined;
  macaddr?: string | undefined;
  /** 1 to 65520. */
  mtu?: number | undefined;
  /** 0 to 64. */
  queues?: number | undefined;
  /** At least 0. */
  rate?: number | undefined;
  /** 1 to 4094. */
  tag?: number | undefined;
  trunks?: string | undefined;
}

export interface QemuNuma {
  cpus: string;
  hostnodes?: string | undefined;
  memory?: number | undefined;
  policy?: 'preferred' | 'bind' | 'interleave' | undefined;
}

export interface QemuRng {
  source: '/dev/urandom' | '/dev/random' | '/dev/hwrng';
  /** Default `1024`. */
  max_bytes?: number | undefined;
  /** Default `1000`. */
  period?: number | undefined;
}

export interface QemuSata {
  file: string;
  aio?: 'native' | 'threads' | 'io_uring' | undefined;
  backup?: boolean | 0 | 1 | undefined;
  bps?: number | undefined;
  /** At least 1. */
  bps_max_length?: number | undefined;
  bps_rd?: number | undefined;
  /** At least 1. */
  bps_rd_max_length?: number | undefined;
  bps_wr?: number | undefined;
  /** At least 1. */
  bps_wr_max_length?: number | undefined;
  cache?: 'none' | 'writethrough' | 'writeback' | 'unsafe' | 'directsync' | undefined;
  /** Until 8.4. */
  cyls?: number | undefined;
  detect_zeroes?: boolean | 0 | 1 | undefined;
  discard?: 'ignore' | 'on' | undefined;
  /** `cow`: until 7.4. */
  format?: 'raw' | 'cow' | 'qcow' | 'qed' | 'qcow2' | 'vmdk' | 'cloop' | undefined;
  /** Until 8.4. */
  heads?: number | undefined;
  'import-from'?: string | undefined;
  iops?: number | undefined;
  iops_max?: number | undefined;
  /** At least 1. */
  iops_max_length?: number | undefined;
  iops_rd?: number | undefined;
  iops_rd_max?: number | undefined;
  /** At least 1. */
  iops_rd_max_length?: number | undefined;
  iops_wr?: number | undefined;
  iops_wr_max?: number | undefined;
  /** At least 1. */
  iops_wr_max_length?: number | undefined;
  mbps?: number | undefined;
  mbps_max?: number | undefined;
  mbps_rd?: number | undefined;
  mbps_rd_max?: number | undefined;
  mbps_wr?: number | undefined;
  mbps_wr_max?: number | undefined;
  /** Default `disk`. */
  media?: 'cdrom' | 'disk' | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  rerror?: 'ignore' | 'report' | 'stop' | undefined;
  /** Until 8.4. */
  secs?: number | undefined;
  serial?: string | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
  snapshot?: boolean | 0 | 1 | undefined;
  ssd?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  trans?: 'none' | 'lba' | 'auto' | undefined;
  werror?: 'enospc' | 'ignore' | 'report' | 'stop' | undefined;
  wwn?: string | undefined;
}

export interface QemuScsi {
  file: string;
  aio?: 'native' | 'threads' | 'io_uring' | undefined;
  backup?: boolean | 0 | 1 | undefined;
  bps?: number | undefined;
  /** At least 1. */
  bps_max_length?: number | undefined;
  bps_rd?: number | undefined;
  /** At least 1. */
  bps_rd_max_length?: number | undefined;
  bps_wr?: number | undefined;
  /** At least 1. */
  bps_wr_max_length?: number | undefined;
  cache?: 'none' | 'writethrough' | 'writeback' | 'unsafe' | 'directsync' | undefined;
  /** Until 8.4. */
  cyls?: number | undefined;
  detect_zeroes?: boolean | 0 | 1 | undefined;
  discard?: 'ignore' | 'on' | undefined;
  /** `cow`: until 7.4. */
  format?: 'raw' | 'cow' | 'qcow' | 'qed' | 'qcow2' | 'vmdk' | 'cloop' | undefined;
  /** Until 8.4. */
  heads?: number | undefined;
  'import-from'?: string | undefined;
  iops?: number | undefined;
  iops_max?: number | undefined;
  /** At least 1. */
  iops_max_length?: number | undefined;
  iops_rd?: number | undefined;
  iops_rd_max?: number | undefined;
  /** At least 1. */
  iops_rd_max_length?: number | undefined;
  iops_wr?: number | undefined;
  iops_wr_max?: number | undefined;
  /** At least 1. */
  iops_wr_max_length?: number | undefined;
  iothread?: boolean | 0 | 1 | undefined;
  mbps?: number | undefined;
  mbps_max?: number | undefined;
  mbps_rd?: number | undefined;
  mbps_rd_max?: number | undefined;
  mbps_wr?: number | undefined;
  mbps_wr_max?: number | undefined;
  /** Default `disk`. */
  media?: 'cdrom' | 'disk' | undefined;
  /** Since 8.4. */
  product?: string | undefined;
  /** At least 2. */
  queues?: number | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  rerror?: 'ignore' | 'report' | 'stop' | undefined;
  ro?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  scsiblock?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  secs?: number | undefined;
  serial?: string | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
  snapshot?: boolean | 0 | 1 | undefined;
  ssd?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  trans?: 'none' | 'lba' | 'auto' | undefined;
  /** Since 8.4. */
  vendor?: string | undefined;
  werror?: 'enospc' | 'ignore' | 'report' | 'stop' | undefined;
  wwn?: string | undefined;
}

export interface QemuSmbios {
  base64?: boolean | 0 | 1 | undefined;
  family?: string | undefined;
  manufacturer?: string | undefined;
  product?: string | undefined;
  serial?: string | undefined;
  sku?: string | undefined;
  uuid?: string | undefined;
  version?: string | undefined;
}

export interface QemuSpiceEnhancements {
  /** Default `0`. */
  foldersharing?: boolean | 0 | 1 | undefined;
  /** Default `off`. */
  videostreaming?: 'off' | 'all' | 'filter' | undefined;
}

export interface QemuTpmState {
  file: string;
  /** Since 9.1. */
  format?: 'raw' | 'qcow2' | 'vmdk' | undefined;
  'import-from'?: string | undefined;
  size?: string | undefined;
  /** Default `v1.2`. */
  version?: 'v1.2' | 'v2.0' | undefined;
}

export interface QemuUnused {
  file: string;
}

export interface QemuUsb {
  /** Required until 7.4. */
  host?: string | undefined;
  /** Since 8.4. */
  mapping?: string | undefined;
  /** Default `0`. */
  usb3?: boolean | 0 | 1 | undefined;
}

export interface QemuVga {
  /** Default `std`. */
  type?: 'cirrus' | 'qxl' | 'qxl2' | 'qxl3' | 'qxl4' | 'none' | 'serial0' | 'serial1' | 'serial2' | 'serial3' | 'std' | 'virtio' | 'virtio-gl' | 'vmware' | undefined;
  /** Since 8.4. */
  clipboard?: 'vnc' | undefined;
  /** 4 to 512. */
  memory?: number | undefined;
}

export interface QemuVirtio {
  file: string;
  aio?: 'native' | 'threads' | 'io_uring' | undefined;
  backup?: boolean | 0 | 1 | undefined;
  bps?: number | undefined;
  /** At least 1. */
  bps_max_length?: number | undefined;
  bps_rd?: number | undefined;
  /** At least 1. */
  bps_rd_max_length?: number | undefined;
  bps_wr?: number | undefined;
  /** At least 1. */
  bps_wr_max_length?: number | undefined;
  cache?: 'none' | 'writethrough' | 'writeback' | 'unsafe' | 'directsync' | undefined;
  /** Until 8.4. */
  cyls?: number | undefined;
  detect_zeroes?: boolean | 0 | 1 | undefined;
  discard?: 'ignore' | 'on' | undefined;
  /** `cow`: until 7.4. */
  format?: 'raw' | 'cow' | 'qcow' | 'qed' | 'qcow2' | 'vmdk' | 'cloop' | undefined;
  /** Until 8.4. */
  heads?: number | undefined;
  'import-from'?: string | undefined;
  iops?: number | undefined;
  iops_max?: number | undefined;
  /** At least 1. */
  iops_max_length?: number | undefined;
  iops_rd?: number | undefined;
  iops_rd_max?: number | undefined;
  /** At least 1. */
  iops_rd_max_length?: number | undefined;
  iops_wr?: number | undefined;
  iops_wr_max?: number | undefined;
  /** At least 1. */
  iops_wr_max_length?: number | undefined;
  iothread?: boolean | 0 | 1 | undefined;
  mbps?: number | undefined;
  mbps_max?: number | undefined;
  mbps_rd?: number | undefined;
  mbps_rd_max?: number | undefined;
  mbps_wr?: number | undefined;
  mbps_wr_max?: number | undefined;
  /** Default `disk`. */
  media?: 'cdrom' | 'disk' | undefined;
  /** Default `1`. */
  replicate?: boolean | 0 | 1 | undefined;
  rerror?: 'ignore' | 'report' | 'stop' | undefined;
  ro?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  secs?: number | undefined;
  serial?: string | undefined;
  /** Default `0`. */
  shared?: boolean | 0 | 1 | undefined;
  size?: string | undefined;
  snapshot?: boolean | 0 | 1 | undefined;
  /** Until 8.4. */
  trans?: 'none' | 'lba' | 'auto' | undefined;
  werror?: 'enospc' | 'ignore' | 'report' | 'stop' | undefined;
}

export interface QemuVirtiofs {
  dirid: string;
  /** Default `auto`. */
  cache?: 'auto' | 'always' | 'metadata' | 'never' | undefined;
  /** Default `0`. */
  'direct-io'?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  'expose-acl'?: boolean | 0 | 1 | undefined;
  /** Default `0`. */
  'expose-xattr'?: boolean | 0 | 1 | undefined;
}

export interface QemuWatchdog {
  model?: 'i6300esb' | 'ib700' | undefined;
  action?: 'reset' | 'shutdown' | 'poweroff' | 'pause' | 'debug' | 'none' | undefined;
}

export interface RealmSyncDefaults {
  'enable-new'?: boolean | 0 | 1 | undefined;
  full?: boolean | 0 | 1 | undefined;
  purge?: boolean | 0 | 1 | undefined;
  'remove-vanished'?: string | undefined;
  scope?: 'users' | 'groups' | 'both' | undefined;
}

export interface RealmTfa {
  type: 'yubico' | 'oath';
  digits?: number | undefined;
  id?: string | undefined;
  key?: string | undefined;
  step?: number | undefined;
  url?: string | undefined;
}

export interface RemoteEndpoint {
  apitoken: string;
  host: string;
  fingerprint?: string | undefined;
  port?: number | undefined;
}

export interface StartupOrder {
  order?: number | undefined;
  down?: number | undefined;
  up?: number | undefined;
}

export interface UsbMapping {
  id: string;
  node: string;
  description?: string | undefined;
  path?: string | undefined;
}

export interface ZfsDraidConfig {
  /** At least 1. */
  data: number;
  /** At least 0. */
  spares: number;
}

export type QemuDrive = QemuIde | QemuSata | QemuScsi | QemuVirtio;

/** Every kind of property string, by the name of its object form. */
export interface PropertyFormats {
  BackupFleecing: BackupFleecing;
  BackupPerformance: BackupPerformance;
  BandwidthLimits: BandwidthLimits;
  CephPoolErasureCoding: CephPoolErasureCoding;
  CorosyncLink: CorosyncLink;
  DatacenterHa: DatacenterHa;
  DatacenterNextId: DatacenterNextId;
  DatacenterNotify: DatacenterNotify;
  DatacenterResourceScheduling: DatacenterResourceScheduling;
  DatacenterTagStyle: DatacenterTagStyle;
  DatacenterU2f: DatacenterU2f;
  DatacenterUserTagAccess: DatacenterUserTagAccess;
  DatacenterWebauthn: DatacenterWebauthn;
  DirMapping: DirMapping;
  FabricInterface: FabricInterface;
  FirewallLogRateLimit: FirewallLogRateLimit;
  LxcDevice: LxcDevice;
  LxcFeatures: LxcFeatures;
  LxcMountPoint: LxcMountPoint;
  LxcNet: LxcNet;
  LxcRootfs: LxcRootfs;
  LxcUnused: LxcUnused;
  MigrationNetwork: MigrationNetwork;
  NodeAcme: NodeAcme;
  NodeAcmeDomain: NodeAcmeDomain;
  NodeWakeonlan: NodeWakeonlan;
  PciMapping: PciMapping;
  PruneBackups: PruneBackups;
  QemuAgent: QemuAgent;
  QemuAmdSev: QemuAmdSev;
  QemuAudio: QemuAudio;
  QemuBoot: QemuBoot;
  QemuCloudInitCustom: QemuCloudInitCustom;
  QemuCpu: QemuCpu;
  QemuEfiDisk: QemuEfiDisk;
  QemuHostPci: QemuHostPci;
  QemuIde: QemuIde;
  QemuIntelTdx: QemuIntelTdx;
  QemuIpConfig: QemuIpConfig;
  QemuIvshmem: QemuIvshmem;
  QemuMachine: QemuMachine;
  QemuMemory: QemuMemory;
  QemuNet: QemuNet;
  QemuNuma: QemuNuma;
  QemuRng: QemuRng;
  QemuSata: QemuSata;
  QemuScsi: QemuScsi;
  QemuSmbios: QemuSmbios;
  QemuSpiceEnhancements: QemuSpiceEnhancements;
  QemuTpmState: QemuTpmState;
  QemuUnused: QemuUnused;
  QemuUsb: QemuUsb;
  QemuVga: QemuVga;
  QemuVirtio: QemuVirtio;
  QemuVirtiofs: QemuVirtiofs;
  QemuWatchdog: QemuWatchdog;
  RealmSyncDefaults: RealmSyncDefaults;
  RealmTfa: RealmTfa;
  RemoteEndpoint: RemoteEndpoint;
  StartupOrder: StartupOrder;
  UsbMapping: UsbMapping;
  ZfsDraidConfig: ZfsDraidConfig;
}

/**
 * Every route of the API of Proxmox VE, 7.4, 8.4, 9.1 and 9.2 together.
 *
 * Comments say what the type cannot: `Since` is the first of these releases that has it, `until` the last; without
 * either, all of them have it. `Needs A+B on PATH` asks for both privileges, `A|B` for one of them; `self` is the
 * caller's own user, and braces stand for the call's own parameters. `Seen, but not described` is what hosts send
 * although the API does not say so.
 *
 * Answers are what is on the wire: flags are 0 and 1, and some numbers come as strings. Nothing checks them.
 */
export interface Api {
  /** For any user or token. */
  'GET /access': {
    params: NoParams;
    returns: {
      subdir: string;
    }[];
  };
  /** For any user or token. */
  'GET /access/acl': {
    params: NoParams;
    returns: {
      path: string;
      roleid: string;
      type: 'user' | 'group' | 'token' | (string & {});
      ugid: string;
      /** Default `1`. */
      propagate?: 0 | 1;
    }[];
  };
  /** Needs modify {path}. */
  'PUT /access/acl': {
    params: {
      path: string;
      roles: List;
      delete?: boolean | 0 | 1 | undefined;
      groups?: List | undefined;
      /** Default `1`. */
      propagate?: boolean | 0 | 1 | undefined;
      tokens?: List | undefined;
      users?: List | undefined;
    };
    returns: null;
  };
  /** Needs no login. */
  'GET /access/domains': {
    params: NoParams;
    returns: {
      realm: string;
      type: string;
      comment?: string;
      tfa?: 'yubico' | 'oath' | (string & {});
    }[];
  };
  /** Needs Realm.Allocate on /access/realm. */
  'POST /access/domains': {
    params: {
      realm: string;
      type: 'ad' | 'ldap' | 'openid' | 'pam' | 'pve';
      'acr-values'?: string | undefined;
      /** Since 9.2. */
      audiences?: string | undefined;
      /** Default `0`. */
      autocreate?: boolean | 0 | 1 | undefined;
      base_dn?: string | undefined;
      bind_dn?: string | undefined;
      /** Default `/etc/ssl/certs`. */
      capath?: string | undefined;
      /** Default `1`. */
      'case-sensitive'?: boolean | 0 | 1 | undefined;
      cert?: string | undefined;
      certkey?: string | undefined;
      /** Since 8.4. Default `0`. */
      'check-connection'?: boolean | 0 | 1 | undefined;
      'client-id'?: string | undefined;
      'client-key'?: string | undefined;
      comment?: string | undefined;
      default?: boolean | 0 | 1 | undefined;
      domain?: string | undefined;
      filter?: string | undefined;
      group_classes?: List | undefined;
      group_dn?: string | undefined;
      group_filter?: string | undefined;
      group_name_attr?: string | undefined;
      /** Since 8.4. Default `0`. */
      'groups-autocreate'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. */
      'groups-claim'?: string | undefined;
      /** Since 8.4. Default `0`. */
      'groups-overwrite'?: boolean | 0 | 1 | undefined;
      'issuer-url'?: string | undefined;
      /** Default `ldap`. */
      mode?: 'ldap' | 'ldaps' | 'ldap+starttls' | undefined;
      password?: string | undefined;
      /** 1 to 65535. */
      port?: number | undefined;
      prompt?: string | undefined;
      /** Since 8.4. Default `1`. */
      'query-userinfo'?: boolean | 0 | 1 | undefined;
      scopes?: string | undefined;
      secure?: boolean | 0 | 1 | undefined;
      server1?: string | undefined;
      server2?: string | undefined;
      sslversion?: 'tlsv1' | 'tlsv1_1' | 'tlsv1_2' | 'tlsv1_3' | undefined;
      'sync-defaults-options'?: RealmSyncDefaults | Parsed<RealmSyncDefaults> | string | undefined;
      sync_attributes?: string | undefined;
      tfa?: RealmTfa | Parsed<RealmTfa> | string | undefined;
      user_attr?: string | undefined;
      user_classes?: List | undefined;
      'username-claim'?: string | undefined;
      /** Default `0`. */
      verify?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Realm.Allocate on /access/realm. */
  'DELETE /access/domains/{realm}': {
    params: {
      realm: string;
    };
    returns: null;
  };
  /** Needs Realm.Allocate|Sys.Audit on /access/realm. */
  'GET /access/domains/{realm}': {
    params: {
      realm: string;
    };
    returns: unknown;
  };
  /** Needs Realm.Allocate on /access/realm. */
  'PUT /access/domains/{realm}': {
    params: {
      realm: string;
      'acr-values'?: string | undefined;
      /** Since 9.2. */
      audiences?: string | undefined;
      /** Default `0`. */
      autocreate?: boolean | 0 | 1 | undefined;
      base_dn?: string | undefined;
      bind_dn?: string | undefined;
      /** Default `/etc/ssl/certs`. */
      capath?: string | undefined;
      /** Default `1`. */
      'case-sensitive'?: boolean | 0 | 1 | undefined;
      cert?: string | undefined;
      certkey?: string | undefined;
      /** Since 8.4. Default `0`. */
      'check-connection'?: boolean | 0 | 1 | undefined;
      'client-id'?: string | undefined;
      'client-key'?: string | undefined;
      comment?: string | undefined;
      default?: boolean | 0 | 1 | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      domain?: string | undefined;
      filter?: string | undefined;
      group_classes?: List | undefined;
      group_dn?: string | undefined;
      group_filter?: string | undefined;
      group_name_attr?: string | undefined;
      /** Since 8.4. Default `0`. */
      'groups-autocreate'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. */
      'groups-claim'?: string | undefined;
      /** Since 8.4. Default `0`. */
      'groups-overwrite'?: boolean | 0 | 1 | undefined;
      'issuer-url'?: string | undefined;
      /** Default `ldap`. */
      mode?: 'ldap' | 'ldaps' | 'ldap+starttls' | undefined;
      password?: string | undefined;
      /** 1 to 65535. */
      port?: number | undefined;
      prompt?: string | undefined;
      /** Since 8.4. Default `1`. */
      'query-userinfo'?: boolean | 0 | 1 | undefined;
      scopes?: string | undefined;
      secure?: boolean | 0 | 1 | undefined;
      server1?: string | undefined;
      server2?: string | undefined;
      sslversion?: 'tlsv1' | 'tlsv1_1' | 'tlsv1_2' | 'tlsv1_3' | undefined;
      'sync-defaults-options'?: RealmSyncDefaults | Parsed<RealmSyncDefaults> | string | undefined;
      sync_attributes?: string | undefined;
      tfa?: RealmTfa | Parsed<RealmTfa> | string | undefined;
      user_attr?: string | undefined;
      user_classes?: List | undefined;
      /** Default `0`. */
      verify?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Realm.AllocateUser on /access/realm/{realm} and User.Modify on /access/groups. */
  'POST /access/domains/{realm}/sync': {
    params: {
      realm: string;
      /** Default `0`. */
      'dry-run'?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      'enable-new'?: boolean | 0 | 1 | undefined;
      full?: boolean | 0 | 1 | undefined;
      purge?: boolean | 0 | 1 | undefined;
      /** Default `none`. */
      'remove-vanished'?: string | undefined;
      scope?: 'users' | 'groups' | 'both' | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /access/groups': {
    params: NoParams;
    returns: {
      groupid: string;
      comment?: string;
      users?: string;
    }[];
  };
  /** Needs Group.Allocate on /access/groups. */
  'POST /access/groups': {
    params: {
      groupid: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** Needs Group.Allocate on /access/groups. */
  'DELETE /access/groups/{groupid}': {
    params: {
      groupid: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit|Group.Allocate on /access/groups. */
  'GET /access/groups/{groupid}': {
    params: {
      groupid: string;
    };
    returns: {
      members: string[];
      comment?: string;
    };
  };
  /** Needs Group.Allocate on /access/groups. */
  'PUT /access/groups/{groupid}': {
    params: {
      groupid: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /access/openid': {
    params: NoParams;
    returns: {
      subdir: string;
    }[];
  };
  /** Needs no login. */
  'POST /access/openid/auth-url': {
    params: {
      realm: string;
      'redirect-url': string;
    };
    returns: string;
  };
  /** Needs no login. */
  'POST /access/openid/login': {
    params: {
      code: string;
      'redirect-url': string;
      state: string;
    };
    returns: {
      CSRFPreventionToken: string;
      cap: { [key: string]: unknown };
      ticket: string;
      username: string;
      clustername?: string;
    };
  };
  /** Needs self or (Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid}). Not with an API token. */
  'PUT /access/password': {
    params: {
      password: string;
      userid: string;
      /** Since 8.4. */
      'confirmation-password'?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /access/permissions': {
    params: {
      path?: string | undefined;
      userid?: string | undefined;
    };
    returns: {
      [key: string]: {
        [key: string]: 0 | 1;
      };
    };
  };
  /** For any user or token. */
  'GET /access/roles': {
    params: NoParams;
    returns: {
      roleid: string;
      privs?: string;
      /** Default `0`. */
      special?: 0 | 1;
    }[];
  };
  /** Needs Sys.Modify on /access. */
  'POST /access/roles': {
    params: {
      roleid: string;
      privs?: List | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /access. */
  'DELETE /access/roles/{roleid}': {
    params: {
      roleid: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /access/roles/{roleid}': {
    params: {
      roleid: string;
    };
    returns: {
      'Datastore.Allocate'?: 0 | 1;
      'Datastore.AllocateSpace'?: 0 | 1;
      'Datastore.AllocateTemplate'?: 0 | 1;
      'Datastore.Audit'?: 0 | 1;
      'Group.Allocate'?: 0 | 1;
      /** Since 8.4. */
      'Mapping.Audit'?: 0 | 1;
      /** Since 8.4. */
      'Mapping.Modify'?: 0 | 1;
      /** Since 8.4. */
      'Mapping.Use'?: 0 | 1;
      'Permissions.Modify'?: 0 | 1;
      'Pool.Allocate'?: 0 | 1;
      'Pool.Audit'?: 0 | 1;
      'Realm.Allocate'?: 0 | 1;
      'Realm.AllocateUser'?: 0 | 1;
      'SDN.Allocate'?: 0 | 1;
      'SDN.Audit'?: 0 | 1;
      /** Since 8.4. */
      'SDN.Use'?: 0 | 1;
      /** Since 8.4. */
      'Sys.AccessNetwork'?: 0 | 1;
      'Sys.Audit'?: 0 | 1;
      'Sys.Console'?: 0 | 1;
      'Sys.Incoming'?: 0 | 1;
      'Sys.Modify'?: 0 | 1;
      'Sys.PowerMgmt'?: 0 | 1;
      'Sys.Syslog'?: 0 | 1;
      'User.Modify'?: 0 | 1;
      'VM.Allocate'?: 0 | 1;
      'VM.Audit'?: 0 | 1;
      'VM.Backup'?: 0 | 1;
      'VM.Clone'?: 0 | 1;
      'VM.Config.CDROM'?: 0 | 1;
      'VM.Config.CPU'?: 0 | 1;
      'VM.Config.Cloudinit'?: 0 | 1;
      'VM.Config.Disk'?: 0 | 1;
      'VM.Config.HWType'?: 0 | 1;
      'VM.Config.Memory'?: 0 | 1;
      'VM.Config.Network'?: 0 | 1;
      'VM.Config.Options'?: 0 | 1;
      'VM.Console'?: 0 | 1;
      /** Since 9.1. */
      'VM.GuestAgent.Audit'?: 0 | 1;
      /** Since 9.1. */
      'VM.GuestAgent.FileRead'?: 0 | 1;
      /** Since 9.1. */
      'VM.GuestAgent.FileSystemMgmt'?: 0 | 1;
      /** Since 9.1. */
      'VM.GuestAgent.FileWrite'?: 0 | 1;
      /** Since 9.1. */
      'VM.GuestAgent.Unrestricted'?: 0 | 1;
      'VM.Migrate'?: 0 | 1;
      /** Until 8.4. */
      'VM.Monitor'?: 0 | 1;
      'VM.PowerMgmt'?: 0 | 1;
      /** Since 9.1. */
      'VM.Replicate'?: 0 | 1;
      'VM.Snapshot'?: 0 | 1;
      'VM.Snapshot.Rollback'?: 0 | 1;
    };
  };
  /** Needs Sys.Modify on /access. */
  'PUT /access/roles/{roleid}': {
    params: {
      roleid: string;
      /** Only together with `privs`. */
      append?: boolean | 0 | 1 | undefined;
      privs?: List | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 7.4: not with an API token. */
  'GET /access/tfa': {
    params: NoParams;
    returns: {
      entries: {
        created: number;
        description: string;
        id: string;
        type: 'totp' | 'u2f' | 'webauthn' | 'recovery' | 'yubico' | (string & {});
        /** Default `1`. */
        enable?: 0 | 1;
      }[];
      userid: string;
      /** Since 8.4. */
      'tfa-locked-until'?: number;
      /** Since 8.4. */
      'totp-locked'?: 0 | 1;
    }[];
  };
  /** Until 7.4. For any user or token. Not with an API token. */
  'POST /access/tfa': {
    params: {
      response: string;
    };
    returns: {
      ticket: string;
    };
  };
  /** Needs self or User.Modify|Sys.Audit on groups of {userid}. Until 7.4: not with an API token. */
  'GET /access/tfa/{userid}': {
    params: {
      userid: string;
    };
    returns: {
      created: number;
      description: string;
      id: string;
      type: 'totp' | 'u2f' | 'webauthn' | 'recovery' | 'yubico' | (string & {});
      /** Default `1`. */
      enable?: 0 | 1;
    }[];
  };
  /** Needs self or User.Modify on groups of {userid}. Not with an API token. */
  'POST /access/tfa/{userid}': {
    params: {
      userid: string;
      type: 'totp' | 'u2f' | 'webauthn' | 'recovery' | 'yubico';
      challenge?: string | undefined;
      description?: string | undefined;
      password?: string | undefined;
      totp?: string | undefined;
      value?: string | undefined;
    };
    returns: {
      id: string;
      challenge?: string;
      recovery?: string[];
    };
  };
  /** Needs self or User.Modify on groups of {userid}. Not with an API token. */
  'DELETE /access/tfa/{userid}/{id}': {
    params: {
      userid: string;
      id: string;
      password?: string | undefined;
    };
    returns: null;
  };
  /** Needs self or User.Modify|Sys.Audit on groups of {userid}. Until 7.4: not with an API token. */
  'GET /access/tfa/{userid}/{id}': {
    params: {
      userid: string;
      id: string;
    };
    returns: {
      created: number;
      description: string;
      id: string;
      type: 'totp' | 'u2f' | 'webauthn' | 'recovery' | 'yubico' | (string & {});
      /** Default `1`. */
      enable?: 0 | 1;
    };
  };
  /** Needs self or User.Modify on groups of {userid}. Not with an API token. */
  'PUT /access/tfa/{userid}/{id}': {
    params: {
      userid: string;
      id: string;
      description?: string | undefined;
      enable?: boolean | 0 | 1 | undefined;
      password?: string | undefined;
    };
    returns: null;
  };
  /** Needs no login. */
  'GET /access/ticket': {
    params: NoParams;
    returns: null;
  };
  /** Needs no login. Not with an API token. */
  'POST /access/ticket': {
    params: {
      password: string;
      username: string;
      /** Default `1`. */
      'new-format'?: boolean | 0 | 1 | undefined;
      otp?: string | undefined;
      /** Only together with `privs`. */
      path?: string | undefined;
      /** Only together with `path`. */
      privs?: List | undefined;
      realm?: string | undefined;
      'tfa-challenge'?: string | undefined;
    };
    returns: {
      username: string;
      CSRFPreventionToken?: string;
      /** Seen, but not described. */
      cap?: { [key: string]: unknown };
      clustername?: string;
      ticket?: string;
    };
  };
  /** For any user or token. */
  'GET /access/users': {
    params: {
      enabled?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      full?: boolean | 0 | 1 | undefined;
    };
    returns: {
      userid: string;
      comment?: string;
      email?: string;
      /** Default `1`. */
      enable?: 0 | 1;
      /** At least 0. */
      expire?: number;
      firstname?: string;
      groups?: string;
      keys?: string;
      lastname?: string;
      'realm-type'?: string;
      /** Since 8.4. */
      'tfa-locked-until'?: number;
      tokens?: {
        tokenid: string;
        comment?: string;
        /** At least 0. */
        expire?: number;
        /** Default `1`. */
        privsep?: 0 | 1;
      }[];
      /** Since 8.4. */
      'totp-locked'?: 0 | 1;
    }[];
  };
  /** Needs Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid} (create). */
  'POST /access/users': {
    params: {
      userid: string;
      comment?: string | undefined;
      email?: string | undefined;
      /** Default `1`. */
      enable?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      expire?: number | undefined;
      firstname?: string | undefined;
      groups?: List | undefined;
      keys?: string | undefined;
      lastname?: string | undefined;
      password?: string | undefined;
    };
    returns: null;
  };
  /** Needs Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid}. */
  'DELETE /access/users/{userid}': {
    params: {
      userid: string;
    };
    returns: null;
  };
  /** Needs User.Modify|Sys.Audit on groups of {userid}. */
  'GET /access/users/{userid}': {
    params: {
      userid: string;
    };
    returns: {
      comment?: string;
      email?: string;
      /** Default `1`. */
      enable?: 0 | 1;
      /** At least 0. */
      expire?: number;
      firstname?: string;
      groups?: string[];
      keys?: string;
      lastname?: string;
      tokens?: {
        [key: string]: {
          comment?: string;
          /** At least 0. */
          expire?: number;
          /** Default `1`. */
          privsep?: 0 | 1;
        };
      };
    };
  };
  /** Needs User.Modify on groups of {userid} (update). */
  'PUT /access/users/{userid}': {
    params: {
      userid: string;
      /** Only together with `groups`. */
      append?: boolean | 0 | 1 | undefined;
      comment?: string | undefined;
      email?: string | undefined;
      /** Default `1`. */
      enable?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      expire?: number | undefined;
      firstname?: string | undefined;
      groups?: List | undefined;
      keys?: string | undefined;
      lastname?: string | undefined;
    };
    returns: null;
  };
  /** Needs self or User.Modify|Sys.Audit on groups of {userid}. */
  'GET /access/users/{userid}/tfa': {
    params: {
      userid: string;
      /** Default `0`. */
      multiple?: boolean | 0 | 1 | undefined;
    };
    returns: {
      realm?: 'oath' | 'yubico' | (string & {});
      types?: ('totp' | 'u2f' | 'yubico' | 'webauthn' | 'recovedry' | (string & {}))[];
      user?: 'oath' | 'u2f' | (string & {});
    };
  };
  /** Needs self or User.Modify on groups of {userid}. */
  'GET /access/users/{userid}/token': {
    params: {
      userid: string;
    };
    returns: {
      tokenid: string;
      comment?: string;
      /** At least 0. */
      expire?: number;
      /** Default `1`. */
      privsep?: 0 | 1;
    }[];
  };
  /** Needs self or User.Modify on groups of {userid}. */
  'DELETE /access/users/{userid}/token/{tokenid}': {
    params: {
      userid: string;
      tokenid: string;
    };
    returns: null;
  };
  /** Needs self or User.Modify on groups of {userid}. */
  'GET /access/users/{userid}/token/{tokenid}': {
    params: {
      userid: string;
      tokenid: string;
    };
    returns: {
      comment?: string;
      /** At least 0. */
      expire?: number;
      /** Default `1`. */
      privsep?: 0 | 1;
    };
  };
  /** Needs self or User.Modify on groups of {userid}. */
  'POST /access/users/{userid}/token/{tokenid}': {
    params: {
      userid: string;
      tokenid: string;
      comment?: string | undefined;
      /** At least 0. */
      expire?: number | undefined;
      /** Default `1`. */
      privsep?: boolean | 0 | 1 | undefined;
    };
    returns: {
      'full-tokenid': string;
      info: {
        comment?: string;
        /** At least 0. */
        expire?: number;
        /** Default `1`. */
        privsep?: string | 0 | 1;
      };
      value: string;
    };
  };
  /** Needs self or User.Modify on groups of {userid}. */
  'PUT /access/users/{userid}/token/{tokenid}': {
    params: {
      userid: string;
      tokenid: string;
      comment?: string | undefined;
      /** Since 9.1. */
      delete?: List | undefined;
      /** At least 0. */
      expire?: number | undefined;
      /** Default `1`. */
      privsep?: boolean | 0 | 1 | undefined;
      /** Since 9.2. Default `0`. */
      regenerate?: boolean | 0 | 1 | undefined;
    };
    returns: {
      comment?: string;
      /** At least 0. */
      expire?: number;
      /** Since 9.2. */
      'full-tokenid'?: string;
      /** Default `1`. */
      privsep?: 0 | 1;
      /** Since 9.2. */
      value?: string;
    };
  };
  /** Since 8.4. Needs User.Modify on groups of {userid}. */
  'PUT /access/users/{userid}/unlock-tfa': {
    params: {
      userid: string;
    };
    returns: 0 | 1;
  };
  /** Since 9.1. Needs no login. */
  'POST /access/vncticket': {
    params: {
      authid: string;
      path: string;
      privs: List;
      vncticket: string;
      port?: number | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /cluster/acme': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /cluster/acme/account': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Only root@pam, with a ticket. */
  'POST /cluster/acme/account': {
    params: {
      contact: List;
      directory?: string | undefined;
      /** Since 8.4. Only together with `eab-kid`. */
      'eab-hmac-key'?: string | undefined;
      /** Since 8.4. Only together with `eab-hmac-key`. */
      'eab-kid'?: string | undefined;
      /** Default `default`. */
      name?: string | undefined;
      tos_url?: string | undefined;
    };
    returns: string;
  };
  /** Only root@pam, with a ticket. */
  'DELETE /cluster/acme/account/{name}': {
    params: {
      /** Default `default`. */
      name: string;
    };
    returns: string;
  };
  /** Only root@pam, with a ticket. */
  'GET /cluster/acme/account/{name}': {
    params: {
      /** Default `default`. */
      name: string;
    };
    returns: {
      account?: { [key: string]: unknown };
      directory?: string;
      location?: string;
      tos?: string;
    };
  };
  /** Only root@pam, with a ticket. */
  'PUT /cluster/acme/account/{name}': {
    params: {
      /** Default `default`. */
      name: string;
      contact?: List | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /cluster/acme/challenge-schema': {
    params: NoParams;
    returns: {
      id: string;
      name: string;
      schema: { [key: string]: unknown };
      type: string;
    }[];
  };
  /** For any user or token. */
  'GET /cluster/acme/directories': {
    params: NoParams;
    returns: {
      name: string;
      url: string;
    }[];
  };
  /** Since 8.4. Needs Sys.Audit on /nodes/{node}. */
  'GET /cluster/acme/meta': {
    params: {
      directory?: string | undefined;
    };
    returns: {
      caaIdentities?: string[];
      externalAccountRequired?: 0 | 1;
      termsOfService?: string;
      website?: string;
      [key: string]: unknown;
    };
  };
  /** Needs Sys.Modify on /. */
  'GET /cluster/acme/plugins': {
    params: {
      type?: 'dns' | 'standalone' | undefined;
    };
    returns: {
      plugin: string;
      /** Since 9.1. */
      api?: '1984hosting' | 'acmedns' | 'acmeproxy' | 'active24' | 'ad' | 'ali' | 'alviy' | 'anx' | 'artfiles' | 'arvan' | 'aurora' | 'autodns' | 'aws' | 'azion' | 'azure' | 'beget' | 'bookmyname' | 'bunny' | 'cf' | 'clouddns' | 'cloudns' | 'cn' | 'conoha' | 'constellix' | 'cpanel' | 'curanet' | 'cyon' | 'da' | 'ddnss' | 'desec' | 'df' | 'dgon' | 'dnsexit' | 'dnshome' | 'dnsimple' | 'dnsservices' | 'doapi' | 'domeneshop' | 'dp' | 'dpi' | 'dreamhost' | 'duckdns' | 'durabledns' | 'dyn' | 'dynu' | 'dynv6' | 'easydns' | 'edgecenter' | 'edgedns' | 'euserv' | 'exoscale' | 'fornex' | 'freedns' | 'freemyip' | 'gandi_livedns' | 'gcloud' | 'gcore' | 'gd' | 'geoscaling' | 'googledomains' | 'he' | 'he_ddns' | 'hetzner' | 'hetznercloud' | 'hexonet' | 'hostingde' | 'huaweicloud' | 'infoblox' | 'infomaniak' | 'internetbs' | 'inwx' | 'ionos' | 'ionos_cloud' | 'ipv64' | 'ispconfig' | 'jd' | 'joker' | 'kappernet' | 'kas' | 'kinghost' | 'knot' | 'la' | 'leaseweb' | 'lexicon' | 'limacity' | 'linode' | 'linode_v4' | 'loopia' | 'lua' | 'maradns' | 'me' | 'miab' | 'mijnhost' | 'misaka' | 'myapi' | 'mydevil' | 'mydnsjp' | 'mythic_beasts' | 'namecheap' | 'namecom' | 'namesilo' | 'nanelo' | 'nederhost' | 'neodigit' | 'netcup' | 'netlify' | 'nic' | 'njalla' | 'nm' | 'nsd' | 'nsone' | 'nsupdate' | 'nw' | 'oci' | 'omglol' | 'one' | 'online' | 'openprovider' | 'openprovider_rest' | 'openstack' | 'opnsense' | 'ovh' | 'pdns' | 'pleskxml' | 'pointhq' | 'porkbun' | 'rackcorp' | 'rackspace' | 'rage4' | 'rcode0' | 'regru' | 'scaleway' | 'schlundtech' | 'selectel' | 'selfhost' | 'servercow' | 'simply' | 'spaceship' | 'technitium' | 'tele3' | 'tencent' | 'timeweb' | 'transip' | 'udr' | 'ultra' | 'unoeuro' | 'variomedia' | 'veesp' | 'vercel' | 'vscale' | 'vultr' | 'websupport' | 'west_cn' | 'world4you' | 'yandex360' | 'yc' | 'zilore' | 'zone' | 'zoneedit' | 'zonomi' | (string & {});
      /** Since 9.1. */
      data?: string;
      /** Since 9.1. */
      digest?: string;
      /** Since 9.1. */
      disable?: 0 | 1;
      /** Since 9.1. */
      nodes?: string;
      /** Since 9.1. */
      type?: 'dns' | 'standalone' | (string & {});
      /** Since 9.1. 0 to 172800, default `30`. */
      'validation-delay'?: number;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/acme/plugins': {
    params: {
      id: string;
      type: 'dns' | 'standalone';
      /** `do`, `yandex`: until 7.4. `alviy`, `artfiles`, `bookmyname`, `dnsexit`, `gcore`, `googledomains`, `ionos_cloud`, `ipv64`, `limacity`, `nanelo`, `omglol`, `technitium`, `tencent`, `timeweb`, `west_cn`, `yandex360`, `zoneedit`: since 8.4. `beget`, `edgecenter`, `freemyip`, `he_ddns`, `hetznercloud`, `mijnhost`, `openprovider_rest`, `spaceship`: since 9.1. */
      api?: '1984hosting' | 'acmedns' | 'acmeproxy' | 'active24' | 'ad' | 'ali' | 'anx' | 'arvan' | 'aurora' | 'autodns' | 'aws' | 'azion' | 'azure' | 'bunny' | 'cf' | 'clouddns' | 'cloudns' | 'cn' | 'conoha' | 'constellix' | 'cpanel' | 'curanet' | 'cyon' | 'da' | 'ddnss' | 'desec' | 'df' | 'dgon' | 'dnshome' | 'dnsimple' | 'dnsservices' | 'do' | 'doapi' | 'domeneshop' | 'dp' | 'dpi' | 'dreamhost' | 'duckdns' | 'durabledns' | 'dyn' | 'dynu' | 'dynv6' | 'easydns' | 'edgedns' | 'euserv' | 'exoscale' | 'fornex' | 'freedns' | 'gandi_livedns' | 'gcloud' | 'gd' | 'geoscaling' | 'he' | 'hetzner' | 'hexonet' | 'hostingde' | 'huaweicloud' | 'infoblox' | 'infomaniak' | 'internetbs' | 'inwx' | 'ionos' | 'ispconfig' | 'jd' | 'joker' | 'kappernet' | 'kas' | 'kinghost' | 'knot' | 'la' | 'leaseweb' | 'lexicon' | 'linode' | 'linode_v4' | 'loopia' | 'lua' | 'maradns' | 'me' | 'miab' | 'misaka' | 'myapi' | 'mydevil' | 'mydnsjp' | 'mythic_beasts' | 'namecheap' | 'namecom' | 'namesilo' | 'nederhost' | 'neodigit' | 'netcup' | 'netlify' | 'nic' | 'njalla' | 'nm' | 'nsd' | 'nsone' | 'nsupdate' | 'nw' | 'oci' | 'one' | 'online' | 'openprovider' | 'openstack' | 'opnsense' | 'ovh' | 'pdns' | 'pleskxml' | 'pointhq' | 'porkbun' | 'rackcorp' | 'rackspace' | 'rage4' | 'rcode0' | 'regru' | 'scaleway' | 'schlundtech' | 'selectel' | 'selfhost' | 'servercow' | 'simply' | 'tele3' | 'transip' | 'udr' | 'ultra' | 'unoeuro' | 'variomedia' | 'veesp' | 'vercel' | 'vscale' | 'vultr' | 'websupport' | 'world4you' | 'yandex' | 'yc' | 'zilore' | 'zone' | 'zonomi' | 'alviy' | 'artfiles' | 'bookmyname' | 'dnsexit' | 'gcore' | 'googledomains' | 'ionos_cloud' | 'ipv64' | 'limacity' | 'nanelo' | 'omglol' | 'technitium' | 'tencent' | 'timeweb' | 'west_cn' | 'yandex360' | 'zoneedit' | 'beget' | 'edgecenter' | 'freemyip' | 'he_ddns' | 'hetznercloud' | 'mijnhost' | 'openprovider_rest' | 'spaceship' | undefined;
      data?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      nodes?: List | undefined;
      /** 0 to 172800, default `30`. */
      'validation-delay'?: number | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/acme/plugins/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'GET /cluster/acme/plugins/{id}': {
    params: {
      id: string;
    };
    returns: {
      plugin: string;
      type: 'dns' | 'standalone' | (string & {});
      api?: '1984hosting' | 'acmedns' | 'acmeproxy' | 'active24' | 'ad' | 'ali' | 'alviy' | 'anx' | 'artfiles' | 'arvan' | 'aurora' | 'autodns' | 'aws' | 'azion' | 'azure' | 'beget' | 'bookmyname' | 'bunny' | 'cf' | 'clouddns' | 'cloudns' | 'cn' | 'conoha' | 'constellix' | 'cpanel' | 'curanet' | 'cyon' | 'da' | 'ddnss' | 'desec' | 'df' | 'dgon' | 'dnsexit' | 'dnshome' | 'dnsimple' | 'dnsservices' | 'doapi' | 'domeneshop' | 'dp' | 'dpi' | 'dreamhost' | 'duckdns' | 'durabledns' | 'dyn' | 'dynu' | 'dynv6' | 'easydns' | 'edgecenter' | 'edgedns' | 'euserv' | 'exoscale' | 'fornex' | 'freedns' | 'freemyip' | 'gandi_livedns' | 'gcloud' | 'gcore' | 'gd' | 'geoscaling' | 'googledomains' | 'he' | 'he_ddns' | 'hetzner' | 'hetznercloud' | 'hexonet' | 'hostingde' | 'huaweicloud' | 'infoblox' | 'infomaniak' | 'internetbs' | 'inwx' | 'ionos' | 'ionos_cloud' | 'ipv64' | 'ispconfig' | 'jd' | 'joker' | 'kappernet' | 'kas' | 'kinghost' | 'knot' | 'la' | 'leaseweb' | 'lexicon' | 'limacity' | 'linode' | 'linode_v4' | 'loopia' | 'lua' | 'maradns' | 'me' | 'miab' | 'mijnhost' | 'misaka' | 'myapi' | 'mydevil' | 'mydnsjp' | 'mythic_beasts' | 'namecheap' | 'namecom' | 'namesilo' | 'nanelo' | 'nederhost' | 'neodigit' | 'netcup' | 'netlify' | 'nic' | 'njalla' | 'nm' | 'nsd' | 'nsone' | 'nsupdate' | 'nw' | 'oci' | 'omglol' | 'one' | 'online' | 'openprovider' | 'openprovider_rest' | 'openstack' | 'opnsense' | 'ovh' | 'pdns' | 'pleskxml' | 'pointhq' | 'porkbun' | 'rackcorp' | 'rackspace' | 'rage4' | 'rcode0' | 'regru' | 'scaleway' | 'schlundtech' | 'selectel' | 'selfhost' | 'servercow' | 'simply' | 'spaceship' | 'technitium' | 'tele3' | 'tencent' | 'timeweb' | 'transip' | 'udr' | 'ultra' | 'unoeuro' | 'variomedia' | 'veesp' | 'vercel' | 'vscale' | 'vultr' | 'websupport' | 'west_cn' | 'world4you' | 'yandex360' | 'yc' | 'zilore' | 'zone' | 'zoneedit' | 'zonomi' | (string & {});
      data?: string;
      digest?: string;
      disable?: 0 | 1;
      nodes?: string;
      /** 0 to 172800, default `30`. */
      'validation-delay'?: number;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/acme/plugins/{id}': {
    params: {
      id: string;
      /** `do`, `yandex`: until 7.4. `alviy`, `artfiles`, `bookmyname`, `dnsexit`, `gcore`, `googledomains`, `ionos_cloud`, `ipv64`, `limacity`, `nanelo`, `omglol`, `technitium`, `tencent`, `timeweb`, `west_cn`, `yandex360`, `zoneedit`: since 8.4. `beget`, `edgecenter`, `freemyip`, `he_ddns`, `hetznercloud`, `mijnhost`, `openprovider_rest`, `spaceship`: since 9.1. */
      api?: '1984hosting' | 'acmedns' | 'acmeproxy' | 'active24' | 'ad' | 'ali' | 'anx' | 'arvan' | 'aurora' | 'autodns' | 'aws' | 'azion' | 'azure' | 'bunny' | 'cf' | 'clouddns' | 'cloudns' | 'cn' | 'conoha' | 'constellix' | 'cpanel' | 'curanet' | 'cyon' | 'da' | 'ddnss' | 'desec' | 'df' | 'dgon' | 'dnshome' | 'dnsimple' | 'dnsservices' | 'do' | 'doapi' | 'domeneshop' | 'dp' | 'dpi' | 'dreamhost' | 'duckdns' | 'durabledns' | 'dyn' | 'dynu' | 'dynv6' | 'easydns' | 'edgedns' | 'euserv' | 'exoscale' | 'fornex' | 'freedns' | 'gandi_livedns' | 'gcloud' | 'gd' | 'geoscaling' | 'he' | 'hetzner' | 'hexonet' | 'hostingde' | 'huaweicloud' | 'infoblox' | 'infomaniak' | 'internetbs' | 'inwx' | 'ionos' | 'ispconfig' | 'jd' | 'joker' | 'kappernet' | 'kas' | 'kinghost' | 'knot' | 'la' | 'leaseweb' | 'lexicon' | 'linode' | 'linode_v4' | 'loopia' | 'lua' | 'maradns' | 'me' | 'miab' | 'misaka' | 'myapi' | 'mydevil' | 'mydnsjp' | 'mythic_beasts' | 'namecheap' | 'namecom' | 'namesilo' | 'nederhost' | 'neodigit' | 'netcup' | 'netlify' | 'nic' | 'njalla' | 'nm' | 'nsd' | 'nsone' | 'nsupdate' | 'nw' | 'oci' | 'one' | 'online' | 'openprovider' | 'openstack' | 'opnsense' | 'ovh' | 'pdns' | 'pleskxml' | 'pointhq' | 'porkbun' | 'rackcorp' | 'rackspace' | 'rage4' | 'rcode0' | 'regru' | 'scaleway' | 'schlundtech' | 'selectel' | 'selfhost' | 'servercow' | 'simply' | 'tele3' | 'transip' | 'udr' | 'ultra' | 'unoeuro' | 'variomedia' | 'veesp' | 'vercel' | 'vscale' | 'vultr' | 'websupport' | 'world4you' | 'yandex' | 'yc' | 'zilore' | 'zone' | 'zonomi' | 'alviy' | 'artfiles' | 'bookmyname' | 'dnsexit' | 'gcore' | 'googledomains' | 'ionos_cloud' | 'ipv64' | 'limacity' | 'nanelo' | 'omglol' | 'technitium' | 'tencent' | 'timeweb' | 'west_cn' | 'yandex360' | 'zoneedit' | 'beget' | 'edgecenter' | 'freemyip' | 'he_ddns' | 'hetznercloud' | 'mijnhost' | 'openprovider_rest' | 'spaceship' | undefined;
      data?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      nodes?: List | undefined;
      /** 0 to 172800, default `30`. */
      'validation-delay'?: number | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/acme/tos': {
    params: {
      directory?: string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/backup': {
    params: NoParams;
    returns: {
      id: string;
      /** Since 9.1. Default `0`. */
      all?: 0 | 1;
      /** Since 9.1. At least 0, default `0`. */
      bwlimit?: number;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | (string & {});
      /** Since 9.1. */
      dumpdir?: string;
      /** Since 9.1. Default `1`. */
      enabled?: 0 | 1;
      /** Since 9.1. */
      exclude?: string;
      /** Since 9.1. */
      'exclude-path'?: string[];
      /** Since 9.1. */
      fleecing?: {
        /** Default `0`. */
        enabled?: 0 | 1;
        storage?: string;
      };
      /** Since 9.1. 0 to 8, default `7`. */
      ionice?: number;
      /** Since 9.1. At least 0, default `180`. */
      lockwait?: number;
      /** Since 9.1. Default `always`. */
      mailnotification?: 'always' | 'failure' | (string & {});
      /** Since 9.1. */
      mailto?: string;
      /** Since 9.1, until 9.1. At least 1. */
      maxfiles?: number;
      /** Since 9.1. Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | (string & {});
      /** Since 9.1. */
      'next-run'?: number;
      /** Since 9.1. */
      node?: string;
      /** Since 9.1. Only together with `storage`. */
      'notes-template'?: string;
      /** Since 9.1. Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | (string & {});
      /** Since 9.1. */
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | (string & {});
      /** Since 9.1. */
      performance?: {
        /** 1 to 256, default `16`. */
        'max-workers'?: number;
        /** At least 1, default `1048576`. */
        'pbs-entries-max'?: number;
      };
      /** Since 9.1. Default `0`. */
      pigz?: number;
      /** Since 9.1. */
      pool?: string;
      /** Since 9.1. Only together with `storage`. */
      protected?: 0 | 1;
      /** Since 9.1. */
      'prune-backups'?: {
        'keep-all'?: 0 | 1;
        /** At least 0. */
        'keep-daily'?: number;
        /** At least 0. */
        'keep-hourly'?: number;
        /** At least 0. */
        'keep-last'?: number;
        /** At least 0. */
        'keep-monthly'?: number;
        /** At least 0. */
        'keep-weekly'?: number;
        /** At least 0. */
        'keep-yearly'?: number;
      };
      /** Since 9.1. Default `0`. */
      quiet?: 0 | 1;
      /** Since 9.1. Default `1`. */
      remove?: 0 | 1;
      /** Since 9.1. Default `0`. */
      'repeat-missed'?: 0 | 1;
      /** Since 9.1. */
      schedule?: string;
      /** Since 9.1. */
      script?: string;
      /** Since 9.1. Default `1`. */
      stdexcludes?: 0 | 1;
      /** Since 9.1. Default `0`. */
      stop?: 0 | 1;
      /** Since 9.1. At least 0, default `10`. */
      stopwait?: number;
      /** Since 9.1. */
      storage?: string;
      /** Since 9.1. */
      tmpdir?: string;
      /** Since 9.1. */
      vmid?: string;
      /** Since 9.1. Default `1`. */
      zstd?: number;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/backup': {
    params: {
      /** Default `0`. */
      all?: boolean | 0 | 1 | undefined;
      /** At least 0, default `0`. */
      bwlimit?: number | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | undefined;
      /** Only together with `starttime`. */
      dow?: List | undefined;
      /** Only root@pam, with a ticket. */
      dumpdir?: string | undefined;
      /** Default `1`. */
      enabled?: boolean | 0 | 1 | undefined;
      exclude?: List | undefined;
      'exclude-path'?: readonly string[] | string | undefined;
      /** Since 8.4. */
      fleecing?: BackupFleecing | Parsed<BackupFleecing> | string | undefined;
      id?: string | undefined;
      /** 0 to 8, default `7`. */
      ionice?: number | undefined;
      /** At least 0, default `180`. */
      lockwait?: number | undefined;
      /** Default `always`. */
      mailnotification?: 'always' | 'failure' | undefined;
      mailto?: List | undefined;
      /** Until 9.1. At least 1. */
      maxfiles?: number | undefined;
      /** Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | undefined;
      node?: string | undefined;
      /** Only together with `storage`. */
      'notes-template'?: string | undefined;
      /** Since 8.4. Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | undefined;
      /** Since 8.4, until 8.4. Default `always`. */
      'notification-policy'?: 'always' | 'failure' | 'never' | undefined;
      /** Since 8.4, until 8.4. */
      'notification-target'?: string | undefined;
      /** Since 8.4. */
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | undefined;
      performance?: BackupPerformance | Parsed<BackupPerformance> | string | undefined;
      /** Default `0`. */
      pigz?: number | undefined;
      pool?: string | undefined;
      /** Only together with `storage`. */
      protected?: boolean | 0 | 1 | undefined;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      /** Default `0`. */
      quiet?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      remove?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'repeat-missed'?: boolean | 0 | 1 | undefined;
      schedule?: string | undefined;
      /** Only root@pam, with a ticket. */
      script?: string | undefined;
      starttime?: string | undefined;
      /** Default `1`. */
      stdexcludes?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      stop?: boolean | 0 | 1 | undefined;
      /** At least 0, default `10`. */
      stopwait?: number | undefined;
      storage?: string | undefined;
      /** Only root@pam, with a ticket. */
      tmpdir?: string | undefined;
      vmid?: List | undefined;
      /** Default `1`. */
      zstd?: number | undefined;
    };
    returns: null;
  };
  /** Only root@pam, with a ticket. */
  'GET /cluster/backup-info': {
    params: NoParams;
    returns: {
      subdir: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/backup-info/not-backed-up': {
    params: NoParams;
    returns: {
      type: 'qemu' | 'lxc' | (string & {});
      vmid: number;
      name?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/backup/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/backup/{id}': {
    params: {
      id: string;
    };
    returns: {
      id: string;
      /** Default `0`. */
      all?: 0 | 1;
      /** At least 0, default `0`. */
      bwlimit?: number;
      comment?: string;
      /** Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | (string & {});
      dumpdir?: string;
      /** Default `1`. */
      enabled?: 0 | 1;
      exclude?: string;
      'exclude-path'?: string[];
      fleecing?: {
        /** Default `0`. */
        enabled?: 0 | 1;
        storage?: string;
      };
      /** 0 to 8, default `7`. */
      ionice?: number;
      /** At least 0, default `180`. */
      lockwait?: number;
      /** Default `always`. */
      mailnotification?: 'always' | 'failure' | (string & {});
      mailto?: string;
      /** Until 9.1. At least 1. */
      maxfiles?: number;
      /** Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | (string & {});
      'next-run'?: number;
      node?: string;
      /** Only together with `storage`. */
      'notes-template'?: string;
      /** Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | (string & {});
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | (string & {});
      performance?: {
        /** 1 to 256, default `16`. */
        'max-workers'?: number;
        /** At least 1, default `1048576`. */
        'pbs-entries-max'?: number;
      };
      /** Default `0`. */
      pigz?: number;
      pool?: string;
      /** Only together with `storage`. */
      protected?: 0 | 1;
      'prune-backups'?: {
        'keep-all'?: 0 | 1;
        /** At least 0. */
        'keep-daily'?: number;
        /** At least 0. */
        'keep-hourly'?: number;
        /** At least 0. */
        'keep-last'?: number;
        /** At least 0. */
        'keep-monthly'?: number;
        /** At least 0. */
        'keep-weekly'?: number;
        /** At least 0. */
        'keep-yearly'?: number;
      };
      /** Default `0`. */
      quiet?: 0 | 1;
      /** Default `1`. */
      remove?: 0 | 1;
      /** Default `0`. */
      'repeat-missed'?: 0 | 1;
      schedule?: string;
      script?: string;
      /** Default `1`. */
      stdexcludes?: 0 | 1;
      /** Default `0`. */
      stop?: 0 | 1;
      /** At least 0, default `10`. */
      stopwait?: number;
      storage?: string;
      tmpdir?: string;
      /** Seen, but not described. */
      type?: string;
      vmid?: string;
      /** Default `1`. */
      zstd?: number;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/backup/{id}': {
    params: {
      id: string;
      /** Default `0`. */
      all?: boolean | 0 | 1 | undefined;
      /** At least 0, default `0`. */
      bwlimit?: number | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | undefined;
      delete?: List | undefined;
      /** Only together with `starttime`. */
      dow?: List | undefined;
      /** Only root@pam, with a ticket. */
      dumpdir?: string | undefined;
      /** Default `1`. */
      enabled?: boolean | 0 | 1 | undefined;
      exclude?: List | undefined;
      'exclude-path'?: readonly string[] | string | undefined;
      /** Since 8.4. */
      fleecing?: BackupFleecing | Parsed<BackupFleecing> | string | undefined;
      /** 0 to 8, default `7`. */
      ionice?: number | undefined;
      /** At least 0, default `180`. */
      lockwait?: number | undefined;
      /** Default `always`. */
      mailnotification?: 'always' | 'failure' | undefined;
      mailto?: List | undefined;
      /** Until 9.1. At least 1. */
      maxfiles?: number | undefined;
      /** Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | undefined;
      node?: string | undefined;
      /** Only together with `storage`. */
      'notes-template'?: string | undefined;
      /** Since 8.4. Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | undefined;
      /** Since 8.4, until 8.4. Default `always`. */
      'notification-policy'?: 'always' | 'failure' | 'never' | undefined;
      /** Since 8.4, until 8.4. */
      'notification-target'?: string | undefined;
      /** Since 8.4. */
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | undefined;
      performance?: BackupPerformance | Parsed<BackupPerformance> | string | undefined;
      /** Default `0`. */
      pigz?: number | undefined;
      pool?: string | undefined;
      /** Only together with `storage`. */
      protected?: boolean | 0 | 1 | undefined;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      /** Default `0`. */
      quiet?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      remove?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'repeat-missed'?: boolean | 0 | 1 | undefined;
      schedule?: string | undefined;
      /** Only root@pam, with a ticket. */
      script?: string | undefined;
      starttime?: string | undefined;
      /** Default `1`. */
      stdexcludes?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      stop?: boolean | 0 | 1 | undefined;
      /** At least 0, default `10`. */
      stopwait?: number | undefined;
      storage?: string | undefined;
      /** Only root@pam, with a ticket. */
      tmpdir?: string | undefined;
      vmid?: List | undefined;
      /** Default `1`. */
      zstd?: number | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/backup/{id}/included_volumes': {
    params: {
      id: string;
    };
    returns: {
      children: {
        id: number;
        type: 'qemu' | 'lxc' | 'unknown' | (string & {});
        children?: {
          id: string;
          included: 0 | 1;
          name: string;
          reason: string;
          /** Seen, but not described. */
          leaf?: 0 | 1;
        }[];
        /** Seen, but not described. */
        leaf?: 0 | 1;
        name?: string;
      }[];
    };
  };
  /** Since 9.1. For any user or token. */
  'GET /cluster/bulk-action': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 9.1. For any user or token. */
  'GET /cluster/bulk-action/guest': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 9.1. For any user or token. */
  'POST /cluster/bulk-action/guest/migrate': {
    params: {
      target: string;
      /** 1 to 64, default `1`. */
      'max-workers'?: number | undefined;
      /** 1 to 64, default `1`. */
      maxworkers?: number | undefined;
      online?: boolean | 0 | 1 | undefined;
      vms?: readonly number[] | undefined;
      'with-local-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Since 9.1. For any user or token. */
  'POST /cluster/bulk-action/guest/shutdown': {
    params: {
      /** Default `1`. */
      'force-stop'?: boolean | 0 | 1 | undefined;
      /** 1 to 64, default `4`. */
      'max-workers'?: number | undefined;
      /** 1 to 64, default `4`. */
      maxworkers?: number | undefined;
      /** Default `180`. */
      timeout?: number | undefined;
      vms?: readonly number[] | undefined;
    };
    returns: string;
  };
  /** Since 9.1. For any user or token. */
  'POST /cluster/bulk-action/guest/start': {
    params: {
      /** 1 to 64, default `4`. */
      'max-workers'?: number | undefined;
      /** 1 to 64, default `4`. */
      maxworkers?: number | undefined;
      timeout?: number | undefined;
      vms?: readonly number[] | undefined;
    };
    returns: string;
  };
  /** Since 9.1. For any user or token. */
  'POST /cluster/bulk-action/guest/suspend': {
    params: {
      /** 1 to 64, default `4`. */
      'max-workers'?: number | undefined;
      /** 1 to 64, default `4`. */
      maxworkers?: number | undefined;
      /** Only together with `to-disk`. */
      statestorage?: string | undefined;
      /** Default `0`. */
      'to-disk'?: boolean | 0 | 1 | undefined;
      vms?: readonly number[] | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /cluster/ceph': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ceph/flags': {
    params: NoParams;
    returns: {
      description: string;
      name: 'nobackfill' | 'nodeep-scrub' | 'nodown' | 'noin' | 'noout' | 'norebalance' | 'norecover' | 'noscrub' | 'notieragent' | 'noup' | 'pause' | (string & {});
      value: 0 | 1;
      [key: string]: unknown;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/ceph/flags': {
    params: {
      nobackfill?: boolean | 0 | 1 | undefined;
      'nodeep-scrub'?: boolean | 0 | 1 | undefined;
      nodown?: boolean | 0 | 1 | undefined;
      noin?: boolean | 0 | 1 | undefined;
      noout?: boolean | 0 | 1 | undefined;
      norebalance?: boolean | 0 | 1 | undefined;
      norecover?: boolean | 0 | 1 | undefined;
      noscrub?: boolean | 0 | 1 | undefined;
      notieragent?: boolean | 0 | 1 | undefined;
      noup?: boolean | 0 | 1 | undefined;
      pause?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ceph/flags/{flag}': {
    params: {
      flag: 'nobackfill' | 'nodeep-scrub' | 'nodown' | 'noin' | 'noout' | 'norebalance' | 'norecover' | 'noscrub' | 'notieragent' | 'noup' | 'pause';
    };
    returns: 0 | 1;
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/ceph/flags/{flag}': {
    params: {
      flag: 'nobackfill' | 'nodeep-scrub' | 'nodown' | 'noin' | 'noout' | 'norebalance' | 'norecover' | 'noscrub' | 'notieragent' | 'noup' | 'pause';
      value: boolean | 0 | 1;
    };
    returns: null;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /cluster/ceph/metadata': {
    params: {
      /** Default `all`. */
      scope?: 'all' | 'versions' | undefined;
    };
    returns: {
      mds: {
        [id: string]: {
          addr: string;
          ceph_release: string;
          ceph_version: string;
          ceph_version_short: string;
          hostname: string;
          mem_swap_kb: number;
          mem_total_kb: number;
          name: string;
        };
      };
      mgr: {
        [id: string]: {
          addr: string;
          ceph_release: string;
          ceph_version: string;
          ceph_version_short: string;
          hostname: string;
          mem_swap_kb: number;
          mem_total_kb: number;
          name: string;
        };
      };
      mon: {
        [id: string]: {
          addrs: string;
          ceph_release: string;
          ceph_version: string;
          ceph_version_short: string;
          hostname: string;
          mem_swap_kb: number;
          mem_total_kb: number;
          name: string;
        };
      };
      node: {
        [node: string]: {
          buildcommit: string;
          version: {
            parts: unknown[];
            str: string;
          };
        };
      };
      osd: {
        back_addr: string;
        ceph_release: string;
        ceph_version: string;
        ceph_version_short: string;
        front_addr: string;
        hostname: string;
        id: number;
        mem_swap_kb: number;
        mem_total_kb: number;
        osd_data: string;
        osd_objectstore: string;
        device_ids?: string;
        device_paths?: string;
        devices?: string;
      }[];
    };
  };
  /** Since 9.2. Needs Sys.Modify on /. */
  'POST /cluster/ceph/restart-bulk': {
    params: {
      'service-type': 'mon' | 'mgr' | 'mds' | 'osd';
      /** Default `0`. */
      'dry-run'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'only-outdated'?: boolean | 0 | 1 | undefined;
      /** 30 to 1800, default `600`. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /cluster/ceph/status': {
    params: NoParams;
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Only root@pam, with a ticket. */
  'POST /cluster/config': {
    params: {
      clustername: string;
      [key: `link${number}`]: CorosyncLink | Parsed<CorosyncLink> | string | undefined;
      /** At least 1. */
      nodeid?: number | undefined;
      /** Since 9.1. At least 0, default `125`. */
      'token-coefficient'?: number | undefined;
      /** At least 1. */
      votes?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config/apiversion': {
    params: NoParams;
    returns: number;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config/join': {
    params: {
      node?: string | undefined;
    };
    returns: {
      config_digest: string;
      nodelist: {
        name: string;
        pve_addr: string;
        pve_fp: string;
        /** At least 0. */
        quorum_votes: number;
        /** At least 1. */
        nodeid?: number;
        ring0_addr?: string;
        [key: string]: unknown;
      }[];
      preferred_node: string;
      totem: { [key: string]: unknown };
    };
  };
  /** Only root@pam, with a ticket. */
  'POST /cluster/config/join': {
    params: {
      fingerprint: string;
      hostname: string;
      password: string;
      force?: boolean | 0 | 1 | undefined;
      [key: `link${number}`]: CorosyncLink | Parsed<CorosyncLink> | string | undefined;
      /** At least 1. */
      nodeid?: number | undefined;
      /** At least 0. */
      votes?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config/nodes': {
    params: NoParams;
    returns: {
      node: string;
    }[];
  };
  /** Only root@pam, with a ticket. */
  'DELETE /cluster/config/nodes/{node}': {
    params: {
      node: string;
    };
    returns: null;
  };
  /** Only root@pam, with a ticket. */
  'POST /cluster/config/nodes/{node}': {
    params: {
      node: string;
      apiversion?: number | undefined;
      force?: boolean | 0 | 1 | undefined;
      [key: `link${number}`]: CorosyncLink | Parsed<CorosyncLink> | string | undefined;
      new_node_ip?: string | undefined;
      /** At least 1. */
      nodeid?: number | undefined;
      /** At least 0. */
      votes?: number | undefined;
    };
    returns: {
      corosync_authkey: string;
      corosync_conf: string;
      warnings: string[];
    };
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config/qdevice': {
    params: NoParams;
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/config/totem': {
    params: NoParams;
    returns: { [key: string]: unknown };
  };
  /** For any user or token. */
  'GET /cluster/firewall': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/aliases': {
    params: NoParams;
    returns: {
      cidr: string;
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/aliases': {
    params: {
      cidr: string;
      name: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/aliases/{name}': {
    params: {
      name: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/aliases/{name}': {
    params: {
      name: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/firewall/aliases/{name}': {
    params: {
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/firewall/groups': {
    params: NoParams;
    returns: {
      digest: string;
      group: string;
      comment?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/groups': {
    params: {
      group: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/groups/{group}': {
    params: {
      group: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/groups/{group}': {
    params: {
      group: string;
    };
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/groups/{group}': {
    params: {
      group: string;
      action: string;
      /** `forward`: since 8.4. */
      type: 'in' | 'out' | 'group' | 'forward';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/groups/{group}/{pos}': {
    params: {
      group: string;
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/groups/{group}/{pos}': {
    params: {
      group: string;
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/firewall/groups/{group}/{pos}': {
    params: {
      group: string;
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      /** `forward`: since 8.4. */
      type?: 'in' | 'out' | 'group' | 'forward' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/ipset': {
    params: NoParams;
    returns: {
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/ipset': {
    params: {
      name: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/ipset/{name}': {
    params: {
      name: string;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/ipset/{name}': {
    params: {
      name: string;
    };
    returns: {
      cidr: string;
      digest: string;
      comment?: string;
      nomatch?: 0 | 1;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/ipset/{name}': {
    params: {
      name: string;
      cidr: string;
      comment?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/ipset/{name}/{cidr}': {
    params: {
      name: string;
      cidr: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/ipset/{name}/{cidr}': {
    params: {
      name: string;
      cidr: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/firewall/ipset/{name}/{cidr}': {
    params: {
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/firewall/macros': {
    params: NoParams;
    returns: {
      descr: string;
      macro: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/options': {
    params: NoParams;
    returns: {
      /** Seen, but not described. */
      digest?: string;
      /** Default `1`. */
      ebtables?: 0 | 1;
      /** At least 0, default `0`. */
      enable?: number;
      /** Property string of {@link FirewallLogRateLimit}. */
      log_ratelimit?: string;
      /** Since 8.4. */
      policy_forward?: 'ACCEPT' | 'DROP' | (string & {});
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/firewall/options': {
    params: {
      delete?: List | undefined;
      digest?: string | undefined;
      /** Default `1`. */
      ebtables?: boolean | 0 | 1 | undefined;
      /** At least 0, default `0`. */
      enable?: number | undefined;
      log_ratelimit?: FirewallLogRateLimit | Parsed<FirewallLogRateLimit> | string | undefined;
      /** Since 8.4. */
      policy_forward?: 'ACCEPT' | 'DROP' | undefined;
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/refs': {
    params: {
      type?: 'alias' | 'ipset' | undefined;
    };
    returns: {
      name: string;
      ref: string;
      type: 'alias' | 'ipset' | (string & {});
      comment?: string;
      /** Since 8.4. */
      scope?: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/rules': {
    params: NoParams;
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/firewall/rules': {
    params: {
      action: string;
      /** `forward`: since 8.4. */
      type: 'in' | 'out' | 'group' | 'forward';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/firewall/rules/{pos}': {
    params: {
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/firewall/rules/{pos}': {
    params: {
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/firewall/rules/{pos}': {
    params: {
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      /** `forward`: since 8.4. */
      type?: 'in' | 'out' | 'group' | 'forward' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha': {
    params: NoParams;
    returns: {
      id: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/groups': {
    params: NoParams;
    returns: {
      group: string;
    }[];
  };
  /** Needs Sys.Console on /. */
  'POST /cluster/ha/groups': {
    params: {
      group: string;
      nodes: List;
      comment?: string | undefined;
      /** Default `0`. */
      nofailback?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      restricted?: boolean | 0 | 1 | undefined;
      type?: 'group' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Console on /. */
  'DELETE /cluster/ha/groups/{group}': {
    params: {
      group: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/groups/{group}': {
    params: {
      group: string;
    };
    returns: unknown;
  };
  /** Needs Sys.Console on /. */
  'PUT /cluster/ha/groups/{group}': {
    params: {
      group: string;
      comment?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      nodes?: List | undefined;
      /** Default `0`. */
      nofailback?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      restricted?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/resources': {
    params: {
      type?: 'ct' | 'vm' | undefined;
    };
    returns: {
      sid: string;
      /** Seen, but not described. */
      digest?: string;
      /** Seen, but not described. */
      state?: string;
      /** Seen, but not described. */
      type?: string;
    }[];
  };
  /** Needs Sys.Console on /. */
  'POST /cluster/ha/resources': {
    params: {
      sid: string;
      comment?: string | undefined;
      /** Since 9.1. Default `1`. */
      failback?: boolean | 0 | 1 | undefined;
      group?: string | undefined;
      /** At least 0, default `1`. */
      max_relocate?: number | undefined;
      /** At least 0, default `1`. */
      max_restart?: number | undefined;
      /** Default `started`. */
      state?: 'started' | 'stopped' | 'enabled' | 'disabled' | 'ignored' | undefined;
      type?: 'ct' | 'vm' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Console on /. */
  'DELETE /cluster/ha/resources/{sid}': {
    params: {
      sid: string;
      /** Since 9.1. Default `1`. */
      purge?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/resources/{sid}': {
    params: {
      sid: string;
    };
    returns: {
      digest: string;
      sid: string;
      type: string;
      comment?: string;
      /** Since 9.1. Default `1`. */
      failback?: 0 | 1;
      group?: string;
      max_relocate?: number;
      max_restart?: number;
      state?: 'started' | 'stopped' | 'enabled' | 'disabled' | 'ignored' | (string & {});
    };
  };
  /** Needs Sys.Console on /. */
  'PUT /cluster/ha/resources/{sid}': {
    params: {
      sid: string;
      comment?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Since 9.1. Default `1`. */
      failback?: boolean | 0 | 1 | undefined;
      group?: string | undefined;
      /** At least 0, default `1`. */
      max_relocate?: number | undefined;
      /** At least 0, default `1`. */
      max_restart?: number | undefined;
      /** Default `started`. */
      state?: 'started' | 'stopped' | 'enabled' | 'disabled' | 'ignored' | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Console on /. */
  'POST /cluster/ha/resources/{sid}/migrate': {
    params: {
      sid: string;
      node: string;
    };
    returns: {
      'requested-node': string;
      sid: string;
      'blocking-resources'?: {
        cause: 'resource-affinity' | (string & {});
        sid: string;
      }[];
      'comigrated-resources'?: unknown[];
    } | null;
  };
  /** Needs Sys.Console on /. */
  'POST /cluster/ha/resources/{sid}/relocate': {
    params: {
      sid: string;
      node: string;
    };
    returns: {
      'requested-node': string;
      sid: string;
      'blocking-resources'?: {
        cause: 'resource-affinity' | (string & {});
        sid: string;
      }[];
      'comigrated-resources'?: string[];
    } | null;
  };
  /** Since 9.1. Needs Sys.Audit on /. */
  'GET /cluster/ha/rules': {
    params: {
      resource?: string | undefined;
      type?: 'node-affinity' | 'resource-affinity' | undefined;
    };
    returns: {
      rule: string;
    }[];
  };
  /** Since 9.1. Needs Sys.Console on /. */
  'POST /cluster/ha/rules': {
    params: {
      resources: List;
      rule: string;
      type: 'node-affinity' | 'resource-affinity';
      /** Only with `type` `resource-affinity`. */
      affinity?: 'positive' | 'negative' | undefined;
      comment?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** Only with `type` `node-affinity`. */
      nodes?: List | undefined;
      /** Only with `type` `node-affinity`. Default `0`. */
      strict?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs Sys.Console on /. */
  'DELETE /cluster/ha/rules/{rule}': {
    params: {
      rule: string;
    };
    returns: null;
  };
  /** Since 9.1. Needs Sys.Audit on /. */
  'GET /cluster/ha/rules/{rule}': {
    params: {
      rule: string;
    };
    returns: {
      rule: string;
      type: 'node-affinity' | 'resource-affinity' | (string & {});
    };
  };
  /** Since 9.1. Needs Sys.Console on /. */
  'PUT /cluster/ha/rules/{rule}': {
    params: {
      rule: string;
      type: 'node-affinity' | 'resource-affinity';
      /** Only with `type` `resource-affinity`. */
      affinity?: 'positive' | 'negative' | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** Only with `type` `node-affinity`. */
      nodes?: List | undefined;
      resources?: List | undefined;
      /** Only with `type` `node-affinity`. Default `0`. */
      strict?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/ha/status': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 9.1. Needs Sys.Console on /. */
  'POST /cluster/ha/status/arm-ha': {
    params: NoParams;
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/status/current': {
    params: NoParams;
    returns: {
      id: string;
      node: string;
      status: string;
      /** `fencing`: since 9.1. */
      type: 'quorum' | 'master' | 'lrm' | 'service' | 'fencing' | (string & {});
      /** Since 9.1. */
      'armed-state'?: 'armed' | 'standby' | 'disarming' | 'disarmed' | (string & {});
      crm_state?: string;
      /** Since 9.1. Default `1`. */
      failback?: 0 | 1;
      max_relocate?: number;
      max_restart?: number;
      quorate?: 0 | 1;
      request_state?: string;
      /** Since 9.1. */
      resource_mode?: 'freeze' | 'ignore' | (string & {});
      sid?: string;
      state?: string;
      timestamp?: number;
    }[];
  };
  /** Since 9.1. Needs Sys.Console on /. */
  'POST /cluster/ha/status/disarm-ha': {
    params: {
      'resource-mode': 'freeze' | 'ignore';
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/ha/status/manager_status': {
    params: NoParams;
    returns: { [key: string]: unknown };
  };
  /** For any user or token. */
  'GET /cluster/jobs': {
    params: NoParams;
    returns: {
      subdir: string;
    }[];
  };
  /** Since 8.4. Needs Sys.Audit on /. */
  'GET /cluster/jobs/realm-sync': {
    params: NoParams;
    returns: {
      enabled: 0 | 1;
      id: string;
      realm: string;
      schedule: string;
      comment?: string;
      'last-run'?: number;
      'next-run'?: number;
      /** Default `none`. */
      'remove-vanished'?: string;
      scope?: 'users' | 'groups' | 'both' | (string & {});
    }[];
  };
  /** Since 8.4. Needs Sys.Modify on /. */
  'DELETE /cluster/jobs/realm-sync/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Sys.Audit on /. */
  'GET /cluster/jobs/realm-sync/{id}': {
    params: {
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Since 8.4. Needs Realm.AllocateUser on /access/realm/{realm} and User.Modify on /access/groups. */
  'POST /cluster/jobs/realm-sync/{id}': {
    params: {
      id: string;
      schedule: string;
      comment?: string | undefined;
      /** Default `1`. */
      'enable-new'?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      enabled?: boolean | 0 | 1 | undefined;
      realm?: string | undefined;
      /** Default `none`. */
      'remove-vanished'?: string | undefined;
      scope?: 'users' | 'groups' | 'both' | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Realm.AllocateUser on /access/realm/{realm} and User.Modify on /access/groups. */
  'PUT /cluster/jobs/realm-sync/{id}': {
    params: {
      id: string;
      schedule: string;
      comment?: string | undefined;
      delete?: List | undefined;
      /** Default `1`. */
      'enable-new'?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      enabled?: boolean | 0 | 1 | undefined;
      /** Default `none`. */
      'remove-vanished'?: string | undefined;
      scope?: 'users' | 'groups' | 'both' | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/jobs/schedule-analyze': {
    params: {
      schedule: string;
      /** 1 to 100, default `10`. */
      iterations?: number | undefined;
      starttime?: number | undefined;
    };
    returns: {
      timestamp: number;
      utc: string;
    }[];
  };
  /** For any user or token. */
  'GET /cluster/log': {
    params: {
      /** At least 1. */
      max?: number | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/mapping': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/mapping/dir': {
    params: {
      'check-node'?: string | undefined;
    };
    returns: {
      description: string;
      id: string;
      map: string[];
      checks?: {
        message: string;
        severity: 'warning' | 'error' | (string & {});
      }[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/dir. */
  'POST /cluster/mapping/dir': {
    params: {
      id: string;
      map: readonly (DirMapping | Parsed<DirMapping> | string)[];
      description?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/dir. */
  'DELETE /cluster/mapping/dir/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Use on /mapping/dir/{id} or Mapping.Modify on /mapping/dir/{id} or Mapping.Audit on /mapping/dir/{id}. */
  'GET /cluster/mapping/dir/{id}': {
    params: {
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/dir/{id}. */
  'PUT /cluster/mapping/dir/{id}': {
    params: {
      id: string;
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
      map?: readonly (DirMapping | Parsed<DirMapping> | string)[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/mapping/pci': {
    params: {
      'check-node'?: string | undefined;
    };
    returns: {
      description: string;
      id: string;
      map: string[];
      checks?: {
        message: string;
        severity: 'warning' | 'error' | (string & {});
      }[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/pci. */
  'POST /cluster/mapping/pci': {
    params: {
      id: string;
      map: readonly (PciMapping | Parsed<PciMapping> | string)[];
      description?: string | undefined;
      /** Default `0`. */
      'live-migration-capable'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      mdev?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/pci. */
  'DELETE /cluster/mapping/pci/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Use on /mapping/pci/{id} or Mapping.Modify on /mapping/pci/{id} or Mapping.Audit on /mapping/pci/{id}. */
  'GET /cluster/mapping/pci/{id}': {
    params: {
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/pci/{id}. */
  'PUT /cluster/mapping/pci/{id}': {
    params: {
      id: string;
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      'live-migration-capable'?: boolean | 0 | 1 | undefined;
      map?: readonly (PciMapping | Parsed<PciMapping> | string)[] | undefined;
      /** Default `0`. */
      mdev?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/mapping/usb': {
    params: {
      'check-node'?: string | undefined;
    };
    returns: {
      description: string;
      error: {
        message: string;
        severity: string;
      }[];
      id: string;
      map: string[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/usb. */
  'POST /cluster/mapping/usb': {
    params: {
      id: string;
      map: readonly (UsbMapping | Parsed<UsbMapping> | string)[];
      description?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/usb. */
  'DELETE /cluster/mapping/usb/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Audit on /mapping/usb/{id} or Mapping.Use on /mapping/usb/{id} or Mapping.Modify on /mapping/usb/{id}. */
  'GET /cluster/mapping/usb/{id}': {
    params: {
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/usb/{id}. */
  'PUT /cluster/mapping/usb/{id}': {
    params: {
      id: string;
      map: readonly (UsbMapping | Parsed<UsbMapping> | string)[];
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/metrics': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. Needs Sys.Audit on /. */
  'GET /cluster/metrics/export': {
    params: {
      /** Default `0`. */
      history?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'local-only'?: boolean | 0 | 1 | undefined;
      /** Since 9.1. */
      'node-list'?: string | undefined;
      /** Default `0`. */
      'start-time'?: number | undefined;
    };
    returns: {
      data: {
        id: string;
        metric: string;
        timestamp: number;
        type: 'gauge' | 'counter' | 'derive' | (string & {});
        value: number;
      }[];
    };
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/metrics/server': {
    params: NoParams;
    returns: {
      disable: 0 | 1;
      id: string;
      port: number;
      server: string;
      type: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'DELETE /cluster/metrics/server/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/metrics/server/{id}': {
    params: {
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Modify on /. */
  'POST /cluster/metrics/server/{id}': {
    params: {
      id: string;
      /** 1 to 65536. */
      port: number;
      server: string;
      /** `opentelemetry`: since 9.1. */
      type: 'graphite' | 'influxdb' | 'opentelemetry';
      'api-path-prefix'?: string | undefined;
      bucket?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** Default `udp`. */
      influxdbproto?: 'udp' | 'http' | 'https' | undefined;
      /** At least 1, default `25000000`. */
      'max-body-size'?: number | undefined;
      /** 512 to 65536, default `1500`. */
      mtu?: number | undefined;
      organization?: string | undefined;
      /** Since 9.1. Default `gzip`. */
      'otel-compression'?: 'none' | 'gzip' | undefined;
      /** Since 9.1. */
      'otel-headers'?: string | undefined;
      /** Since 9.1. At least 1024, default `10000000`. */
      'otel-max-body-size'?: number | undefined;
      /** Since 9.1. Default `/v1/metrics`. */
      'otel-path'?: string | undefined;
      /** Since 9.1. Default `https`. */
      'otel-protocol'?: 'http' | 'https' | undefined;
      /** Since 9.1. */
      'otel-resource-attributes'?: string | undefined;
      /** Since 9.1. 1 to 10, default `5`. */
      'otel-timeout'?: number | undefined;
      /** Since 9.1. Default `1`. */
      'otel-verify-ssl'?: boolean | 0 | 1 | undefined;
      path?: string | undefined;
      proto?: 'udp' | 'tcp' | undefined;
      /** At least 0, default `1`. */
      timeout?: number | undefined;
      token?: string | undefined;
      /** Default `1`. */
      'verify-certificate'?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/metrics/server/{id}': {
    params: {
      id: string;
      /** 1 to 65536. */
      port: number;
      server: string;
      'api-path-prefix'?: string | undefined;
      bucket?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** Default `udp`. */
      influxdbproto?: 'udp' | 'http' | 'https' | undefined;
      /** At least 1, default `25000000`. */
      'max-body-size'?: number | undefined;
      /** 512 to 65536, default `1500`. */
      mtu?: number | undefined;
      organization?: string | undefined;
      /** Since 9.1. Default `gzip`. */
      'otel-compression'?: 'none' | 'gzip' | undefined;
      /** Since 9.1. */
      'otel-headers'?: string | undefined;
      /** Since 9.1. At least 1024, default `10000000`. */
      'otel-max-body-size'?: number | undefined;
      /** Since 9.1. Default `/v1/metrics`. */
      'otel-path'?: string | undefined;
      /** Since 9.1. Default `https`. */
      'otel-protocol'?: 'http' | 'https' | undefined;
      /** Since 9.1. */
      'otel-resource-attributes'?: string | undefined;
      /** Since 9.1. 1 to 10, default `5`. */
      'otel-timeout'?: number | undefined;
      /** Since 9.1. Default `1`. */
      'otel-verify-ssl'?: boolean | 0 | 1 | undefined;
      path?: string | undefined;
      proto?: 'udp' | 'tcp' | undefined;
      /** At least 0, default `1`. */
      timeout?: number | undefined;
      token?: string | undefined;
      /** Default `1`. */
      'verify-certificate'?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/nextid': {
    params: {
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: string | number;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/notifications': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/notifications/endpoints': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. Needs Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/gotify': {
    params: NoParams;
    returns: {
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      server: string;
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'POST /cluster/notifications/endpoints/gotify': {
    params: {
      name: string;
      server: string;
      token: string;
      comment?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'DELETE /cluster/notifications/endpoints/gotify/{name}': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/gotify/{name}': {
    params: {
      name: string;
    };
    returns: {
      name: string;
      server: string;
      comment?: string;
      digest?: string;
      /** Default `0`. */
      disable?: 0 | 1;
    };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'PUT /cluster/notifications/endpoints/gotify/{name}': {
    params: {
      name: string;
      comment?: string | undefined;
      delete?: readonly string[] | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      server?: string | undefined;
      token?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/sendmail': {
    params: NoParams;
    returns: {
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      author?: string;
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      'from-address'?: string;
      mailto?: string[];
      'mailto-user'?: string[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'POST /cluster/notifications/endpoints/sendmail': {
    params: {
      name: string;
      author?: string | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      'from-address'?: string | undefined;
      mailto?: readonly string[] | undefined;
      'mailto-user'?: readonly string[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'DELETE /cluster/notifications/endpoints/sendmail/{name}': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/sendmail/{name}': {
    params: {
      name: string;
    };
    returns: {
      name: string;
      author?: string;
      comment?: string;
      digest?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      'from-address'?: string;
      mailto?: string[];
      'mailto-user'?: string[];
    };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'PUT /cluster/notifications/endpoints/sendmail/{name}': {
    params: {
      name: string;
      author?: string | undefined;
      comment?: string | undefined;
      delete?: readonly string[] | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      'from-address'?: string | undefined;
      mailto?: readonly string[] | undefined;
      'mailto-user'?: readonly string[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/smtp': {
    params: NoParams;
    returns: {
      'from-address': string;
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      server: string;
      author?: string;
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      mailto?: string[];
      'mailto-user'?: string[];
      /** Default `tls`. */
      mode?: 'insecure' | 'starttls' | 'tls' | (string & {});
      port?: number;
      username?: string;
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'POST /cluster/notifications/endpoints/smtp': {
    params: {
      'from-address': string;
      name: string;
      server: string;
      author?: string | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      mailto?: readonly string[] | undefined;
      'mailto-user'?: readonly string[] | undefined;
      /** Default `tls`. */
      mode?: 'insecure' | 'starttls' | 'tls' | undefined;
      password?: string | undefined;
      port?: number | undefined;
      username?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'DELETE /cluster/notifications/endpoints/smtp/{name}': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/smtp/{name}': {
    params: {
      name: string;
    };
    returns: {
      'from-address': string;
      name: string;
      server: string;
      author?: string;
      comment?: string;
      digest?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      mailto?: string[];
      'mailto-user'?: string[];
      /** Default `tls`. */
      mode?: 'insecure' | 'starttls' | 'tls' | (string & {});
      port?: number;
      username?: string;
    };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'PUT /cluster/notifications/endpoints/smtp/{name}': {
    params: {
      name: string;
      author?: string | undefined;
      comment?: string | undefined;
      delete?: readonly string[] | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      'from-address'?: string | undefined;
      mailto?: readonly string[] | undefined;
      'mailto-user'?: readonly string[] | undefined;
      /** Default `tls`. */
      mode?: 'insecure' | 'starttls' | 'tls' | undefined;
      password?: string | undefined;
      port?: number | undefined;
      server?: string | undefined;
      username?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/webhook': {
    params: NoParams;
    returns: {
      method: 'post' | 'put' | 'get' | (string & {});
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      url: string;
      body?: string;
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      header?: string[];
      secret?: string[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'POST /cluster/notifications/endpoints/webhook': {
    params: {
      method: 'post' | 'put' | 'get';
      name: string;
      url: string;
      body?: string | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      header?: readonly string[] | undefined;
      secret?: readonly string[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'DELETE /cluster/notifications/endpoints/webhook/{name}': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/endpoints/webhook/{name}': {
    params: {
      name: string;
    };
    returns: {
      method: 'post' | 'put' | 'get' | (string & {});
      name: string;
      url: string;
      body?: string;
      comment?: string;
      digest?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      header?: string[];
      secret?: string[];
    };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /). */
  'PUT /cluster/notifications/endpoints/webhook/{name}': {
    params: {
      name: string;
      body?: string | undefined;
      comment?: string | undefined;
      delete?: readonly string[] | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      header?: readonly string[] | undefined;
      method?: 'post' | 'put' | 'get' | undefined;
      secret?: readonly string[] | undefined;
      url?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/matcher-field-values': {
    params: NoParams;
    returns: {
      field: string;
      value: string;
      comment?: string;
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/matcher-fields': {
    params: NoParams;
    returns: {
      name: string;
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications or Mapping.Use on /mapping/notifications. */
  'GET /cluster/notifications/matchers': {
    params: NoParams;
    returns: {
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      'invert-match'?: 0 | 1;
      'match-calendar'?: string[];
      'match-field'?: string[];
      'match-severity'?: string[];
      /** Default `all`. */
      mode?: 'all' | 'any' | (string & {});
      target?: string[];
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'POST /cluster/notifications/matchers': {
    params: {
      name: string;
      comment?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      'invert-match'?: boolean | 0 | 1 | undefined;
      'match-calendar'?: readonly string[] | undefined;
      'match-field'?: readonly string[] | undefined;
      'match-severity'?: readonly string[] | undefined;
      /** Default `all`. */
      mode?: 'all' | 'any' | undefined;
      target?: readonly string[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'DELETE /cluster/notifications/matchers/{name}': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications. */
  'GET /cluster/notifications/matchers/{name}': {
    params: {
      name: string;
    };
    returns: {
      name: string;
      comment?: string;
      digest?: string;
      /** Default `0`. */
      disable?: 0 | 1;
      'invert-match'?: 0 | 1;
      'match-calendar'?: string[];
      'match-field'?: string[];
      'match-severity'?: string[];
      /** Default `all`. */
      mode?: 'all' | 'any' | (string & {});
      target?: string[];
    };
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications. */
  'PUT /cluster/notifications/matchers/{name}': {
    params: {
      name: string;
      comment?: string | undefined;
      delete?: readonly string[] | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      disable?: boolean | 0 | 1 | undefined;
      'invert-match'?: boolean | 0 | 1 | undefined;
      'match-calendar'?: readonly string[] | undefined;
      'match-field'?: readonly string[] | undefined;
      'match-severity'?: readonly string[] | undefined;
      /** Default `all`. */
      mode?: 'all' | 'any' | undefined;
      target?: readonly string[] | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications or Mapping.Use on /mapping/notifications. */
  'GET /cluster/notifications/targets': {
    params: NoParams;
    returns: {
      name: string;
      origin: 'user-created' | 'builtin' | 'modified-builtin' | (string & {});
      type: 'sendmail' | 'gotify' | 'smtp' | 'webhook' | (string & {});
      comment?: string;
      /** Default `0`. */
      disable?: 0 | 1;
    }[];
  };
  /** Since 8.4. Needs Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications or Mapping.Use on /mapping/notifications. */
  'POST /cluster/notifications/targets/{name}/test': {
    params: {
      name: string;
    };
    returns: null;
  };
  /** For any user or token; more with Sys.Audit on /. */
  'GET /cluster/options': {
    params: NoParams;
    returns: {
      'allowed-tags': string[];
      /** Property string of {@link BandwidthLimits}. */
      bwlimit?: string;
      'consent-text'?: string;
      console?: 'applet' | 'vv' | 'html5' | 'xtermjs' | (string & {});
      /** Property string of {@link DatacenterResourceScheduling}. */
      crs?: string;
      description?: string;
      email_from?: string;
      /** Default `watchdog`. */
      fencing?: 'watchdog' | 'hardware' | 'both' | (string & {});
      /** Property string of {@link DatacenterHa}. */
      ha?: string;
      http_proxy?: string;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | (string & {});
      language?: 'ar' | 'ca' | 'da' | 'de' | 'en' | 'es' | 'eu' | 'fa' | 'fr' | 'hr' | 'he' | 'it' | 'ja' | 'ka' | 'kr' | 'nb' | 'nl' | 'nn' | 'pl' | 'pt_BR' | 'ru' | 'sl' | 'sv' | 'tr' | 'ukr' | 'zh_CN' | 'zh_TW' | (string & {});
      location?: string;
      /** Default `BC:24:11`. */
      mac_prefix?: string;
      /** At least 1. */
      max_workers?: number;
      /** Property string of {@link MigrationNetwork}. */
      migration?: string;
      migration_unsecure?: 0 | 1;
      /** Property string of {@link DatacenterNextId}. */
      'next-id'?: string;
      /** Property string of {@link DatacenterNotify}. */
      notify?: string;
      'registered-tags'?: string;
      /** Property string of {@link MigrationNetwork}. */
      replication?: string;
      /** Property string of {@link DatacenterTagStyle}. */
      'tag-style'?: string;
      /** Property string of {@link DatacenterU2f}. */
      u2f?: string;
      /** Property string of {@link DatacenterUserTagAccess}. */
      'user-tag-access'?: string;
      /** Property string of {@link DatacenterWebauthn}. */
      webauthn?: string;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /cluster/options': {
    params: {
      bwlimit?: BandwidthLimits | Parsed<BandwidthLimits> | string | undefined;
      /** Since 8.4. */
      'consent-text'?: string | undefined;
      console?: 'applet' | 'vv' | 'html5' | 'xtermjs' | undefined;
      crs?: DatacenterResourceScheduling | Parsed<DatacenterResourceScheduling> | string | undefined;
      delete?: List | undefined;
      description?: string | undefined;
      email_from?: string | undefined;
      /** Default `watchdog`. */
      fencing?: 'watchdog' | 'hardware' | 'both' | undefined;
      ha?: DatacenterHa | Parsed<DatacenterHa> | string | undefined;
      http_proxy?: string | undefined;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | undefined;
      /** `ar`, `hr`, `ka`, `kr`, `nl`, `ukr`: since 8.4. */
      language?: 'ca' | 'da' | 'de' | 'en' | 'es' | 'eu' | 'fa' | 'fr' | 'he' | 'it' | 'ja' | 'nb' | 'nn' | 'pl' | 'pt_BR' | 'ru' | 'sl' | 'sv' | 'tr' | 'zh_CN' | 'zh_TW' | 'ar' | 'hr' | 'ka' | 'kr' | 'nl' | 'ukr' | undefined;
      /** Since 9.2. */
      location?: string | undefined;
      /** Default `BC:24:11`. */
      mac_prefix?: string | undefined;
      /** At least 1. */
      max_workers?: number | undefined;
      migration?: MigrationNetwork | Parsed<MigrationNetwork> | string | undefined;
      migration_unsecure?: boolean | 0 | 1 | undefined;
      'next-id'?: DatacenterNextId | Parsed<DatacenterNextId> | string | undefined;
      notify?: DatacenterNotify | Parsed<DatacenterNotify> | string | undefined;
      'registered-tags'?: string | undefined;
      /** Since 9.1. */
      replication?: MigrationNetwork | Parsed<MigrationNetwork> | string | undefined;
      'tag-style'?: DatacenterTagStyle | Parsed<DatacenterTagStyle> | string | undefined;
      u2f?: DatacenterU2f | Parsed<DatacenterU2f> | string | undefined;
      'user-tag-access'?: DatacenterUserTagAccess | Parsed<DatacenterUserTagAccess> | string | undefined;
      webauthn?: DatacenterWebauthn | Parsed<DatacenterWebauthn> | string | undefined;
    };
    returns: null;
  };
  /** Since 9.2. For any user or token. */
  'GET /cluster/qemu': {
    params: NoParams;
    returns: { [key: string]: unknown }[];
  };
  /** Since 9.2. Needs Sys.Audit on /nodes or Mapping.Audit|Mapping.Use|Mapping.Modify on /mapping/cpu. */
  'GET /cluster/qemu/cpu-flags': {
    params: {
      /** Default `kvm`. */
      accel?: 'kvm' | 'tcg' | undefined;
      arch?: 'x86_64' | 'aarch64' | undefined;
    };
    returns: {
      name: string;
      description?: string;
      'supported-on'?: string[];
    }[];
  };
  /** Since 9.2. For any user or token. */
  'GET /cluster/qemu/custom-cpu-models': {
    params: NoParams;
    returns: {
      /** Default `kvm64`. */
      cputype?: string;
      digest?: string;
      flags?: string;
      /** 32 to 64. */
      'guest-phys-bits'?: number;
      /** Default `0`. */
      hidden?: 0 | 1;
      'hv-vendor-id'?: string;
      /** 0 to 4294967295. */
      level?: number;
      'phys-bits'?: string;
      /** Default `kvm64`. */
      'reported-model'?: '486' | 'a64fx' | 'athlon' | 'Broadwell' | 'Broadwell-IBRS' | 'Broadwell-noTSX' | 'Broadwell-noTSX-IBRS' | 'Cascadelake-Server' | 'Cascadelake-Server-noTSX' | 'Cascadelake-Server-v2' | 'Cascadelake-Server-v4' | 'Cascadelake-Server-v5' | 'ClearwaterForest' | 'Conroe' | 'Cooperlake' | 'Cooperlake-v2' | 'core2duo' | 'coreduo' | 'cortex-a35' | 'cortex-a53' | 'cortex-a55' | 'cortex-a57' | 'cortex-a710' | 'cortex-a72' | 'cortex-a76' | 'EPYC' | 'EPYC-Genoa' | 'EPYC-Genoa-v2' | 'EPYC-IBPB' | 'EPYC-Milan' | 'EPYC-Milan-v2' | 'EPYC-Milan-v3' | 'EPYC-Rome' | 'EPYC-Rome-v2' | 'EPYC-Rome-v3' | 'EPYC-Rome-v4' | 'EPYC-Rome-v5' | 'EPYC-Turin' | 'EPYC-v3' | 'EPYC-v4' | 'EPYC-v5' | 'GraniteRapids' | 'GraniteRapids-v2' | 'GraniteRapids-v3' | 'Haswell' | 'Haswell-IBRS' | 'Haswell-noTSX' | 'Haswell-noTSX-IBRS' | 'host' | 'Icelake-Client' | 'Icelake-Client-noTSX' | 'Icelake-Server' | 'Icelake-Server-noTSX' | 'Icelake-Server-v3' | 'Icelake-Server-v4' | 'Icelake-Server-v5' | 'Icelake-Server-v6' | 'Icelake-Server-v7' | 'IvyBridge' | 'IvyBridge-IBRS' | 'KnightsMill' | 'kvm32' | 'kvm64' | 'max' | 'Nehalem' | 'Nehalem-IBRS' | 'neoverse-n1' | 'neoverse-n2' | 'neoverse-v1' | 'Opteron_G1' | 'Opteron_G2' | 'Opteron_G3' | 'Opteron_G4' | 'Opteron_G5' | 'Penryn' | 'pentium' | 'pentium2' | 'pentium3' | 'phenom' | 'qemu32' | 'qemu64' | 'SandyBridge' | 'SandyBridge-IBRS' | 'SapphireRapids' | 'SapphireRapids-v2' | 'SapphireRapids-v3' | 'SapphireRapids-v4' | 'SierraForest' | 'SierraForest-v2' | 'SierraForest-v3' | 'Skylake-Client' | 'Skylake-Client-IBRS' | 'Skylake-Client-noTSX-IBRS' | 'Skylake-Client-v4' | 'Skylake-Server' | 'Skylake-Server-IBRS' | 'Skylake-Server-noTSX-IBRS' | 'Skylake-Server-v4' | 'Skylake-Server-v5' | 'Westmere' | 'Westmere-IBRS' | (string & {});
    }[];
  };
  /** Since 9.2. Needs Mapping.Modify on /mapping/cpu. */
  'POST /cluster/qemu/custom-cpu-models': {
    params: {
      cputype: string;
      /** Default `kvm64`. */
      'reported-model': '486' | 'a64fx' | 'athlon' | 'Broadwell' | 'Broadwell-IBRS' | 'Broadwell-noTSX' | 'Broadwell-noTSX-IBRS' | 'Cascadelake-Server' | 'Cascadelake-Server-noTSX' | 'Cascadelake-Server-v2' | 'Cascadelake-Server-v4' | 'Cascadelake-Server-v5' | 'ClearwaterForest' | 'Conroe' | 'Cooperlake' | 'Cooperlake-v2' | 'core2duo' | 'coreduo' | 'cortex-a35' | 'cortex-a53' | 'cortex-a55' | 'cortex-a57' | 'cortex-a710' | 'cortex-a72' | 'cortex-a76' | 'EPYC' | 'EPYC-Genoa' | 'EPYC-Genoa-v2' | 'EPYC-IBPB' | 'EPYC-Milan' | 'EPYC-Milan-v2' | 'EPYC-Milan-v3' | 'EPYC-Rome' | 'EPYC-Rome-v2' | 'EPYC-Rome-v3' | 'EPYC-Rome-v4' | 'EPYC-Rome-v5' | 'EPYC-Turin' | 'EPYC-v3' | 'EPYC-v4' | 'EPYC-v5' | 'GraniteRapids' | 'GraniteRapids-v2' | 'GraniteRapids-v3' | 'Haswell' | 'Haswell-IBRS' | 'Haswell-noTSX' | 'Haswell-noTSX-IBRS' | 'host' | 'Icelake-Client' | 'Icelake-Client-noTSX' | 'Icelake-Server' | 'Icelake-Server-noTSX' | 'Icelake-Server-v3' | 'Icelake-Server-v4' | 'Icelake-Server-v5' | 'Icelake-Server-v6' | 'Icelake-Server-v7' | 'IvyBridge' | 'IvyBridge-IBRS' | 'KnightsMill' | 'kvm32' | 'kvm64' | 'max' | 'Nehalem' | 'Nehalem-IBRS' | 'neoverse-n1' | 'neoverse-n2' | 'neoverse-v1' | 'Opteron_G1' | 'Opteron_G2' | 'Opteron_G3' | 'Opteron_G4' | 'Opteron_G5' | 'Penryn' | 'pentium' | 'pentium2' | 'pentium3' | 'phenom' | 'qemu32' | 'qemu64' | 'SandyBridge' | 'SandyBridge-IBRS' | 'SapphireRapids' | 'SapphireRapids-v2' | 'SapphireRapids-v3' | 'SapphireRapids-v4' | 'SierraForest' | 'SierraForest-v2' | 'SierraForest-v3' | 'Skylake-Client' | 'Skylake-Client-IBRS' | 'Skylake-Client-noTSX-IBRS' | 'Skylake-Client-v4' | 'Skylake-Server' | 'Skylake-Server-IBRS' | 'Skylake-Server-noTSX-IBRS' | 'Skylake-Server-v4' | 'Skylake-Server-v5' | 'Westmere' | 'Westmere-IBRS';
      flags?: string | undefined;
      /** 32 to 64. */
      'guest-phys-bits'?: number | undefined;
      /** Default `0`. */
      hidden?: boolean | 0 | 1 | undefined;
      'hv-vendor-id'?: string | undefined;
      /** 0 to 4294967295. */
      level?: number | undefined;
      'phys-bits'?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.2. Needs Mapping.Modify on /mapping/cpu/{cputype}. */
  'DELETE /cluster/qemu/custom-cpu-models/{cputype}': {
    params: {
      cputype: string;
    };
    returns: null;
  };
  /** Since 9.2. Needs Mapping.Audit on /mapping/cpu/{cputype} or Mapping.Use on /mapping/cpu/{cputype} or Mapping.Modify on /mapping/cpu/{cputype}. */
  'GET /cluster/qemu/custom-cpu-models/{cputype}': {
    params: {
      cputype: string;
    };
    returns: {
      /** Default `kvm64`. */
      cputype?: string;
      digest?: string;
      flags?: string;
      /** 32 to 64. */
      'guest-phys-bits'?: number;
      /** Default `0`. */
      hidden?: 0 | 1;
      'hv-vendor-id'?: string;
      /** 0 to 4294967295. */
      level?: number;
      'phys-bits'?: string;
      /** Default `kvm64`. */
      'reported-model'?: '486' | 'a64fx' | 'athlon' | 'Broadwell' | 'Broadwell-IBRS' | 'Broadwell-noTSX' | 'Broadwell-noTSX-IBRS' | 'Cascadelake-Server' | 'Cascadelake-Server-noTSX' | 'Cascadelake-Server-v2' | 'Cascadelake-Server-v4' | 'Cascadelake-Server-v5' | 'ClearwaterForest' | 'Conroe' | 'Cooperlake' | 'Cooperlake-v2' | 'core2duo' | 'coreduo' | 'cortex-a35' | 'cortex-a53' | 'cortex-a55' | 'cortex-a57' | 'cortex-a710' | 'cortex-a72' | 'cortex-a76' | 'EPYC' | 'EPYC-Genoa' | 'EPYC-Genoa-v2' | 'EPYC-IBPB' | 'EPYC-Milan' | 'EPYC-Milan-v2' | 'EPYC-Milan-v3' | 'EPYC-Rome' | 'EPYC-Rome-v2' | 'EPYC-Rome-v3' | 'EPYC-Rome-v4' | 'EPYC-Rome-v5' | 'EPYC-Turin' | 'EPYC-v3' | 'EPYC-v4' | 'EPYC-v5' | 'GraniteRapids' | 'GraniteRapids-v2' | 'GraniteRapids-v3' | 'Haswell' | 'Haswell-IBRS' | 'Haswell-noTSX' | 'Haswell-noTSX-IBRS' | 'host' | 'Icelake-Client' | 'Icelake-Client-noTSX' | 'Icelake-Server' | 'Icelake-Server-noTSX' | 'Icelake-Server-v3' | 'Icelake-Server-v4' | 'Icelake-Server-v5' | 'Icelake-Server-v6' | 'Icelake-Server-v7' | 'IvyBridge' | 'IvyBridge-IBRS' | 'KnightsMill' | 'kvm32' | 'kvm64' | 'max' | 'Nehalem' | 'Nehalem-IBRS' | 'neoverse-n1' | 'neoverse-n2' | 'neoverse-v1' | 'Opteron_G1' | 'Opteron_G2' | 'Opteron_G3' | 'Opteron_G4' | 'Opteron_G5' | 'Penryn' | 'pentium' | 'pentium2' | 'pentium3' | 'phenom' | 'qemu32' | 'qemu64' | 'SandyBridge' | 'SandyBridge-IBRS' | 'SapphireRapids' | 'SapphireRapids-v2' | 'SapphireRapids-v3' | 'SapphireRapids-v4' | 'SierraForest' | 'SierraForest-v2' | 'SierraForest-v3' | 'Skylake-Client' | 'Skylake-Client-IBRS' | 'Skylake-Client-noTSX-IBRS' | 'Skylake-Client-v4' | 'Skylake-Server' | 'Skylake-Server-IBRS' | 'Skylake-Server-noTSX-IBRS' | 'Skylake-Server-v4' | 'Skylake-Server-v5' | 'Westmere' | 'Westmere-IBRS' | (string & {});
    };
  };
  /** Since 9.2. Needs Mapping.Modify on /mapping/cpu/{cputype}. */
  'PUT /cluster/qemu/custom-cpu-models/{cputype}': {
    params: {
      cputype: string;
      delete?: List | undefined;
      digest?: string | undefined;
      flags?: string | undefined;
      /** 32 to 64. */
      'guest-phys-bits'?: number | undefined;
      /** Default `0`. */
      hidden?: boolean | 0 | 1 | undefined;
      'hv-vendor-id'?: string | undefined;
      /** 0 to 4294967295. */
      level?: number | undefined;
      'phys-bits'?: string | undefined;
      /** Default `kvm64`. */
      'reported-model'?: '486' | 'a64fx' | 'athlon' | 'Broadwell' | 'Broadwell-IBRS' | 'Broadwell-noTSX' | 'Broadwell-noTSX-IBRS' | 'Cascadelake-Server' | 'Cascadelake-Server-noTSX' | 'Cascadelake-Server-v2' | 'Cascadelake-Server-v4' | 'Cascadelake-Server-v5' | 'ClearwaterForest' | 'Conroe' | 'Cooperlake' | 'Cooperlake-v2' | 'core2duo' | 'coreduo' | 'cortex-a35' | 'cortex-a53' | 'cortex-a55' | 'cortex-a57' | 'cortex-a710' | 'cortex-a72' | 'cortex-a76' | 'EPYC' | 'EPYC-Genoa' | 'EPYC-Genoa-v2' | 'EPYC-IBPB' | 'EPYC-Milan' | 'EPYC-Milan-v2' | 'EPYC-Milan-v3' | 'EPYC-Rome' | 'EPYC-Rome-v2' | 'EPYC-Rome-v3' | 'EPYC-Rome-v4' | 'EPYC-Rome-v5' | 'EPYC-Turin' | 'EPYC-v3' | 'EPYC-v4' | 'EPYC-v5' | 'GraniteRapids' | 'GraniteRapids-v2' | 'GraniteRapids-v3' | 'Haswell' | 'Haswell-IBRS' | 'Haswell-noTSX' | 'Haswell-noTSX-IBRS' | 'host' | 'Icelake-Client' | 'Icelake-Client-noTSX' | 'Icelake-Server' | 'Icelake-Server-noTSX' | 'Icelake-Server-v3' | 'Icelake-Server-v4' | 'Icelake-Server-v5' | 'Icelake-Server-v6' | 'Icelake-Server-v7' | 'IvyBridge' | 'IvyBridge-IBRS' | 'KnightsMill' | 'kvm32' | 'kvm64' | 'max' | 'Nehalem' | 'Nehalem-IBRS' | 'neoverse-n1' | 'neoverse-n2' | 'neoverse-v1' | 'Opteron_G1' | 'Opteron_G2' | 'Opteron_G3' | 'Opteron_G4' | 'Opteron_G5' | 'Penryn' | 'pentium' | 'pentium2' | 'pentium3' | 'phenom' | 'qemu32' | 'qemu64' | 'SandyBridge' | 'SandyBridge-IBRS' | 'SapphireRapids' | 'SapphireRapids-v2' | 'SapphireRapids-v3' | 'SapphireRapids-v4' | 'SierraForest' | 'SierraForest-v2' | 'SierraForest-v3' | 'Skylake-Client' | 'Skylake-Client-IBRS' | 'Skylake-Client-noTSX-IBRS' | 'Skylake-Client-v4' | 'Skylake-Server' | 'Skylake-Server-IBRS' | 'Skylake-Server-noTSX-IBRS' | 'Skylake-Server-v4' | 'Skylake-Server-v5' | 'Westmere' | 'Westmere-IBRS' | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/replication': {
    params: NoParams;
    returns: {
      guest: number;
      id: string;
      jobnum: number;
      target: string;
      type: 'local' | (string & {});
      comment?: string;
      disable?: 0 | 1;
      /** At least 1. */
      rate?: number;
      remove_job?: 'local' | 'full' | (string & {});
      schedule?: string;
      source?: string;
    }[];
  };
  /** For any user or token. Until 8.4: needs Datastore.Allocate on /storage. */
  'POST /cluster/replication': {
    params: {
      id: string;
      target: string;
      type: 'local';
      comment?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** At least 1. */
      rate?: number | undefined;
      remove_job?: 'local' | 'full' | undefined;
      schedule?: string | undefined;
      source?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 8.4: needs Datastore.Allocate on /storage. */
  'DELETE /cluster/replication/{id}': {
    params: {
      id: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      keep?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/replication/{id}': {
    params: {
      id: string;
    };
    returns: {
      guest: number;
      id: string;
      jobnum: number;
      target: string;
      type: 'local' | (string & {});
      comment?: string;
      digest?: string;
      disable?: 0 | 1;
      /** At least 1. */
      rate?: number;
      remove_job?: 'local' | 'full' | (string & {});
      schedule?: string;
      source?: string;
    };
  };
  /** For any user or token. Until 8.4: needs Datastore.Allocate on /storage. */
  'PUT /cluster/replication/{id}': {
    params: {
      id: string;
      comment?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      /** At least 1. */
      rate?: number | undefined;
      remove_job?: 'local' | 'full' | undefined;
      schedule?: string | undefined;
      source?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/resources': {
    params: {
      type?: 'vm' | 'storage' | 'node' | 'sdn' | undefined;
    };
    returns: {
      id: string;
      /** `network`: since 9.1. */
      type: 'node' | 'storage' | 'pool' | 'qemu' | 'lxc' | 'openvz' | 'sdn' | 'network' | (string & {});
      'cgroup-mode'?: number;
      content?: string;
      /** At least 0. */
      cpu?: number;
      /** At least 0. */
      disk?: number;
      /** Since 8.4. */
      diskread?: number;
      /** Since 8.4. */
      diskwrite?: number;
      hastate?: string;
      /** Since 9.2. Default `x86_64`. */
      'host-arch'?: 'x86_64' | 'aarch64' | (string & {});
      level?: string;
      /** Since 8.4. */
      lock?: string;
      /** At least 0. */
      maxcpu?: number;
      /** At least 0. */
      maxdisk?: number;
      maxmem?: number;
      /** At least 0. */
      mem?: number;
      /** Since 9.1. At least 0. */
      memhost?: number;
      name?: string;
      /** Since 8.4. */
      netin?: number;
      /** Since 8.4. */
      netout?: number;
      /** Since 9.1. */
      network?: string;
      /** Since 9.1. */
      'network-type'?: 'fabric' | 'zone' | (string & {});
      node?: string;
      plugintype?: string;
      pool?: string;
      /** Since 9.1. */
      protocol?: string;
      /** Since 9.1. */
      sdn?: string;
      /** Since 9.1. */
      shared?: 0 | 1;
      status?: string;
      storage?: string;
      /** Since 8.4. */
      tags?: string;
      /** Since 8.4. Default `0`. */
      template?: 0 | 1;
      uptime?: number;
      /** 100 to 999999999. */
      vmid?: number;
      /** Since 9.1. */
      'zone-type'?: string;
    }[];
  };
  /** Needs SDN.Audit on /sdn. Until 7.4: needs SDN.Audit on /. */
  'GET /cluster/sdn': {
    params: NoParams;
    returns: {
      id: string;
    }[];
  };
  /** Needs SDN.Allocate on /sdn. */
  'PUT /cluster/sdn': {
    params: {
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      /** Since 9.1. Default `1`. */
      'release-lock'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /cluster/sdn/controllers': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
      /** `isis`: since 8.4. */
      type?: 'bgp' | 'evpn' | 'faucet' | 'isis' | undefined;
    };
    returns: {
      controller: string;
      type: 'bgp' | 'evpn' | 'faucet' | 'isis' | (string & {});
      /** Since 9.1. 0 to 4294967295. */
      asn?: number;
      /** Since 9.1. */
      'bgp-multipath-as-relax'?: 0 | 1;
      /** Since 9.1. */
      digest?: string;
      /** Since 9.1. */
      ebgp?: 0 | 1;
      /** Since 9.1. */
      'ebgp-multihop'?: number;
      /** Since 9.1. */
      'isis-domain'?: string;
      /** Since 9.1. */
      'isis-ifaces'?: string;
      /** Since 9.1. */
      'isis-net'?: string;
      /** Since 9.1. */
      loopback?: string;
      /** Since 9.1. */
      node?: string;
      /** Since 9.1. */
      peers?: string;
      pending?: {
        /** 0 to 4294967295. */
        asn?: number;
        'bgp-multipath-as-relax'?: 0 | 1;
        ebgp?: 0 | 1;
        'ebgp-multihop'?: number;
        'isis-domain'?: string;
        'isis-ifaces'?: string;
        'isis-net'?: string;
        loopback?: string;
        node?: string;
        peers?: string;
      } | 0 | 1;
      state?: 'new' | 'changed' | 'deleted' | (string & {});
    }[];
  };
  /** Needs SDN.Allocate on /sdn/controllers. */
  'POST /cluster/sdn/controllers': {
    params: {
      controller: string;
      /** `isis`: since 8.4. */
      type: 'bgp' | 'evpn' | 'faucet' | 'isis';
      /** 0 to 4294967295. */
      asn?: number | undefined;
      'bgp-multipath-as-path-relax'?: boolean | 0 | 1 | undefined;
      ebgp?: boolean | 0 | 1 | undefined;
      'ebgp-multihop'?: number | undefined;
      /** Since 9.1. */
      fabric?: string | undefined;
      /** Since 8.4. */
      'isis-domain'?: string | undefined;
      /** Since 8.4. */
      'isis-ifaces'?: List | undefined;
      /** Since 8.4. */
      'isis-net'?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      loopback?: string | undefined;
      node?: string | undefined;
      peers?: List | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/controllers. */
  'DELETE /cluster/sdn/controllers/{controller}': {
    params: {
      controller: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/controllers/{controller}. */
  'GET /cluster/sdn/controllers/{controller}': {
    params: {
      controller: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      controller: string;
      type: 'bgp' | 'evpn' | 'faucet' | 'isis' | (string & {});
      /** 0 to 4294967295. */
      asn?: number;
      'bgp-multipath-as-relax'?: 0 | 1;
      digest?: string;
      ebgp?: 0 | 1;
      'ebgp-multihop'?: number;
      'isis-domain'?: string;
      'isis-ifaces'?: string;
      'isis-net'?: string;
      loopback?: string;
      node?: string;
      peers?: string;
      pending?: {
        /** 0 to 4294967295. */
        asn?: number;
        'bgp-multipath-as-relax'?: 0 | 1;
        ebgp?: 0 | 1;
        'ebgp-multihop'?: number;
        'isis-domain'?: string;
        'isis-ifaces'?: string;
        'isis-net'?: string;
        loopback?: string;
        node?: string;
        peers?: string;
      };
      state?: 'new' | 'changed' | 'deleted' | (string & {});
    };
  };
  /** Needs SDN.Allocate on /sdn/controllers. */
  'PUT /cluster/sdn/controllers/{controller}': {
    params: {
      controller: string;
      /** 0 to 4294967295. */
      asn?: number | undefined;
      'bgp-multipath-as-path-relax'?: boolean | 0 | 1 | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      ebgp?: boolean | 0 | 1 | undefined;
      'ebgp-multihop'?: number | undefined;
      /** Since 9.1. */
      fabric?: string | undefined;
      /** Since 8.4. */
      'isis-domain'?: string | undefined;
      /** Since 8.4. */
      'isis-ifaces'?: List | undefined;
      /** Since 8.4. */
      'isis-net'?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      loopback?: string | undefined;
      node?: string | undefined;
      peers?: List | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/sdn/dns': {
    params: {
      type?: 'powerdns' | undefined;
    };
    returns: {
      dns: string;
      type: string;
    }[];
  };
  /** Needs SDN.Allocate on /sdn/dns. */
  'POST /cluster/sdn/dns': {
    params: {
      dns: string;
      key: string;
      type: 'powerdns';
      url: string;
      /** Since 8.4. */
      fingerprint?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      reversemaskv6?: number | undefined;
      reversev6mask?: number | undefined;
      ttl?: number | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/dns. */
  'DELETE /cluster/sdn/dns/{dns}': {
    params: {
      dns: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/dns/{dns}. */
  'GET /cluster/sdn/dns/{dns}': {
    params: {
      dns: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs SDN.Allocate on /sdn/dns. */
  'PUT /cluster/sdn/dns/{dns}': {
    params: {
      dns: string;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Since 8.4. */
      fingerprint?: string | undefined;
      key?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      reversemaskv6?: number | undefined;
      ttl?: number | undefined;
      url?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs Sys.Audit on /nodes/{node}. */
  'GET /cluster/sdn/dry-run': {
    params: {
      node: string;
    };
    returns: {
      'frr-diff'?: string;
      'interfaces-diff'?: string;
    };
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics. */
  'GET /cluster/sdn/fabrics': {
    params: NoParams;
    returns: {
      subdir: string;
    }[];
  };
  /** Since 9.1. For any user or token. */
  'GET /cluster/sdn/fabrics/all': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      fabrics: {
        id: string;
        protocol: 'openfabric' | 'ospf' | (string & {});
        /** Only with `protocol` `ospf`. */
        area?: string;
        /** Only with `protocol` `openfabric`. 1 to 600. */
        csnp_interval?: number;
        digest?: string;
        /** Only with `protocol` `openfabric`. 1 to 600. */
        hello_interval?: number;
        ip6_prefix?: string;
        ip_prefix?: string;
        'lock-token'?: string;
      }[];
      nodes: {
        fabric_id: string;
        node_id: string;
        protocol: 'openfabric' | 'ospf' | (string & {});
        digest?: string;
        interfaces?: string[];
        ip?: string;
        ip6?: string;
        'lock-token'?: string;
      }[];
    };
  };
  /** Since 9.1. For any user or token. */
  'GET /cluster/sdn/fabrics/fabric': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      id: string;
      protocol: 'openfabric' | 'ospf' | (string & {});
      /** Only with `protocol` `ospf`. */
      area?: string;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      csnp_interval?: number;
      digest?: string;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      hello_interval?: number;
      ip6_prefix?: string;
      ip_prefix?: string;
      'lock-token'?: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics. */
  'POST /cluster/sdn/fabrics/fabric': {
    params: {
      id: string;
      protocol: 'openfabric' | 'ospf';
      /** Only with `protocol` `ospf`. */
      area?: string | undefined;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      csnp_interval?: number | undefined;
      digest?: string | undefined;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      hello_interval?: number | undefined;
      ip6_prefix?: string | undefined;
      ip_prefix?: string | undefined;
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics/{id}. */
  'DELETE /cluster/sdn/fabrics/fabric/{id}': {
    params: {
      id: string;
    };
    returns: null;
  };
  /** Since 9.1. Needs SDN.Audit|SDN.Allocate on /sdn/fabrics/{id}. */
  'GET /cluster/sdn/fabrics/fabric/{id}': {
    params: {
      id: string;
    };
    returns: {
      id: string;
      protocol: 'openfabric' | 'ospf' | (string & {});
      /** Only with `protocol` `ospf`. */
      area?: string;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      csnp_interval?: number;
      digest?: string;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      hello_interval?: number;
      ip6_prefix?: string;
      ip_prefix?: string;
      'lock-token'?: string;
    };
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics/{id}. */
  'PUT /cluster/sdn/fabrics/fabric/{id}': {
    params: {
      id: string;
      protocol: 'openfabric' | 'ospf';
      /** Only with `protocol` `ospf`. */
      area?: string | undefined;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      csnp_interval?: number | undefined;
      delete?: readonly ('hello_interval' | 'csnp_interval' | 'area')[] | undefined;
      digest?: string | undefined;
      /** Only with `protocol` `openfabric`. 1 to 600. */
      hello_interval?: number | undefined;
      ip6_prefix?: string | undefined;
      ip_prefix?: string | undefined;
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. For any user or token. */
  'GET /cluster/sdn/fabrics/node': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      fabric_id: string;
      node_id: string;
      protocol: 'openfabric' | 'ospf' | (string & {});
      digest?: string;
      interfaces?: string[];
      ip?: string;
      ip6?: string;
      'lock-token'?: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics/{fabric_id}. */
  'GET /cluster/sdn/fabrics/node/{fabric_id}': {
    params: {
      fabric_id: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      fabric_id: string;
      node_id: string;
      protocol: 'openfabric' | 'ospf' | (string & {});
      digest?: string;
      interfaces?: string[];
      ip?: string;
      ip6?: string;
      'lock-token'?: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Modify on /nodes/{node_id}. */
  'POST /cluster/sdn/fabrics/node/{fabric_id}': {
    params: {
      fabric_id: string;
      node_id: string;
      protocol: 'openfabric' | 'ospf';
      digest?: string | undefined;
      interfaces?: readonly (FabricInterface | Parsed<FabricInterface> | string)[] | undefined;
      ip?: string | undefined;
      ip6?: string | undefined;
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Modify on /nodes/{node_id}. */
  'DELETE /cluster/sdn/fabrics/node/{fabric_id}/{node_id}': {
    params: {
      fabric_id: string;
      node_id: string;
    };
    returns: null;
  };
  /** Since 9.1. Needs SDN.Audit|SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Audit|Sys.Modify on /nodes/{node_id}. */
  'GET /cluster/sdn/fabrics/node/{fabric_id}/{node_id}': {
    params: {
      fabric_id: string;
      node_id: string;
    };
    returns: {
      fabric_id: string;
      node_id: string;
      protocol: 'openfabric' | 'ospf' | (string & {});
      digest?: string;
      interfaces?: string[];
      ip?: string;
      ip6?: string;
      'lock-token'?: string;
    };
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Modify on /nodes/{node_id}. */
  'PUT /cluster/sdn/fabrics/node/{fabric_id}/{node_id}': {
    params: {
      fabric_id: string;
      node_id: string;
      protocol: 'openfabric' | 'ospf';
      delete?: readonly ('interfaces' | 'ip' | 'ip6')[] | undefined;
      digest?: string | undefined;
      interfaces?: readonly (FabricInterface | Parsed<FabricInterface> | string)[] | undefined;
      ip?: string | undefined;
      ip6?: string | undefined;
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/sdn/ipams': {
    params: {
      type?: 'netbox' | 'phpipam' | 'pve' | undefined;
    };
    returns: {
      ipam: string;
      type: string;
    }[];
  };
  /** Needs SDN.Allocate on /sdn/ipams. */
  'POST /cluster/sdn/ipams': {
    params: {
      ipam: string;
      type: 'netbox' | 'phpipam' | 'pve';
      /** Since 8.4. */
      fingerprint?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      section?: number | undefined;
      token?: string | undefined;
      url?: string | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/ipams. */
  'DELETE /cluster/sdn/ipams/{ipam}': {
    params: {
      ipam: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/ipams/{ipam}. */
  'GET /cluster/sdn/ipams/{ipam}': {
    params: {
      ipam: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs SDN.Allocate on /sdn/ipams. */
  'PUT /cluster/sdn/ipams/{ipam}': {
    params: {
      ipam: string;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Since 8.4. */
      fingerprint?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      section?: number | undefined;
      token?: string | undefined;
      url?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/sdn/ipams/{ipam}/status': {
    params: {
      ipam: string;
    };
    returns: unknown[];
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn. */
  'DELETE /cluster/sdn/lock': {
    params: {
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn. */
  'POST /cluster/sdn/lock': {
    params: {
      /** Default `0`. */
      'allow-pending'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Since 9.1. Needs SDN.Allocate on /sdn. */
  'POST /cluster/sdn/rollback': {
    params: {
      'lock-token'?: string | undefined;
      /** Default `1`. */
      'release-lock'?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/sdn/vnets': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      type: 'vnet' | (string & {});
      vnet: string;
      alias?: string;
      digest?: string;
      'isolate-ports'?: 0 | 1;
      pending?: {
        alias?: string;
        'isolate-ports'?: 0 | 1;
        /** 1 to 16777215. */
        tag?: number;
        vlanaware?: 0 | 1;
        zone?: string;
      };
      state?: 'new' | 'changed' | 'deleted' | (string & {});
      /** 1 to 16777215. */
      tag?: number;
      vlanaware?: 0 | 1;
      zone?: string;
    }[];
  };
  /** Needs SDN.Allocate on /sdn/zones/{zone}. Until 7.4: needs SDN.Allocate on /sdn/vnets. */
  'POST /cluster/sdn/vnets': {
    params: {
      vnet: string;
      zone: string;
      alias?: string | undefined;
      /** Since 8.4. */
      'isolate-ports'?: boolean | 0 | 1 | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      /** 1 to 16777215. */
      tag?: number | undefined;
      type?: 'vnet' | undefined;
      vlanaware?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets. */
  'DELETE /cluster/sdn/vnets/{vnet}': {
    params: {
      vnet: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets/{vnet}. */
  'GET /cluster/sdn/vnets/{vnet}': {
    params: {
      vnet: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      type: 'vnet' | (string & {});
      vnet: string;
      alias?: string;
      digest?: string;
      'isolate-ports'?: 0 | 1;
      pending?: {
        alias?: string;
        'isolate-ports'?: 0 | 1;
        /** 1 to 16777215. */
        tag?: number;
        vlanaware?: 0 | 1;
        zone?: string;
      };
      state?: 'new' | 'changed' | 'deleted' | (string & {});
      /** 1 to 16777215. */
      tag?: number;
      vlanaware?: 0 | 1;
      zone?: string;
    };
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets. */
  'PUT /cluster/sdn/vnets/{vnet}': {
    params: {
      vnet: string;
      alias?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Since 8.4. */
      'isolate-ports'?: boolean | 0 | 1 | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      /** 1 to 16777215. */
      tag?: number | undefined;
      vlanaware?: boolean | 0 | 1 | undefined;
      zone?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Only root@pam, with a ticket. */
  'GET /cluster/sdn/vnets/{vnet}/firewall': {
    params: {
      vnet: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/sdn/vnets/{vnet}/firewall/options': {
    params: {
      vnet: string;
    };
    returns: {
      /** Default `0`. */
      enable?: 0 | 1;
      log_level_forward?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      policy_forward?: 'ACCEPT' | 'DROP' | (string & {});
    };
  };
  /** Since 8.4. For any user or token. */
  'PUT /cluster/sdn/vnets/{vnet}/firewall/options': {
    params: {
      vnet: string;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      enable?: boolean | 0 | 1 | undefined;
      log_level_forward?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      policy_forward?: 'ACCEPT' | 'DROP' | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/sdn/vnets/{vnet}/firewall/rules': {
    params: {
      vnet: string;
    };
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Since 8.4. For any user or token. */
  'POST /cluster/sdn/vnets/{vnet}/firewall/rules': {
    params: {
      vnet: string;
      action: string;
      type: 'in' | 'out' | 'forward' | 'group';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'DELETE /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}': {
    params: {
      vnet: string;
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'GET /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}': {
    params: {
      vnet: string;
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Since 8.4. For any user or token. */
  'PUT /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}': {
    params: {
      vnet: string;
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      type?: 'in' | 'out' | 'forward' | 'group' | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs SDN.Allocate on /sdn/zones/{zone}/{vnet}. */
  'DELETE /cluster/sdn/vnets/{vnet}/ips': {
    params: {
      vnet: string;
      ip: string;
      zone: string;
      mac?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs SDN.Allocate on /sdn/zones/{zone}/{vnet}. */
  'POST /cluster/sdn/vnets/{vnet}/ips': {
    params: {
      vnet: string;
      ip: string;
      zone: string;
      mac?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs SDN.Allocate on /sdn/zones/{zone}/{vnet}. */
  'PUT /cluster/sdn/vnets/{vnet}/ips': {
    params: {
      vnet: string;
      ip: string;
      zone: string;
      mac?: string | undefined;
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/sdn/vnets/{vnet}/subnets': {
    params: {
      vnet: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets/{vnet}/subnets. */
  'POST /cluster/sdn/vnets/{vnet}/subnets': {
    params: {
      vnet: string;
      subnet: string;
      type: 'subnet';
      /** Since 8.4. */
      'dhcp-dns-server'?: string | undefined;
      /** Since 8.4. */
      'dhcp-range'?: readonly string[] | undefined;
      dnszoneprefix?: string | undefined;
      gateway?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      snat?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets/{vnet}/subnets. */
  'DELETE /cluster/sdn/vnets/{vnet}/subnets/{subnet}': {
    params: {
      vnet: string;
      subnet: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets/{vnet}/subnets/{subnet}. */
  'GET /cluster/sdn/vnets/{vnet}/subnets/{subnet}': {
    params: {
      vnet: string;
      subnet: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: { [key: string]: unknown };
  };
  /** For any user or token. Until 7.4: needs SDN.Allocate on /sdn/vnets/{vnet}/subnets. */
  'PUT /cluster/sdn/vnets/{vnet}/subnets/{subnet}': {
    params: {
      vnet: string;
      subnet: string;
      delete?: List | undefined;
      /** Since 8.4. */
      'dhcp-dns-server'?: string | undefined;
      /** Since 8.4. */
      'dhcp-range'?: readonly string[] | undefined;
      digest?: string | undefined;
      dnszoneprefix?: string | undefined;
      gateway?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      snat?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /cluster/sdn/zones': {
    params: {
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
      type?: 'evpn' | 'faucet' | 'qinq' | 'simple' | 'vlan' | 'vxlan' | undefined;
    };
    returns: {
      type: 'evpn' | 'faucet' | 'qinq' | 'simple' | 'vlan' | 'vxlan' | (string & {});
      zone: string;
      /** Since 9.1. */
      'advertise-subnets'?: 0 | 1;
      /** Since 9.1. */
      bridge?: string;
      /** Since 9.1. */
      'bridge-disable-mac-learning'?: 0 | 1;
      /** Since 9.1. */
      controller?: string;
      /** Since 8.4. */
      dhcp?: 'dnsmasq' | (string & {});
      /** Since 9.1. */
      digest?: string;
      /** Since 9.1. */
      'disable-arp-nd-suppression'?: 0 | 1;
      dns?: string;
      dnszone?: string;
      /** Since 9.1. */
      exitnodes?: string;
      /** Since 9.1. */
      'exitnodes-local-routing'?: 0 | 1;
      /** Since 9.1. */
      'exitnodes-primary'?: string;
      ipam?: string;
      /** Since 9.1. */
      mac?: string;
      mtu?: number;
      nodes?: string;
      /** Since 9.1. */
      peers?: string;
      pending?: {
        'advertise-subnets'?: 0 | 1;
        bridge?: string;
        'bridge-disable-mac-learning'?: 0 | 1;
        controller?: string;
        dhcp?: 'dnsmasq' | (string & {});
        'disable-arp-nd-suppression'?: 0 | 1;
        dns?: string;
        dnszone?: string;
        exitnodes?: string;
        'exitnodes-local-routing'?: 0 | 1;
        'exitnodes-primary'?: string;
        ipam?: string;
        mac?: string;
        mtu?: number;
        nodes?: string;
        peers?: string;
        reversedns?: string;
        'rt-import'?: string;
        /** At least 0. */
        tag?: number;
        /** Default `802.1q`. */
        'vlan-protocol'?: '802.1q' | '802.1ad' | (string & {});
        /** 1 to 16777215. */
        'vrf-vxlan'?: number;
        /** 1 to 65536, default `4789`. */
        'vxlan-port'?: number;
      } | 0 | 1;
      reversedns?: string;
      /** Since 9.1. */
      'rt-import'?: string;
      state?: 'new' | 'changed' | 'deleted' | (string & {});
      /** Since 9.1. At least 0. */
      tag?: number;
      /** Since 9.1. Default `802.1q`. */
      'vlan-protocol'?: '802.1q' | '802.1ad' | (string & {});
      /** Since 9.1. 1 to 16777215. */
      'vrf-vxlan'?: number;
      /** Since 9.1. 1 to 65536, default `4789`. */
      'vxlan-port'?: number;
    }[];
  };
  /** Needs SDN.Allocate on /sdn/zones. */
  'POST /cluster/sdn/zones': {
    params: {
      type: 'evpn' | 'faucet' | 'qinq' | 'simple' | 'vlan' | 'vxlan';
      zone: string;
      'advertise-subnets'?: boolean | 0 | 1 | undefined;
      bridge?: string | undefined;
      'bridge-disable-mac-learning'?: boolean | 0 | 1 | undefined;
      controller?: string | undefined;
      /** Since 8.4. */
      dhcp?: 'dnsmasq' | undefined;
      'disable-arp-nd-suppression'?: boolean | 0 | 1 | undefined;
      dns?: string | undefined;
      dnszone?: string | undefined;
      'dp-id'?: number | undefined;
      exitnodes?: List | undefined;
      'exitnodes-local-routing'?: boolean | 0 | 1 | undefined;
      'exitnodes-primary'?: string | undefined;
      /** Since 9.1. */
      fabric?: string | undefined;
      ipam?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      mac?: string | undefined;
      mtu?: number | undefined;
      nodes?: List | undefined;
      peers?: List | undefined;
      reversedns?: string | undefined;
      'rt-import'?: List | undefined;
      /** At least 0. */
      tag?: number | undefined;
      /** Default `802.1q`. */
      'vlan-protocol'?: '802.1q' | '802.1ad' | undefined;
      /** 1 to 16777215. */
      'vrf-vxlan'?: number | undefined;
      /** Since 8.4. 1 to 65536, default `4789`. */
      'vxlan-port'?: number | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/zones/{zone}. Until 7.4: needs SDN.Allocate on /sdn/zones. */
  'DELETE /cluster/sdn/zones/{zone}': {
    params: {
      zone: string;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
    };
    returns: null;
  };
  /** Needs SDN.Allocate on /sdn/zones/{zone}. */
  'GET /cluster/sdn/zones/{zone}': {
    params: {
      zone: string;
      pending?: boolean | 0 | 1 | undefined;
      running?: boolean | 0 | 1 | undefined;
    };
    returns: {
      type: 'evpn' | 'faucet' | 'qinq' | 'simple' | 'vlan' | 'vxlan' | (string & {});
      zone: string;
      'advertise-subnets'?: 0 | 1;
      bridge?: string;
      'bridge-disable-mac-learning'?: 0 | 1;
      controller?: string;
      dhcp?: 'dnsmasq' | (string & {});
      digest?: string;
      'disable-arp-nd-suppression'?: 0 | 1;
      dns?: string;
      dnszone?: string;
      exitnodes?: string;
      'exitnodes-local-routing'?: 0 | 1;
      'exitnodes-primary'?: string;
      ipam?: string;
      mac?: string;
      mtu?: number;
      nodes?: string;
      peers?: string;
      pending?: {
        'advertise-subnets'?: 0 | 1;
        bridge?: string;
        'bridge-disable-mac-learning'?: 0 | 1;
        controller?: string;
        dhcp?: 'dnsmasq' | (string & {});
        'disable-arp-nd-suppression'?: 0 | 1;
        dns?: string;
        dnszone?: string;
        exitnodes?: string;
        'exitnodes-local-routing'?: 0 | 1;
        'exitnodes-primary'?: string;
        ipam?: string;
        mac?: string;
        mtu?: number;
        nodes?: string;
        peers?: string;
        reversedns?: string;
        'rt-import'?: string;
        /** At least 0. */
        tag?: number;
        /** Default `802.1q`. */
        'vlan-protocol'?: '802.1q' | '802.1ad' | (string & {});
        /** 1 to 16777215. */
        'vrf-vxlan'?: number;
        /** 1 to 65536, default `4789`. */
        'vxlan-port'?: number;
      };
      reversedns?: string;
      'rt-import'?: string;
      state?: 'new' | 'changed' | 'deleted' | (string & {});
      /** At least 0. */
      tag?: number;
      /** Default `802.1q`. */
      'vlan-protocol'?: '802.1q' | '802.1ad' | (string & {});
      /** 1 to 16777215. */
      'vrf-vxlan'?: number;
      /** 1 to 65536, default `4789`. */
      'vxlan-port'?: number;
    };
  };
  /** Needs SDN.Allocate on /sdn/zones/{zone}. Until 7.4: needs SDN.Allocate on /sdn/zones. */
  'PUT /cluster/sdn/zones/{zone}': {
    params: {
      zone: string;
      'advertise-subnets'?: boolean | 0 | 1 | undefined;
      bridge?: string | undefined;
      'bridge-disable-mac-learning'?: boolean | 0 | 1 | undefined;
      controller?: string | undefined;
      delete?: List | undefined;
      /** Since 8.4. */
      dhcp?: 'dnsmasq' | undefined;
      digest?: string | undefined;
      'disable-arp-nd-suppression'?: boolean | 0 | 1 | undefined;
      dns?: string | undefined;
      dnszone?: string | undefined;
      'dp-id'?: number | undefined;
      exitnodes?: List | undefined;
      'exitnodes-local-routing'?: boolean | 0 | 1 | undefined;
      'exitnodes-primary'?: string | undefined;
      /** Since 9.1. */
      fabric?: string | undefined;
      ipam?: string | undefined;
      /** Since 9.1. */
      'lock-token'?: string | undefined;
      mac?: string | undefined;
      mtu?: number | undefined;
      nodes?: List | undefined;
      peers?: List | undefined;
      reversedns?: string | undefined;
      'rt-import'?: List | undefined;
      /** At least 0. */
      tag?: number | undefined;
      /** Default `802.1q`. */
      'vlan-protocol'?: '802.1q' | '802.1ad' | undefined;
      /** 1 to 16777215. */
      'vrf-vxlan'?: number | undefined;
      /** Since 8.4. 1 to 65536, default `4789`. */
      'vxlan-port'?: number | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /cluster/status': {
    params: NoParams;
    returns: {
      id: string;
      name: string;
      type: 'cluster' | 'node' | (string & {});
      ip?: string;
      level?: string;
      local?: 0 | 1;
      nodeid?: number;
      nodes?: number;
      online?: 0 | 1;
      quorate?: 0 | 1;
      version?: number;
    }[];
  };
  /** For any user or token. */
  'GET /cluster/tasks': {
    params: NoParams;
    returns: {
      upid: string;
      /** Seen, but not described. */
      endtime?: number;
      /** Seen, but not described. */
      id?: string;
      /** Seen, but not described. */
      node?: string;
      /** Seen, but not described. */
      saved?: string | number;
      /** Seen, but not described. */
      starttime?: number;
      /** Seen, but not described. */
      status?: string;
      /** Seen, but not described. */
      tokenid?: string;
      /** Seen, but not described. */
      type?: string;
      /** Seen, but not described. */
      user?: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes': {
    params: NoParams;
    returns: {
      node: string;
      status: 'unknown' | 'online' | 'offline' | (string & {});
      cpu?: number;
      /** Seen, but not described. */
      disk?: number;
      /** Seen, but not described. */
      id?: string;
      level?: string;
      maxcpu?: number;
      /** Seen, but not described. */
      maxdisk?: number;
      maxmem?: number;
      mem?: number;
      ssl_fingerprint?: string;
      /** Seen, but not described. */
      type?: string;
      uptime?: number;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/aplinfo': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Datastore.AllocateTemplate on /storage/{storage}. */
  'POST /nodes/{node}/aplinfo': {
    params: {
      node: string;
      storage: string;
      template: string;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/apt': {
    params: {
      node: string;
    };
    returns: {
      id: string;
    }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'GET /nodes/{node}/apt/changelog': {
    params: {
      node: string;
      name: string;
      version?: string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/apt/repositories': {
    params: {
      node: string;
    };
    returns: {
      digest: string;
      errors: {
        error: string;
        path: string;
      }[];
      files: {
        digest: number[];
        'file-type': 'list' | 'sources' | (string & {});
        path: string;
        repositories: {
          Enabled: 0 | 1;
          FileType: 'list' | 'sources' | (string & {});
          Suites: string[];
          Types: ('deb' | 'deb-src' | (string & {}))[];
          URIs: string[];
          Comment?: string;
          Components?: string[];
          Options?: {
            Key: string;
            Values: string[];
          }[];
        }[];
      }[];
      infos: {
        index: string;
        kind: string;
        message: string;
        path: string;
        property?: string;
      }[];
      'standard-repos': {
        handle: string;
        name: string;
        status?: 0 | 1;
      }[];
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/apt/repositories': {
    params: {
      node: string;
      index: number;
      path: string;
      digest?: string | undefined;
      enabled?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/apt/repositories': {
    params: {
      node: string;
      handle: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'GET /nodes/{node}/apt/update': {
    params: {
      node: string;
    };
    returns: {
      Arch: 'armhf' | 'arm64' | 'amd64' | 'ppc64el' | 'risc64' | 's390x' | 'all' | (string & {});
      Description: string;
      Origin: string;
      Package: string;
      Priority: string;
      Section: string;
      Title: string;
      Version: string;
      NotifyStatus?: string;
      OldVersion?: string;
    }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/apt/update': {
    params: {
      node: string;
      /** Default `0`. */
      notify?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      quiet?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/apt/versions': {
    params: {
      node: string;
    };
    returns: {
      Arch: 'armhf' | 'arm64' | 'amd64' | 'ppc64el' | 'risc64' | 's390x' | 'all' | (string & {});
      CurrentState: 'Installed' | 'NotInstalled' | 'UnPacked' | 'HalfConfigured' | 'HalfInstalled' | 'ConfigFiles' | (string & {});
      Description: string;
      Origin: string;
      Package: string;
      Priority: string;
      Section: string;
      Title: string;
      Version: string;
      ManagerVersion?: string;
      NotifyStatus?: string;
      OldVersion?: string;
      RunningKernel?: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/capabilities': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/capabilities/qemu': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/capabilities/qemu/cpu': {
    params: {
      node: string;
      /** Since 9.1. */
      arch?: 'x86_64' | 'aarch64' | undefined;
    };
    returns: {
      custom: 0 | 1;
      name: string;
      vendor: string;
      /** Since 9.2. */
      abstract?: 0 | 1;
    }[];
  };
  /** Since 9.1. For any user or token. */
  'GET /nodes/{node}/capabilities/qemu/cpu-flags': {
    params: {
      node: string;
      /** Since 9.2. Default `kvm`. */
      accel?: 'kvm' | 'tcg' | undefined;
      arch?: 'x86_64' | 'aarch64' | undefined;
    };
    returns: {
      name: string;
      /** Required until 9.1. */
      description?: string;
      /** Since 9.2. */
      'supported-on'?: string[];
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/capabilities/qemu/machines': {
    params: {
      node: string;
      /** Since 9.1. */
      arch?: 'x86_64' | 'aarch64' | undefined;
    };
    returns: {
      id: string;
      type: 'q35' | 'i440fx' | (string & {});
      version: string;
      /** Since 8.4. */
      changes?: string;
      [key: string]: unknown;
    }[];
  };
  /** Since 9.1. Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/capabilities/qemu/migration': {
    params: {
      node: string;
    };
    returns: {
      'has-dbus-vmstate': 0 | 1;
    };
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/ceph/cfg': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/cfg/db': {
    params: {
      node: string;
    };
    returns: {
      can_update_at_runtime: 0 | 1;
      level: 'basic' | 'advanced' | 'dev' | (string & {});
      mask: string;
      name: string;
      section: string;
      value: string;
      [key: string]: unknown;
    }[];
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/cfg/raw': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Since 8.4. Needs Sys.Audit on /. */
  'GET /nodes/{node}/ceph/cfg/value': {
    params: {
      node: string;
      'config-keys': string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Audit on /. */
  'GET /nodes/{node}/ceph/cmd-safety': {
    params: {
      node: string;
      action: 'stop' | 'destroy';
      id: string;
      service: 'osd' | 'mon' | 'mds';
    };
    returns: {
      safe: 0 | 1;
      status?: string;
    };
  };
  /** Until 7.4. Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/config': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Until 7.4. Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/configdb': {
    params: {
      node: string;
    };
    returns: {
      can_update_at_runtime: 0 | 1;
      level: string;
      mask: string;
      name: string;
      section: string;
      value: string;
    }[];
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/crush': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/fs': {
    params: {
      node: string;
    };
    returns: {
      data_pool: string;
      metadata_pool: string;
      name: string;
      /** Since 9.2. */
      data_pool_ids?: number[];
      /** Since 9.2. */
      data_pools?: string[];
      /** Since 9.2. */
      metadata_pool_id?: number;
      [key: string]: unknown;
    }[];
  };
  /** Since 9.2. Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/fs/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      'remove-pools'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'remove-storages'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/fs/{name}': {
    params: {
      node: string;
      /** Default `cephfs`. */
      name: string;
      /** Default `0`. */
      'add-storage'?: boolean | 0 | 1 | undefined;
      /** 8 to 32768, default `128`. */
      pg_num?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/init': {
    params: {
      node: string;
      /** Only together with `network`. */
      'cluster-network'?: string | undefined;
      /** Default `0`. */
      disable_cephx?: boolean | 0 | 1 | undefined;
      /** 1 to 7, default `2`. */
      min_size?: number | undefined;
      network?: string | undefined;
      /** 6 to 14, default `6`. */
      pg_bits?: number | undefined;
      /** 1 to 7, default `3`. */
      size?: number | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Syslog on /nodes/{node}. */
  'GET /nodes/{node}/ceph/log': {
    params: {
      node: string;
      /** At least 0. */
      limit?: number | undefined;
      /** At least 0. */
      start?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/mds': {
    params: {
      node: string;
    };
    returns: {
      name: string;
      state: string;
      addr?: string;
      /** Since 9.2. */
      ceph_version?: string;
      /** Since 9.2. */
      ceph_version_short?: string;
      /** Since 9.2. */
      direxists?: 0 | 1;
      /** Since 9.2. */
      fs_name?: string;
      host?: string;
      rank?: number;
      /** Since 9.2. */
      service?: 0 | 1;
      standby_replay?: 0 | 1;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/mds/{name}': {
    params: {
      node: string;
      name: string;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/mds/{name}': {
    params: {
      node: string;
      /** Default `nodename`. */
      name: string;
      /** Default `0`. */
      hotstandby?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/mgr': {
    params: {
      node: string;
    };
    returns: {
      name: string;
      state: string;
      addr?: string;
      /** Since 9.2. */
      ceph_version?: string;
      /** Since 9.2. */
      ceph_version_short?: string;
      /** Since 9.2. */
      direxists?: 0 | 1;
      host?: string;
      /** Since 9.2. */
      service?: 0 | 1;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/mgr/{id}': {
    params: {
      node: string;
      id: string;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/mgr/{id}': {
    params: {
      node: string;
      /** Default `nodename`. */
      id: string;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/mon': {
    params: {
      node: string;
    };
    returns: {
      name: string;
      addr?: string;
      ceph_version?: string;
      ceph_version_short?: string;
      direxists?: string | 0 | 1;
      host?: string | 0 | 1;
      quorum?: 0 | 1;
      rank?: number;
      service?: number | 0 | 1;
      state?: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/mon/{monid}': {
    params: {
      node: string;
      monid: string;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/mon/{monid}': {
    params: {
      node: string;
      /** Default `nodename`. */
      monid: string;
      'mon-address'?: List | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/osd': {
    params: {
      node: string;
    };
    returns: {
      root: { [key: string]: unknown };
      flags?: string;
      [key: string]: unknown;
    };
  };
  /** Only root@pam, with a ticket. */
  'POST /nodes/{node}/ceph/osd': {
    params: {
      node: string;
      dev: string;
      'crush-device-class'?: string | undefined;
      db_dev?: string | undefined;
      /** Only together with `db_dev`. At least 1. */
      db_dev_size?: number | undefined;
      /** Default `0`. */
      encrypted?: boolean | 0 | 1 | undefined;
      /** Since 8.4. At least 1. */
      'osds-per-device'?: number | undefined;
      wal_dev?: string | undefined;
      /** Only together with `wal_dev`. At least 0.5. */
      wal_dev_size?: number | undefined;
    };
    returns: string;
  };
  /** Only root@pam, with a ticket. */
  'DELETE /nodes/{node}/ceph/osd/{osdid}': {
    params: {
      node: string;
      osdid: number;
      /** Default `0`. */
      cleanup?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/ceph/osd/{osdid}': {
    params: {
      node: string;
      osdid: number;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/osd/{osdid}/in': {
    params: {
      node: string;
      osdid: number;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /. */
  'GET /nodes/{node}/ceph/osd/{osdid}/lv-info': {
    params: {
      node: string;
      osdid: number;
      /** Default `block`. */
      type?: 'block' | 'db' | 'wal' | undefined;
    };
    returns: {
      creation_time: string;
      lv_name: string;
      lv_path: string;
      lv_size: number;
      lv_uuid: string;
      vg_name: string;
    };
  };
  /** Needs Sys.Audit on /. */
  'GET /nodes/{node}/ceph/osd/{osdid}/metadata': {
    params: {
      node: string;
      osdid: number;
    };
    returns: {
      devices: {
        dev_node: string;
        device: 'block' | 'db' | 'wal' | (string & {});
        size: number;
        support_discard: 0 | 1;
        type: string;
        /** Until 9.1. */
        devices?: string;
        /** Since 9.2. */
        physical_device?: string;
      }[];
      osd: {
        back_addr: string;
        front_addr: string;
        hb_back_addr: string;
        hb_front_addr: string;
        hostname: string;
        id: number;
        mem_usage: number;
        osd_data: string;
        osd_objectstore: string;
        version: string;
        /** Since 9.2. */
        encrypted?: 0 | 1;
        /** Required until 9.1. */
        pid?: number;
      };
    };
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/osd/{osdid}/out': {
    params: {
      node: string;
      osdid: number;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/osd/{osdid}/scrub': {
    params: {
      node: string;
      osdid: number;
      /** Default `0`. */
      deep?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/pool': {
    params: {
      node: string;
    };
    returns: {
      crush_rule: number;
      min_size: number;
      pg_num: number;
      pool: number;
      pool_name: string;
      size: number;
      type: 'replicated' | 'erasure' | 'unknown' | (string & {});
      application_metadata?: { [key: string]: unknown };
      autoscale_status?: { [key: string]: unknown };
      /** Required until 9.1. */
      bytes_used?: number;
      /** Required until 9.1. */
      crush_rule_name?: string;
      /** Required until 9.1. */
      percent_used?: number;
      pg_autoscale_mode?: string;
      pg_num_final?: number;
      pg_num_min?: number;
      target_size?: number;
      target_size_ratio?: number;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/pool': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      add_storages?: boolean | 0 | 1 | undefined;
      /** Default `rbd`. */
      application?: 'rbd' | 'cephfs' | 'rgw' | undefined;
      crush_rule?: string | undefined;
      'erasure-coding'?: CephPoolErasureCoding | Parsed<CephPoolErasureCoding> | string | undefined;
      /** 1 to 7, default `2`. */
      min_size?: number | undefined;
      /** Default `warn`. */
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | undefined;
      /** 1 to 32768, default `128`. */
      pg_num?: number | undefined;
      /** At most 32768. */
      pg_num_min?: number | undefined;
      /** 1 to 7, default `3`. */
      size?: number | undefined;
      target_size?: string | undefined;
      target_size_ratio?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/pool/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      remove_ecprofile?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      remove_storages?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/pool/{name}': {
    params: {
      node: string;
      name: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Modify on /. */
  'PUT /nodes/{node}/ceph/pool/{name}': {
    params: {
      node: string;
      name: string;
      application?: 'rbd' | 'cephfs' | 'rgw' | undefined;
      crush_rule?: string | undefined;
      /** 1 to 7. */
      min_size?: number | undefined;
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | undefined;
      /** 1 to 32768. */
      pg_num?: number | undefined;
      /** At most 32768. */
      pg_num_min?: number | undefined;
      /** 1 to 7. */
      size?: number | undefined;
      target_size?: string | undefined;
      target_size_ratio?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/pool/{name}/status': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      verbose?: boolean | 0 | 1 | undefined;
    };
    returns: {
      fast_read: 0 | 1;
      hashpspool: 0 | 1;
      id: number;
      name: string;
      'nodeep-scrub': 0 | 1;
      nodelete: 0 | 1;
      nopgchange: 0 | 1;
      noscrub: 0 | 1;
      nosizechange: 0 | 1;
      pgp_num: number;
      use_gmt_hitset: 0 | 1;
      write_fadvise_dontneed: 0 | 1;
      /** Default `rbd`. */
      application?: 'rbd' | 'cephfs' | 'rgw' | (string & {});
      application_list?: string[];
      autoscale_status?: { [key: string]: unknown };
      crush_rule?: string;
      /** 1 to 7, default `2`. */
      min_size?: number;
      /** Default `warn`. */
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | (string & {});
      /** 1 to 32768, default `128`. */
      pg_num?: number;
      /** At most 32768. */
      pg_num_min?: number;
      /** 1 to 7, default `3`. */
      size?: number;
      statistics?: { [key: string]: unknown };
      target_size?: string;
      target_size_ratio?: number;
    };
  };
  /** Until 7.4. Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/pools': {
    params: {
      node: string;
    };
    returns: {
      bytes_used: number;
      crush_rule: number;
      crush_rule_name: string;
      min_size: number;
      percent_used: number;
      pg_num: number;
      pool: number;
      pool_name: string;
      size: number;
      type: 'replicated' | 'erasure' | 'unknown' | (string & {});
      application_metadata?: { [key: string]: unknown };
      autoscale_status?: { [key: string]: unknown };
      pg_autoscale_mode?: string;
      pg_num_final?: number;
      pg_num_min?: number;
      target_size?: number;
      target_size_ratio?: number;
    }[];
  };
  /** Until 7.4. Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/pools': {
    params: {
      node: string;
      name: string;
      add_storages?: boolean | 0 | 1 | undefined;
      /** Default `rbd`. */
      application?: 'rbd' | 'cephfs' | 'rgw' | undefined;
      crush_rule?: string | undefined;
      'erasure-coding'?: CephPoolErasureCoding | Parsed<CephPoolErasureCoding> | string | undefined;
      /** 1 to 7, default `2`. */
      min_size?: number | undefined;
      /** Default `warn`. */
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | undefined;
      /** 1 to 32768, default `128`. */
      pg_num?: number | undefined;
      /** At most 32768. */
      pg_num_min?: number | undefined;
      /** 1 to 7, default `3`. */
      size?: number | undefined;
      target_size?: string | undefined;
      target_size_ratio?: number | undefined;
    };
    returns: string;
  };
  /** Until 7.4. Needs Sys.Modify on /. */
  'DELETE /nodes/{node}/ceph/pools/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      remove_ecprofile?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      remove_storages?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Until 7.4. Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/pools/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      verbose?: boolean | 0 | 1 | undefined;
    };
    returns: {
      fast_read: 0 | 1;
      hashpspool: 0 | 1;
      id: number;
      name: string;
      'nodeep-scrub': 0 | 1;
      nodelete: 0 | 1;
      nopgchange: 0 | 1;
      noscrub: 0 | 1;
      nosizechange: 0 | 1;
      pgp_num: number;
      use_gmt_hitset: 0 | 1;
      write_fadvise_dontneed: 0 | 1;
      /** Default `rbd`. */
      application?: 'rbd' | 'cephfs' | 'rgw' | (string & {});
      application_list?: unknown[];
      autoscale_status?: { [key: string]: unknown };
      crush_rule?: string;
      /** 1 to 7, default `2`. */
      min_size?: number;
      /** Default `warn`. */
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | (string & {});
      /** 1 to 32768, default `128`. */
      pg_num?: number;
      /** At most 32768. */
      pg_num_min?: number;
      /** 1 to 7, default `3`. */
      size?: number;
      statistics?: { [key: string]: unknown };
      target_size?: string;
      target_size_ratio?: number;
    };
  };
  /** Until 7.4. Needs Sys.Modify on /. */
  'PUT /nodes/{node}/ceph/pools/{name}': {
    params: {
      node: string;
      name: string;
      application?: 'rbd' | 'cephfs' | 'rgw' | undefined;
      crush_rule?: string | undefined;
      /** 1 to 7. */
      min_size?: number | undefined;
      pg_autoscale_mode?: 'on' | 'off' | 'warn' | undefined;
      /** 1 to 32768. */
      pg_num?: number | undefined;
      /** At most 32768. */
      pg_num_min?: number | undefined;
      /** 1 to 7. */
      size?: number | undefined;
      target_size?: string | undefined;
      target_size_ratio?: number | undefined;
    };
    returns: string;
  };
  /** Since 9.2. Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/releases': {
    params: {
      node: string;
    };
    returns: {
      available: 0 | 1;
      'is-default': 0 | 1;
      release: string;
      unsupported: 0 | 1;
      version: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/restart': {
    params: {
      node: string;
      /** Default `ceph.target`. */
      service?: string | undefined;
    };
    returns: string;
  };
  /** Since 9.2. Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/restart-bulk': {
    params: {
      node: string;
      'service-type': 'osd';
      /** Default `0`. */
      'dry-run'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'only-outdated'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      resume?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      'set-noout'?: boolean | 0 | 1 | undefined;
      /** 30 to 1800, default `600`. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/rules': {
    params: {
      node: string;
    };
    returns: {
      name: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/start': {
    params: {
      node: string;
      /** Default `ceph.target`. */
      service?: string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/ceph/status': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/ceph/stop': {
    params: {
      node: string;
      /** Default `ceph.target`. */
      service?: string | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/certificates': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/certificates/acme': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/certificates/acme/certificate': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/certificates/acme/certificate': {
    params: {
      node: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/certificates/acme/certificate': {
    params: {
      node: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/certificates/custom': {
    params: {
      node: string;
      /** Default `0`. */
      restart?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/certificates/custom': {
    params: {
      node: string;
      certificates: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      key?: string | undefined;
      /** Default `0`. */
      restart?: boolean | 0 | 1 | undefined;
    };
    returns: {
      filename?: string;
      fingerprint?: string;
      issuer?: string;
      notafter?: number;
      notbefore?: number;
      pem?: string;
      'public-key-bits'?: number;
      'public-key-type'?: string;
      san?: string[];
      subject?: string;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/certificates/info': {
    params: {
      node: string;
    };
    returns: {
      filename?: string;
      fingerprint?: string;
      issuer?: string;
      notafter?: number;
      notbefore?: number;
      pem?: string;
      'public-key-bits'?: number;
      'public-key-type'?: string;
      san?: string[];
      subject?: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /nodes/{node}/config': {
    params: {
      node: string;
      /** `ballooning-target`: since 8.4. `location`: since 9.2. Default `all`. */
      property?: 'acme' | 'acmedomain0' | 'acmedomain1' | 'acmedomain2' | 'acmedomain3' | 'acmedomain4' | 'acmedomain5' | 'description' | 'startall-onboot-delay' | 'wakeonlan' | 'ballooning-target' | 'location' | undefined;
    };
    returns: {
      /** Property string of {@link NodeAcme}. */
      acme?: string;
      /** Property string of {@link NodeAcmeDomain}. */
      [key: `acmedomain${number}`]: string;
      /** Since 8.4. 0 to 100, default `80`. */
      'ballooning-target'?: number;
      description?: string;
      digest?: string;
      /** Since 9.2. */
      location?: string;
      /** 0 to 300, default `0`. */
      'startall-onboot-delay'?: number;
      /** Property string of {@link NodeWakeonlan}. */
      wakeonlan?: string;
    };
  };
  /** Needs Sys.Modify on /. */
  'PUT /nodes/{node}/config': {
    params: {
      node: string;
      acme?: NodeAcme | Parsed<NodeAcme> | string | undefined;
      [key: `acmedomain${number}`]: NodeAcmeDomain | Parsed<NodeAcmeDomain> | string | undefined;
      /** Since 8.4. 0 to 100, default `80`. */
      'ballooning-target'?: number | undefined;
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
      /** Since 9.2. */
      location?: string | undefined;
      /** 0 to 300, default `0`. */
      'startall-onboot-delay'?: number | undefined;
      wakeonlan?: NodeWakeonlan | Parsed<NodeWakeonlan> | string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/disks': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/directory': {
    params: {
      node: string;
    };
    returns: {
      device: string;
      options: string;
      path: string;
      type: string;
      unitfile: string;
    }[];
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'POST /nodes/{node}/disks/directory': {
    params: {
      node: string;
      device: string;
      name: string;
      /** Default `0`. */
      add_storage?: boolean | 0 | 1 | undefined;
      /** Default `ext4`. */
      filesystem?: 'ext4' | 'xfs' | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'DELETE /nodes/{node}/disks/directory/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      'cleanup-config'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'cleanup-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. */
  'POST /nodes/{node}/disks/initgpt': {
    params: {
      node: string;
      disk: string;
      uuid?: string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on / or Sys.Audit on /nodes/{node}. Until 7.4: needs Sys.Audit|Datastore.Audit on / or Sys.Audit|Datastore.Audit on /nodes/{node}. */
  'GET /nodes/{node}/disks/list': {
    params: {
      node: string;
      /** Default `0`. */
      'include-partitions'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      skipsmart?: boolean | 0 | 1 | undefined;
      type?: 'unused' | 'journal_disks' | undefined;
    };
    returns: {
      devpath: string;
      gpt: 0 | 1;
      mounted: 0 | 1;
      osdid: number;
      size: number;
      health?: string;
      model?: string;
      /** Since 8.4. */
      'osdid-list'?: number[] | null;
      parent?: string;
      /** Seen, but not described. */
      rpm?: string | number;
      serial?: string;
      /** Seen, but not described. */
      type?: string;
      used?: string;
      vendor?: string;
      /** Seen, but not described. */
      wearout?: string | number;
      wwn?: string;
    }[];
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/lvm': {
    params: {
      node: string;
    };
    returns: {
      children: {
        free: number;
        leaf: 0 | 1;
        name: string;
        size: number;
        children?: {
          free: number;
          leaf: 0 | 1;
          name: string;
          size: number;
        }[];
      }[];
      leaf: 0 | 1;
    };
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'POST /nodes/{node}/disks/lvm': {
    params: {
      node: string;
      device: string;
      name: string;
      /** Default `0`. */
      add_storage?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'DELETE /nodes/{node}/disks/lvm/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      'cleanup-config'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'cleanup-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/lvmthin': {
    params: {
      node: string;
    };
    returns: {
      lv: string;
      lv_size: number;
      metadata_size: number;
      metadata_used: number;
      used: number;
      vg: string;
    }[];
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'POST /nodes/{node}/disks/lvmthin': {
    params: {
      node: string;
      device: string;
      name: string;
      /** Default `0`. */
      add_storage?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'DELETE /nodes/{node}/disks/lvmthin/{name}': {
    params: {
      node: string;
      name: string;
      'volume-group': string;
      /** Default `0`. */
      'cleanup-config'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'cleanup-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/smart': {
    params: {
      node: string;
      disk: string;
      healthonly?: boolean | 0 | 1 | undefined;
    };
    returns: {
      health: string;
      attributes?: unknown[];
      text?: string;
      type?: string;
    };
  };
  /** Only root@pam, with a ticket. */
  'PUT /nodes/{node}/disks/wipedisk': {
    params: {
      node: string;
      disk: string;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/zfs': {
    params: {
      node: string;
    };
    returns: {
      alloc: number;
      dedup: number;
      frag: number;
      free: number;
      health: string;
      name: string;
      size: number;
    }[];
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'POST /nodes/{node}/disks/zfs': {
    params: {
      node: string;
      devices: List;
      name: string;
      raidlevel: 'single' | 'mirror' | 'raid10' | 'raidz' | 'raidz2' | 'raidz3' | 'draid' | 'draid2' | 'draid3';
      /** Default `0`. */
      add_storage?: boolean | 0 | 1 | undefined;
      /** 9 to 16, default `12`. */
      ashift?: number | undefined;
      /** Default `on`. */
      compression?: 'on' | 'off' | 'gzip' | 'lz4' | 'lzjb' | 'zle' | 'zstd' | undefined;
      'draid-config'?: ZfsDraidConfig | Parsed<ZfsDraidConfig> | string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /. Until 7.4: needs Sys.Modify+Datastore.Allocate on /. */
  'DELETE /nodes/{node}/disks/zfs/{name}': {
    params: {
      node: string;
      name: string;
      /** Default `0`. */
      'cleanup-config'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      'cleanup-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /. Until 7.4: needs Sys.Audit|Datastore.Audit on /. */
  'GET /nodes/{node}/disks/zfs/{name}': {
    params: {
      node: string;
      name: string;
    };
    returns: {
      children: {
        msg: string;
        name: string;
        cksum?: number;
        read?: number;
        state?: string;
        write?: number;
      }[];
      errors: string;
      name: string;
      state: string;
      action?: string;
      scan?: string;
      status?: string;
    };
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/dns': {
    params: {
      node: string;
    };
    returns: {
      dns1?: string;
      dns2?: string;
      dns3?: string;
      search?: string;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/dns': {
    params: {
      node: string;
      search: string;
      dns1?: string | undefined;
      dns2?: string | undefined;
      dns3?: string | undefined;
    };
    returns: null;
  };
  /** Only root@pam, with a ticket. Until 7.4: needs Sys.Audit on /nodes/{node}. */
  'POST /nodes/{node}/execute': {
    params: {
      node: string;
      commands: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/firewall': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Syslog on /nodes/{node}. */
  'GET /nodes/{node}/firewall/log': {
    params: {
      node: string;
      /** At least 0. */
      limit?: number | undefined;
      /** At least 0. */
      since?: number | undefined;
      /** At least 0. */
      start?: number | undefined;
      /** At least 0. */
      until?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/firewall/options': {
    params: {
      node: string;
    };
    returns: {
      /** Seen, but not described. */
      digest?: string;
      /** Default `1`. */
      enable?: 0 | 1;
      /** Since 8.4. */
      log_level_forward?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Default `0`. */
      log_nf_conntrack?: 0 | 1;
      /** Default `1`. */
      ndp?: 0 | 1;
      /** Default `0`. */
      nf_conntrack_allow_invalid?: 0 | 1;
      nf_conntrack_helpers?: string;
      /** At least 32768, default `262144`. */
      nf_conntrack_max?: number;
      /** At least 7875, default `432000`. */
      nf_conntrack_tcp_timeout_established?: number;
      /** 30 to 60, default `60`. */
      nf_conntrack_tcp_timeout_syn_recv?: number;
      /** Since 8.4. Default `0`. */
      nftables?: 0 | 1;
      nosmurfs?: 0 | 1;
      /** Default `0`. */
      protection_synflood?: 0 | 1;
      /** Default `1000`. */
      protection_synflood_burst?: number;
      /** Default `200`. */
      protection_synflood_rate?: number;
      smurf_log_level?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      tcp_flags_log_level?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Default `0`. */
      tcpflags?: 0 | 1;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/firewall/options': {
    params: {
      node: string;
      delete?: List | undefined;
      digest?: string | undefined;
      /** Default `1`. */
      enable?: boolean | 0 | 1 | undefined;
      /** Since 8.4. */
      log_level_forward?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      /** Default `0`. */
      log_nf_conntrack?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      ndp?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      nf_conntrack_allow_invalid?: boolean | 0 | 1 | undefined;
      nf_conntrack_helpers?: string | undefined;
      /** At least 32768, default `262144`. */
      nf_conntrack_max?: number | undefined;
      /** At least 7875, default `432000`. */
      nf_conntrack_tcp_timeout_established?: number | undefined;
      /** 30 to 60, default `60`. */
      nf_conntrack_tcp_timeout_syn_recv?: number | undefined;
      /** Since 8.4. Default `0`. */
      nftables?: boolean | 0 | 1 | undefined;
      nosmurfs?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      protection_synflood?: boolean | 0 | 1 | undefined;
      /** Default `1000`. */
      protection_synflood_burst?: number | undefined;
      /** Default `200`. */
      protection_synflood_rate?: number | undefined;
      smurf_log_level?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      tcp_flags_log_level?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      /** Default `0`. */
      tcpflags?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/firewall/rules': {
    params: {
      node: string;
    };
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/firewall/rules': {
    params: {
      node: string;
      action: string;
      /** `forward`: since 8.4. */
      type: 'in' | 'out' | 'group' | 'forward';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      /** `forward`: since 8.4. */
      type?: 'in' | 'out' | 'group' | 'forward' | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/hardware': {
    params: {
      node: string;
    };
    returns: {
      type: string;
    }[];
  };
  /** Needs Sys.Audit|Sys.Modify on /. */
  'GET /nodes/{node}/hardware/pci': {
    params: {
      node: string;
      'pci-class-blacklist'?: List | undefined;
      /** Default `1`. */
      verbose?: boolean | 0 | 1 | undefined;
    };
    returns: {
      class: string;
      device: string;
      id: string;
      iommugroup: number;
      vendor: string;
      device_name?: string;
      mdev?: 0 | 1;
      subsystem_device?: string;
      subsystem_device_name?: string;
      subsystem_vendor?: string;
      subsystem_vendor_name?: string;
      vendor_name?: string;
    }[];
  };
  /** Since 8.4. For any user or token. */
  'GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}': {
    params: {
      node: string;
      'pci-id-or-mapping': string;
    };
    returns: {
      method: string;
    }[];
  };
  /** Since 8.4. Needs Sys.Audit|Sys.Modify on /. */
  'GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}/mdev': {
    params: {
      node: string;
      'pci-id-or-mapping': string;
    };
    returns: {
      available: number;
      description: string;
      type: string;
      name?: string;
    }[];
  };
  /** Until 7.4. For any user or token. */
  'GET /nodes/{node}/hardware/pci/{pciid}': {
    params: {
      node: string;
      pciid: string;
    };
    returns: {
      method: string;
    }[];
  };
  /** Until 7.4. Needs Sys.Audit|Sys.Modify on /. */
  'GET /nodes/{node}/hardware/pci/{pciid}/mdev': {
    params: {
      node: string;
      pciid: string;
    };
    returns: {
      available: number;
      description: string;
      type: string;
    }[];
  };
  /** Needs Sys.Modify on /. */
  'GET /nodes/{node}/hardware/usb': {
    params: {
      node: string;
    };
    returns: {
      busnum: number;
      class: number;
      devnum: number;
      level: number;
      port: number;
      prodid: string;
      speed: string;
      vendid: string;
      manufacturer?: string;
      product?: string;
      serial?: string;
      usbpath?: string;
    }[];
  };
  /** Needs Sys.Audit on /. */
  'GET /nodes/{node}/hosts': {
    params: {
      node: string;
    };
    returns: {
      data: string;
      digest?: string;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/hosts': {
    params: {
      node: string;
      data: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Syslog on /nodes/{node}. */
  'GET /nodes/{node}/journal': {
    params: {
      node: string;
      endcursor?: string | undefined;
      /** Since 9.2. Default `0`. */
      identifiers?: boolean | 0 | 1 | undefined;
      /** Since 9.2. Default `0`. */
      kernel?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      lastentries?: number | undefined;
      /** Since 9.2. */
      priority?: string | undefined;
      /** Since 9.2. */
      service?: string | undefined;
      /** At least 0. */
      since?: number | undefined;
      startcursor?: string | undefined;
      /** Since 9.2. Default `0`. */
      structured?: boolean | 0 | 1 | undefined;
      /** Since 9.2. */
      unit?: string | undefined;
      /** Since 9.2. Default `0`. */
      units?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      until?: number | undefined;
    };
    returns: string[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc': {
    params: {
      node: string;
    };
    returns: {
      status: 'stopped' | 'running' | (string & {});
      /** 100 to 999999999. */
      vmid: string | number;
      /** Since 8.4. */
      cpu?: number;
      cpus?: number;
      /** Since 8.4. At least 0. */
      disk?: number;
      /** Since 8.4. */
      diskread?: number;
      /** Since 8.4. */
      diskwrite?: number;
      lock?: string;
      maxdisk?: number;
      maxmem?: number;
      maxswap?: number;
      /** Since 8.4. */
      mem?: number;
      name?: string;
      /** Since 8.4. */
      netin?: number;
      /** Since 8.4. */
      netout?: number;
      /** Seen, but not described. */
      pid?: number;
      /** Seen, but not described. */
      pressurecpufull?: string | number;
      /** Since 9.1. */
      pressurecpusome?: string | number;
      /** Since 9.1. */
      pressureiofull?: string | number;
      /** Since 9.1. */
      pressureiosome?: string | number;
      /** Since 9.1. */
      pressurememoryfull?: string | number;
      /** Since 9.1. */
      pressurememorysome?: string | number;
      /** Seen, but not described. */
      swap?: number;
      tags?: string;
      /** Since 8.4. Default `0`. */
      template?: 0 | 1;
      /** Seen, but not described. */
      type?: string;
      uptime?: number;
    }[];
  };
  /** For any user or token. */
  'POST /nodes/{node}/lxc': {
    params: {
      node: string;
      /** Only root@pam, with a ticket, for a path instead of a volume. */
      ostemplate: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `amd64`. */
      arch?: 'amd64' | 'i386' | 'arm64' | 'armhf' | 'riscv32' | 'riscv64' | undefined;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Default `tty`. */
      cmode?: 'shell' | 'console' | 'tty' | undefined;
      /** Default `1`. */
      console?: boolean | 0 | 1 | undefined;
      /** 1 to 8192. */
      cores?: number | undefined;
      /** 0 to 8192, default `0`. */
      cpulimit?: number | undefined;
      /** 0 to 500000. */
      cpuunits?: number | undefined;
      /** Default `0`. */
      debug?: boolean | 0 | 1 | undefined;
      description?: string | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      [key: `dev${number}`]: LxcDevice | Parsed<LxcDevice> | string | undefined;
      /** Since 9.1. Default `/sbin/init`. */
      entrypoint?: string | undefined;
      /** Since 9.1. */
      env?: string | undefined;
      /** Only root@pam, with a ticket, for flags other than nesting, and any flag of a privileged container. */
      features?: LxcFeatures | Parsed<LxcFeatures> | string | undefined;
      force?: boolean | 0 | 1 | undefined;
      /** Since 9.1. Default `0`. */
      'ha-managed'?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      hookscript?: string | undefined;
      hostname?: string | undefined;
      'ignore-unpack-errors'?: boolean | 0 | 1 | undefined;
      lock?: 'backup' | 'create' | 'destroyed' | 'disk' | 'fstrim' | 'migrate' | 'mounted' | 'rollback' | 'snapshot' | 'snapshot-delete' | undefined;
      /** At least 16, default `512`. */
      memory?: number | undefined;
      /** Only root@pam, with a ticket, for bind mounts and devices. */
      [key: `mp${number}`]: LxcMountPoint | Parsed<LxcMountPoint> | string | undefined;
      nameserver?: List | undefined;
      [key: `net${number}`]: LxcNet | Parsed<LxcNet> | string | undefined;
      /** Default `0`. */
      onboot?: boolean | 0 | 1 | undefined;
      ostype?: 'debian' | 'devuan' | 'ubuntu' | 'centos' | 'fedora' | 'opensuse' | 'archlinux' | 'alpine' | 'gentoo' | 'nixos' | 'unmanaged' | undefined;
      password?: string | undefined;
      pool?: string | undefined;
      /** Default `0`. */
      protection?: boolean | 0 | 1 | undefined;
      restore?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket, for bind mounts and devices. */
      rootfs?: LxcRootfs | Parsed<LxcRootfs> | string | undefined;
      searchdomain?: List | undefined;
      'ssh-public-keys'?: string | undefined;
      /** Default `0`. */
      start?: boolean | 0 | 1 | undefined;
      startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;
      /** Default `local`. */
      storage?: string | undefined;
      /** At least 0, default `512`. */
      swap?: number | undefined;
      tags?: List | undefined;
      /** Default `0`. */
      template?: boolean | 0 | 1 | undefined;
      timezone?: string | undefined;
      /** 0 to 6, default `2`. */
      tty?: number | undefined;
      /** Only together with `restore`. */
      unique?: boolean | 0 | 1 | undefined;
      unprivileged?: boolean | 0 | 1 | undefined;
      [key: `unused${number}`]: LxcUnused | Parsed<LxcUnused> | string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      'destroy-unreferenced-disks'?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      purge?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc/{vmid}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Needs VM.Clone on /vms/{vmid} and (VM.Allocate on /vms/{newid} or VM.Allocate on /pool/{pool} if pool). */
  'POST /nodes/{node}/lxc/{vmid}/clone': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** 100 to 999999999. */
      newid: number;
      /** At least 0. */
      bwlimit?: number | undefined;
      description?: string | undefined;
      full?: boolean | 0 | 1 | undefined;
      hostname?: string | undefined;
      pool?: string | undefined;
      snapname?: string | undefined;
      storage?: string | undefined;
      target?: string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      current?: boolean | 0 | 1 | undefined;
      snapshot?: string | undefined;
    };
    returns: {
      digest: string;
      /** Default `amd64`. */
      arch?: 'amd64' | 'i386' | 'arm64' | 'armhf' | 'riscv32' | 'riscv64' | (string & {});
      /** Default `tty`. */
      cmode?: 'shell' | 'console' | 'tty' | (string & {});
      /** Default `1`. */
      console?: 0 | 1;
      /** 1 to 8192. */
      cores?: number;
      /** 0 to 8192, default `0`. */
      cpulimit?: string | number;
      /** 0 to 500000. */
      cpuunits?: number;
      /** Default `0`. */
      debug?: 0 | 1;
      description?: string;
      /** Since 8.4. Property string of {@link LxcDevice}. */
      [key: `dev${number}`]: string;
      /** Since 9.1. Default `/sbin/init`. */
      entrypoint?: string;
      /** Since 9.1. */
      env?: string;
      /** Property string of {@link LxcFeatures}. */
      features?: string;
      hookscript?: string;
      hostname?: string;
      lock?: 'backup' | 'create' | 'destroyed' | 'disk' | 'fstrim' | 'migrate' | 'mounted' | 'rollback' | 'snapshot' | 'snapshot-delete' | (string & {});
      lxc?: string[][];
      /** At least 16, default `512`. */
      memory?: number;
      /** Property string of {@link LxcMountPoint}. */
      [key: `mp${number}`]: string;
      nameserver?: string;
      /** Property string of {@link LxcNet}. */
      [key: `net${number}`]: string;
      /** Default `0`. */
      onboot?: 0 | 1;
      ostype?: 'debian' | 'devuan' | 'ubuntu' | 'centos' | 'fedora' | 'opensuse' | 'archlinux' | 'alpine' | 'gentoo' | 'nixos' | 'unmanaged' | (string & {});
      /** Seen, but not described. */
      parent?: string;
      /** Default `0`. */
      protection?: 0 | 1;
      /** Property string of {@link LxcRootfs}. */
      rootfs?: string;
      searchdomain?: string;
      /** Seen, but not described. */
      snaptime?: number;
      /** Property string of {@link StartupOrder}. */
      startup?: string;
      /** At least 0, default `512`. */
      swap?: number;
      tags?: string;
      /** Default `0`. */
      template?: 0 | 1;
      timezone?: string;
      /** 0 to 6, default `2`. */
      tty?: number;
      unprivileged?: 0 | 1;
      /** Property string of {@link LxcUnused}. */
      [key: `unused${number}`]: string;
    };
  };
  /** Needs VM.Config.Disk|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.Options on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `amd64`. */
      arch?: 'amd64' | 'i386' | 'arm64' | 'armhf' | 'riscv32' | 'riscv64' | undefined;
      /** Default `tty`. */
      cmode?: 'shell' | 'console' | 'tty' | undefined;
      /** Default `1`. */
      console?: boolean | 0 | 1 | undefined;
      /** 1 to 8192. */
      cores?: number | undefined;
      /** 0 to 8192, default `0`. */
      cpulimit?: number | undefined;
      /** 0 to 500000. */
      cpuunits?: number | undefined;
      /** Default `0`. */
      debug?: boolean | 0 | 1 | undefined;
      delete?: List | undefined;
      description?: string | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      [key: `dev${number}`]: LxcDevice | Parsed<LxcDevice> | string | undefined;
      digest?: string | undefined;
      /** Since 9.1. Default `/sbin/init`. */
      entrypoint?: string | undefined;
      /** Since 9.1. */
      env?: string | undefined;
      /** Only root@pam, with a ticket, for flags other than nesting, and any flag of a privileged container. */
      features?: LxcFeatures | Parsed<LxcFeatures> | string | undefined;
      /** Only root@pam, with a ticket. */
      hookscript?: string | undefined;
      hostname?: string | undefined;
      lock?: 'backup' | 'create' | 'destroyed' | 'disk' | 'fstrim' | 'migrate' | 'mounted' | 'rollback' | 'snapshot' | 'snapshot-delete' | undefined;
      /** At least 16, default `512`. */
      memory?: number | undefined;
      /** Only root@pam, with a ticket, for bind mounts and devices. */
      [key: `mp${number}`]: LxcMountPoint | Parsed<LxcMountPoint> | string | undefined;
      nameserver?: List | undefined;
      [key: `net${number}`]: LxcNet | Parsed<LxcNet> | string | undefined;
      /** Default `0`. */
      onboot?: boolean | 0 | 1 | undefined;
      ostype?: 'debian' | 'devuan' | 'ubuntu' | 'centos' | 'fedora' | 'opensuse' | 'archlinux' | 'alpine' | 'gentoo' | 'nixos' | 'unmanaged' | undefined;
      /** Default `0`. */
      protection?: boolean | 0 | 1 | undefined;
      revert?: List | undefined;
      /** Only root@pam, with a ticket, for bind mounts and devices. */
      rootfs?: LxcRootfs | Parsed<LxcRootfs> | string | undefined;
      searchdomain?: List | undefined;
      startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;
      /** At least 0, default `512`. */
      swap?: number | undefined;
      tags?: List | undefined;
      /** Default `0`. */
      template?: boolean | 0 | 1 | undefined;
      timezone?: string | undefined;
      /** 0 to 6, default `2`. */
      tty?: number | undefined;
      unprivileged?: boolean | 0 | 1 | undefined;
      [key: `unused${number}`]: LxcUnused | Parsed<LxcUnused> | string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/feature': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      feature: 'snapshot' | 'clone' | 'copy';
      snapname?: string | undefined;
    };
    returns: {
      hasFeature: 0 | 1;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc/{vmid}/firewall': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/aliases': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      cidr: string;
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/firewall/aliases': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      cidr: string;
      name: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/ipset': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/firewall/ipset': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
    };
    returns: {
      cidr: string;
      digest: string;
      comment?: string;
      nomatch?: 0 | 1;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/log': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      limit?: number | undefined;
      /** At least 0. */
      since?: number | undefined;
      /** At least 0. */
      start?: number | undefined;
      /** At least 0. */
      until?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/options': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      /** Default `0`. */
      dhcp?: 0 | 1;
      /** Default `0`. */
      enable?: 0 | 1;
      ipfilter?: 0 | 1;
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Default `1`. */
      macfilter?: 0 | 1;
      /** Default `1`. */
      ndp?: 0 | 1;
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
      radv?: 0 | 1;
    };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/firewall/options': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      delete?: List | undefined;
      /** Default `0`. */
      dhcp?: boolean | 0 | 1 | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      enable?: boolean | 0 | 1 | undefined;
      ipfilter?: boolean | 0 | 1 | undefined;
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      /** Default `1`. */
      macfilter?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      ndp?: boolean | 0 | 1 | undefined;
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
      radv?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/refs': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      type?: 'alias' | 'ipset' | undefined;
    };
    returns: {
      name: string;
      type: 'alias' | 'ipset' | (string & {});
      comment?: string;
      /** Since 8.4. */
      ref?: string;
      /** Since 8.4. */
      scope?: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/rules': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/firewall/rules': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      action: string;
      /** `forward`: since 8.4. */
      type: 'in' | 'out' | 'group' | 'forward';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      /** `forward`: since 8.4. */
      type?: 'in' | 'out' | 'group' | 'forward' | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/interfaces': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      'hardware-address': string;
      hwaddr: string;
      'ip-addresses': {
        'ip-address'?: string;
        'ip-address-type'?: string;
        prefix?: string | number;
      }[];
      name: string;
      inet?: string;
      inet6?: string;
    }[] | null;
  };
  /** Since 9.1. Needs VM.Migrate on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      target?: string | undefined;
    };
    returns: {
      running: 0 | 1;
      'allowed-nodes'?: string[];
      'dependent-ha-resources'?: string[];
      'not-allowed-nodes'?: {
        'blocking-ha-resources'?: {
          /** `node-affinity`: since 9.2. */
          cause: 'resource-affinity' | 'node-affinity' | (string & {});
          sid: string;
        }[];
      };
    };
  };
  /** Needs VM.Migrate on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      target: string;
      /** At least 0. */
      bwlimit?: number | undefined;
      online?: boolean | 0 | 1 | undefined;
      restart?: boolean | 0 | 1 | undefined;
      'target-storage'?: List | undefined;
      /** Default `180`. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.Config.Disk on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/move_volume': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** `mp0` to `mp255`, `unused0` to `unused255`. */
      volume: 'rootfs' | `mp${number}` | `unused${number}`;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      digest?: string | undefined;
      storage?: string | undefined;
      'target-digest'?: string | undefined;
      /** 100 to 999999999. */
      'target-vmid'?: number | undefined;
      /** `mp0` to `mp255`, `unused0` to `unused255`. */
      'target-volume'?: 'rootfs' | `mp${number}` | `unused${number}` | undefined;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid} and Sys.Incoming on /. */
  'POST /nodes/{node}/lxc/{vmid}/mtunnel': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      bridges?: List | undefined;
      storages?: List | undefined;
    };
    returns: {
      socket: string;
      ticket: string;
      upid: string;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc/{vmid}/mtunnelwebsocket': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      socket: string;
      ticket: string;
    };
    returns: {
      port?: string;
      socket?: string;
    };
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/pending': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      key: string;
      /** 0 to 2. */
      delete?: number;
      pending?: string | number;
      value?: string | number;
    }[];
  };
  /** Needs VM.Migrate on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/remote_migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      'target-bridge': List;
      'target-endpoint': RemoteEndpoint | Parsed<RemoteEndpoint> | string;
      'target-storage': List;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      online?: boolean | 0 | 1 | undefined;
      restart?: boolean | 0 | 1 | undefined;
      /** 100 to 999999999. */
      'target-vmid'?: number | undefined;
      /** Default `180`. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.Config.Disk on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/resize': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** `mp0` to `mp255`. */
      disk: 'rootfs' | `mp${number}`;
      size: string;
      digest?: string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/rrd': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      ds: List;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: {
      filename: string;
      /** Seen, but not described. */
      image?: string;
    };
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/rrddata': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/snapshot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      description: string;
      name: string;
      /** Seen, but not described. */
      digest?: string;
      parent?: string;
      /** Seen, but not described. */
      running?: 0 | 1;
      snaptime?: number;
    }[];
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/snapshot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      description?: string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Snapshot|VM.Snapshot.Rollback|VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      description?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Snapshot|VM.Snapshot.Rollback on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      /** Default `0`. */
      start?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/spiceproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      proxy?: string | undefined;
    };
    returns: {
      host: string;
      password: string;
      proxy: string;
      'tls-port': number;
      type: string;
      [key: string]: unknown;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/lxc/{vmid}/status': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/status/current': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      ha: { [key: string]: unknown };
      status: 'stopped' | 'running' | (string & {});
      /** 100 to 999999999. */
      vmid: number;
      /** Since 8.4. */
      cpu?: number;
      cpus?: number;
      /** Since 8.4. At least 0. */
      disk?: number;
      /** Since 8.4. */
      diskread?: number;
      /** Since 8.4. */
      diskwrite?: number;
      lock?: string;
      maxdisk?: number;
      maxmem?: number;
      maxswap?: number;
      /** Since 8.4. */
      mem?: number;
      name?: string;
      /** Since 8.4. */
      netin?: number;
      /** Since 8.4. */
      netout?: number;
      /** Seen, but not described. */
      pid?: number;
      /** Seen, but not described. */
      pressurecpufull?: string | number;
      /** Since 9.1. */
      pressurecpusome?: string | number;
      /** Since 9.1. */
      pressureiofull?: string | number;
      /** Since 9.1. */
      pressureiosome?: string | number;
      /** Since 9.1. */
      pressurememoryfull?: string | number;
      /** Since 9.1. */
      pressurememorysome?: string | number;
      /** Seen, but not described. */
      swap?: number;
      tags?: string;
      /** Since 8.4. Default `0`. */
      template?: 0 | 1;
      /** Seen, but not described. */
      type?: string;
      uptime?: number;
    };
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/reboot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/resume': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/shutdown': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      forceStop?: boolean | 0 | 1 | undefined;
      /** At least 0, default `60`. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/start': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      debug?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/stop': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Since 8.4. Default `0`. */
      'overrule-shutdown'?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/status/suspend': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/template': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: null;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/termproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
    };
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/lxc/{vmid}/vncproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** 16 to 2160. */
      height?: number | undefined;
      websocket?: boolean | 0 | 1 | undefined;
      /** 16 to 4096. */
      width?: number | undefined;
    };
    returns: {
      cert: string;
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
      /** Since 9.1. */
      password?: string;
    };
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'GET /nodes/{node}/lxc/{vmid}/vncwebsocket': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** 5900 to 5999. */
      port: number;
      vncticket: string;
    };
    returns: {
      port: string;
    };
  };
  /** For any user or token. */
  'POST /nodes/{node}/migrateall': {
    params: {
      node: string;
      target: string;
      /** Since 9.1. 1 to 64. */
      'max-workers'?: number | undefined;
      /** 1 to 64. */
      maxworkers?: number | undefined;
      vms?: List | undefined;
      'with-local-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/netstat': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/network': {
    params: {
      node: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/network': {
    params: {
      node: string;
      /** `vnet`, `any_local_bridge`: since 8.4. `fabric`, `include_sdn`: since 9.1. */
      type?: 'bridge' | 'bond' | 'eth' | 'alias' | 'vlan' | 'OVSBridge' | 'OVSBond' | 'OVSPort' | 'OVSIntPort' | 'any_bridge' | 'vnet' | 'any_local_bridge' | 'fabric' | 'include_sdn' | undefined;
    };
    returns: {
      iface: string;
      /** `fabric`: since 9.1. */
      type: 'bridge' | 'bond' | 'eth' | 'alias' | 'vlan' | 'OVSBridge' | 'OVSBond' | 'OVSPort' | 'OVSIntPort' | 'vnet' | 'unknown' | 'fabric' | (string & {});
      active?: 0 | 1;
      /** Only together with `netmask`. */
      address?: string;
      /** Only together with `netmask6`. */
      address6?: string;
      autostart?: 0 | 1;
      'bond-primary'?: string;
      bond_mode?: 'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb' | 'balance-slb' | 'lacp-balance-slb' | 'lacp-balance-tcp' | (string & {});
      bond_xmit_hash_policy?: 'layer2' | 'layer2+3' | 'layer3+4' | (string & {});
      'bridge-access'?: number;
      'bridge-arp-nd-suppress'?: 0 | 1;
      'bridge-learning'?: 0 | 1;
      'bridge-multicast-flood'?: 0 | 1;
      'bridge-unicast-flood'?: 0 | 1;
      bridge_ports?: string;
      bridge_vids?: string;
      bridge_vlan_aware?: 0 | 1;
      cidr?: string;
      cidr6?: string;
      comments?: string;
      comments6?: string;
      exists?: 0 | 1;
      families?: ('inet' | 'inet6' | (string & {}))[];
      gateway?: string;
      gateway6?: string;
      'link-type'?: string;
      method?: 'loopback' | 'dhcp' | 'manual' | 'static' | 'auto' | (string & {});
      method6?: 'loopback' | 'dhcp' | 'manual' | 'static' | 'auto' | (string & {});
      /** 1280 to 65520. */
      mtu?: number;
      /** Only together with `address`. */
      netmask?: string;
      /** Only together with `address6`. 0 to 128. */
      netmask6?: number;
      options?: string[];
      options6?: string[];
      ovs_bonds?: string;
      ovs_bridge?: string;
      ovs_options?: string;
      ovs_ports?: string;
      /** 1 to 4094. */
      ovs_tag?: number;
      priority?: number;
      slaves?: string;
      'uplink-id'?: string;
      /** 1 to 4094. */
      'vlan-id'?: number;
      'vlan-protocol'?: '802.1ad' | '802.1q' | (string & {});
      'vlan-raw-device'?: string;
      'vxlan-id'?: number;
      'vxlan-local-tunnelip'?: string;
      'vxlan-physdev'?: string;
      'vxlan-svcnodeip'?: string;
    }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/network': {
    params: {
      node: string;
      iface: string;
      /** `vnet`: since 8.4. `fabric`: since 9.1. */
      type: 'bridge' | 'bond' | 'eth' | 'alias' | 'vlan' | 'OVSBridge' | 'OVSBond' | 'OVSPort' | 'OVSIntPort' | 'unknown' | 'vnet' | 'fabric';
      /** Only together with `netmask`. */
      address?: string | undefined;
      /** Only together with `netmask6`. */
      address6?: string | undefined;
      autostart?: boolean | 0 | 1 | undefined;
      'bond-primary'?: string | undefined;
      bond_mode?: 'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb' | 'balance-slb' | 'lacp-balance-slb' | 'lacp-balance-tcp' | undefined;
      bond_xmit_hash_policy?: 'layer2' | 'layer2+3' | 'layer3+4' | undefined;
      bridge_ports?: List | undefined;
      /** Since 8.4. */
      bridge_vids?: List | undefined;
      bridge_vlan_aware?: boolean | 0 | 1 | undefined;
      cidr?: string | undefined;
      cidr6?: string | undefined;
      comments?: string | undefined;
      comments6?: string | undefined;
      gateway?: string | undefined;
      gateway6?: string | undefined;
      /** 1280 to 65520. */
      mtu?: number | undefined;
      /** Only together with `address`. */
      netmask?: string | undefined;
      /** Only together with `address6`. 0 to 128. */
      netmask6?: number | undefined;
      ovs_bonds?: List | undefined;
      ovs_bridge?: string | undefined;
      ovs_options?: string | undefined;
      ovs_ports?: List | undefined;
      /** 1 to 4094. */
      ovs_tag?: number | undefined;
      slaves?: List | undefined;
      /** 1 to 4094. */
      'vlan-id'?: number | undefined;
      'vlan-raw-device'?: string | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/network': {
    params: {
      node: string;
      /** Since 9.1. Default `0`. */
      'regenerate-frr'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/network/{iface}': {
    params: {
      node: string;
      iface: string;
    };
    returns: null;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/network/{iface}': {
    params: {
      node: string;
      iface: string;
    };
    returns: {
      method: string;
      type: string;
      /** Seen, but not described. */
      active?: 0 | 1;
      /** Seen, but not described. */
      address?: string;
      /** Seen, but not described. */
      autostart?: 0 | 1;
      /** Seen, but not described. */
      bridge_fd?: string;
      /** Seen, but not described. */
      bridge_ports?: string;
      /** Seen, but not described. */
      bridge_stp?: string;
      /** Seen, but not described. */
      cidr?: string;
      /** Seen, but not described. */
      families?: string[];
      /** Seen, but not described. */
      method6?: string;
      /** Seen, but not described. */
      netmask?: string;
      /** Seen, but not described. */
      priority?: number;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/network/{iface}': {
    params: {
      node: string;
      iface: string;
      /** `vnet`: since 8.4. `fabric`: since 9.1. */
      type: 'bridge' | 'bond' | 'eth' | 'alias' | 'vlan' | 'OVSBridge' | 'OVSBond' | 'OVSPort' | 'OVSIntPort' | 'unknown' | 'vnet' | 'fabric';
      /** Only together with `netmask`. */
      address?: string | undefined;
      /** Only together with `netmask6`. */
      address6?: string | undefined;
      autostart?: boolean | 0 | 1 | undefined;
      'bond-primary'?: string | undefined;
      bond_mode?: 'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb' | 'balance-slb' | 'lacp-balance-slb' | 'lacp-balance-tcp' | undefined;
      bond_xmit_hash_policy?: 'layer2' | 'layer2+3' | 'layer3+4' | undefined;
      bridge_ports?: List | undefined;
      /** Since 8.4. */
      bridge_vids?: List | undefined;
      bridge_vlan_aware?: boolean | 0 | 1 | undefined;
      cidr?: string | undefined;
      cidr6?: string | undefined;
      comments?: string | undefined;
      comments6?: string | undefined;
      delete?: List | undefined;
      gateway?: string | undefined;
      gateway6?: string | undefined;
      /** 1280 to 65520. */
      mtu?: number | undefined;
      /** Only together with `address`. */
      netmask?: string | undefined;
      /** Only together with `address6`. 0 to 128. */
      netmask6?: number | undefined;
      ovs_bonds?: List | undefined;
      ovs_bridge?: string | undefined;
      ovs_options?: string | undefined;
      ovs_ports?: List | undefined;
      /** 1 to 4094. */
      ovs_tag?: number | undefined;
      slaves?: List | undefined;
      /** 1 to 4094. */
      'vlan-id'?: number | undefined;
      'vlan-raw-device'?: string | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu': {
    params: {
      node: string;
      full?: boolean | 0 | 1 | undefined;
    };
    returns: {
      status: 'stopped' | 'running' | (string & {});
      /** 100 to 999999999. */
      vmid: number;
      /** Since 8.4. */
      cpu?: number;
      cpus?: number;
      /** Since 8.4. */
      diskread?: number;
      /** Since 8.4. */
      diskwrite?: number;
      lock?: string;
      maxdisk?: number;
      maxmem?: number;
      /** Since 8.4. */
      mem?: number;
      /** Since 9.1. */
      memhost?: number;
      name?: string;
      /** Since 8.4. */
      netin?: number;
      /** Since 8.4. */
      netout?: number;
      pid?: number;
      /** Since 9.1. */
      pressurecpufull?: number;
      /** Since 9.1. */
      pressurecpusome?: number;
      /** Since 9.1. */
      pressureiofull?: number;
      /** Since 9.1. */
      pressureiosome?: number;
      /** Since 9.1. */
      pressurememoryfull?: number;
      /** Since 9.1. */
      pressurememorysome?: number;
      qmpstatus?: string;
      'running-machine'?: string;
      'running-qemu'?: string;
      /** Since 8.4. */
      serial?: 0 | 1;
      tags?: string;
      /** Since 8.4. Default `0`. */
      template?: 0 | 1;
      uptime?: number;
    }[];
  };
  /** For any user or token. */
  'POST /nodes/{node}/qemu': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `1`. */
      acpi?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      affinity?: string | undefined;
      agent?: QemuAgent | Parsed<QemuAgent> | string | undefined;
      /** Since 9.1. Default `1`. */
      'allow-ksm'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      'amd-sev'?: QemuAmdSev | Parsed<QemuAmdSev> | string | undefined;
      /** Only root@pam, with a ticket. */
      arch?: 'x86_64' | 'aarch64' | undefined;
      archive?: string | undefined;
      /** Only root@pam, with a ticket. */
      args?: string | undefined;
      audio0?: QemuAudio | Parsed<QemuAudio> | string | undefined;
      /** Default `0`. */
      autostart?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      balloon?: number | undefined;
      /** Default `seabios`. */
      bios?: 'seabios' | 'ovmf' | undefined;
      boot?: QemuBoot | Parsed<QemuBoot> | string | undefined;
      bootdisk?: string | undefined;
      /** At least 0. */
      bwlimit?: number | undefined;
      cdrom?: string | undefined;
      cicustom?: QemuCloudInitCustom | Parsed<QemuCloudInitCustom> | string | undefined;
      cipassword?: string | undefined;
      citype?: 'configdrive2' | 'nocloud' | 'opennebula' | undefined;
      /** Since 8.4. Default `1`. */
      ciupgrade?: boolean | 0 | 1 | undefined;
      ciuser?: string | undefined;
      /** At least 1, default `1`. */
      cores?: number | undefined;
      cpu?: QemuCpu | Parsed<QemuCpu> | string | undefined;
      /** 0 to 128, default `0`. */
      cpulimit?: number | undefined;
      /** 1 to 262144. */
      cpuunits?: number | undefined;
      description?: string | undefined;
      efidisk0?: QemuEfiDisk | Parsed<QemuEfiDisk> | string | undefined;
      /** Only together with `archive`. */
      force?: boolean | 0 | 1 | undefined;
      freeze?: boolean | 0 | 1 | undefined;
      /** Since 9.1. Default `0`. */
      'ha-managed'?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      hookscript?: string | undefined;
      /** Only root@pam, with a ticket, for `host` and `romfile`. */
      [key: `hostpci${number}`]: QemuHostPci | Parsed<QemuHostPci> | string | undefined;
      hotplug?: string | undefined;
      /** Only root@pam, with a ticket. */
      hugepages?: 'any' | '2' | '1024' | undefined;
      [key: `ide${number}`]: QemuIde | Parsed<QemuIde> | string | undefined;
      /** Since 8.4. */
      'import-working-storage'?: string | undefined;
      /** Since 9.1. Only root@pam, with a ticket. */
      'intel-tdx'?: QemuIntelTdx | Parsed<QemuIntelTdx> | string | undefined;
      [key: `ipconfig${number}`]: QemuIpConfig | Parsed<QemuIpConfig> | string | undefined;
      /** Only root@pam, with a ticket. */
      ivshmem?: QemuIvshmem | Parsed<QemuIvshmem> | string | undefined;
      /** Default `0`. Only root@pam, with a ticket. */
      keephugepages?: boolean | 0 | 1 | undefined;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | undefined;
      /** Default `1`. */
      kvm?: boolean | 0 | 1 | undefined;
      'live-restore'?: boolean | 0 | 1 | undefined;
      localtime?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      lock?: 'backup' | 'clone' | 'create' | 'migrate' | 'rollback' | 'snapshot' | 'snapshot-delete' | 'suspending' | 'suspended' | undefined;
      machine?: QemuMachine | Parsed<QemuMachine> | string | undefined;
      memory?: QemuMemory | Parsed<QemuMemory> | string | number | undefined;
      /** At least 0, default `0.1`. */
      migrate_downtime?: number | undefined;
      /** At least 0, default `0`. */
      migrate_speed?: number | undefined;
      name?: string | undefined;
      nameserver?: List | undefined;
      [key: `net${number}`]: QemuNet | Parsed<QemuNet> | string | undefined;
      /** Default `0`. */
      numa?: boolean | 0 | 1 | undefined;
      [key: `numa${number}`]: QemuNuma | Parsed<QemuNuma> | string | undefined;
      /** Default `0`. */
      onboot?: boolean | 0 | 1 | undefined;
      /** Default `other`. */
      ostype?: 'other' | 'wxp' | 'w2k' | 'w2k3' | 'w2k8' | 'wvista' | 'win7' | 'win8' | 'win10' | 'win11' | 'l24' | 'l26' | 'solaris' | undefined;
      /** Only root@pam, with a ticket. */
      [key: `parallel${number}`]: string | undefined;
      pool?: string | undefined;
      /** Default `0`. */
      protection?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      reboot?: boolean | 0 | 1 | undefined;
      rng0?: QemuRng | Parsed<QemuRng> | string | undefined;
      [key: `sata${number}`]: QemuSata | Parsed<QemuSata> | string | undefined;
      [key: `scsi${number}`]: QemuScsi | Parsed<QemuScsi> | string | undefined;
      /** Default `lsi`. */
      scsihw?: 'lsi' | 'lsi53c810' | 'virtio-scsi-pci' | 'virtio-scsi-single' | 'megasas' | 'pvscsi' | undefined;
      searchdomain?: string | undefined;
      /** Only root@pam, with a ticket, for anything but `socket`. */
      [key: `serial${number}`]: string | undefined;
      /** 0 to 50000, default `1000`. */
      shares?: number | undefined;
      smbios1?: QemuSmbios | Parsed<QemuSmbios> | string | undefined;
      /** At least 1, default `1`. */
      smp?: number | undefined;
      /** At least 1, default `1`. */
      sockets?: number | undefined;
      /** Only root@pam, with a ticket. */
      spice_enhancements?: QemuSpiceEnhancements | Parsed<QemuSpiceEnhancements> | string | undefined;
      sshkeys?: string | undefined;
      /** Default `0`. */
      start?: boolean | 0 | 1 | undefined;
      /** Default `now`. */
      startdate?: string | undefined;
      startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;
      storage?: string | undefined;
      /** Default `1`. */
      tablet?: boolean | 0 | 1 | undefined;
      tags?: List | undefined;
      /** Default `0`. */
      tdf?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      template?: boolean | 0 | 1 | undefined;
      tpmstate0?: QemuTpmState | Parsed<QemuTpmState> | string | undefined;
      /** Only together with `archive`. */
      unique?: boolean | 0 | 1 | undefined;
      [key: `unused${number}`]: QemuUnused | Parsed<QemuUnused> | string | undefined;
      /** Only root@pam, with a ticket, for `host` other than `spice`. */
      [key: `usb${number}`]: QemuUsb | Parsed<QemuUsb> | string | undefined;
      /** At least 1, default `0`. */
      vcpus?: number | undefined;
      vga?: QemuVga | Parsed<QemuVga> | string | undefined;
      [key: `virtio${number}`]: QemuVirtio | Parsed<QemuVirtio> | string | undefined;
      /** Since 8.4. */
      [key: `virtiofs${number}`]: QemuVirtiofs | Parsed<QemuVirtiofs> | string | undefined;
      /** Only root@pam, with a ticket. */
      vmgenid?: string | undefined;
      vmstatestorage?: string | undefined;
      watchdog?: QemuWatchdog | Parsed<QemuWatchdog> | string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      'destroy-unreferenced-disks'?: boolean | 0 | 1 | undefined;
      purge?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}/agent': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      command: 'fsfreeze-freeze' | 'fsfreeze-status' | 'fsfreeze-thaw' | 'fstrim' | 'get-fsinfo' | 'get-host-name' | 'get-memory-block-info' | 'get-memory-blocks' | 'get-osinfo' | 'get-time' | 'get-timezone' | 'get-users' | 'get-vcpus' | 'info' | 'network-get-interfaces' | 'ping' | 'shutdown' | 'suspend-disk' | 'suspend-hybrid' | 'suspend-ram';
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/exec': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Required since 8.4. */
      command?: readonly string[] | string | undefined;
      'input-data'?: string | undefined;
    };
    returns: {
      pid: number;
    };
  };
  /** Needs VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/exec-status': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      pid: number;
    };
    returns: {
      exited: 0 | 1;
      'err-data'?: string;
      'err-truncated'?: 0 | 1;
      exitcode?: number;
      'out-data'?: string;
      'out-truncated'?: 0 | 1;
      signal?: number;
    };
  };
  /** Needs VM.GuestAgent.FileRead|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/file-read': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      file: string;
      /** Since 9.1. 1 to 16777216, default `16777216`. */
      count?: number | undefined;
      /** Since 9.1. Default `1`. */
      decode?: boolean | 0 | 1 | undefined;
      /** Since 9.1. At least 0, default `0`. */
      offset?: number | undefined;
    };
    returns: {
      content: string;
      truncated?: 0 | 1;
    };
  };
  /** Needs VM.GuestAgent.FileWrite|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/file-write': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      content: string;
      file: string;
      /** Default `1`. */
      encode?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-freeze': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-status': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-thaw': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/fstrim': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-fsinfo': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-host-name': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-memory-block-info': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-memory-blocks': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-time': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-timezone': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-users': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/get-vcpus': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/info': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/ping': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/set-user-password': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      password: string;
      username: string;
      /** Default `0`. */
      crypted?: boolean | 0 | 1 | undefined;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.PowerMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/shutdown': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.PowerMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/suspend-disk': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.PowerMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/suspend-hybrid': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.PowerMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/agent/suspend-ram': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Clone on /vms/{vmid} and (VM.Allocate on /vms/{newid} or VM.Allocate on /pool/{pool} if pool). */
  'POST /nodes/{node}/qemu/{vmid}/clone': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** 100 to 999999999. */
      newid: number;
      /** At least 0. */
      bwlimit?: number | undefined;
      description?: string | undefined;
      format?: 'raw' | 'qcow2' | 'vmdk' | undefined;
      full?: boolean | 0 | 1 | undefined;
      name?: string | undefined;
      pool?: string | undefined;
      snapname?: string | undefined;
      storage?: string | undefined;
      target?: string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/cloudinit': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      key: string;
      /** Since 8.4. 0 to 1. */
      delete?: number;
      /** Until 7.4. */
      new?: string;
      /** Until 7.4. */
      old?: string;
      /** Since 8.4. */
      pending?: string;
      /** Since 8.4. */
      value?: string;
    }[];
  };
  /** Needs VM.Config.Cloudinit on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/cloudinit': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/cloudinit/dump': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      type: 'user' | 'network' | 'meta';
    };
    returns: string;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      current?: boolean | 0 | 1 | undefined;
      snapshot?: string | undefined;
    };
    returns: {
      digest: string;
      /** Default `1`. */
      acpi?: 0 | 1;
      affinity?: string;
      /** Property string of {@link QemuAgent}. */
      agent?: string;
      /** Since 9.1. Default `1`. */
      'allow-ksm'?: 0 | 1;
      /** Since 8.4. Property string of {@link QemuAmdSev}. */
      'amd-sev'?: string;
      arch?: 'x86_64' | 'aarch64' | (string & {});
      args?: string;
      /** Property string of {@link QemuAudio}. */
      audio0?: string;
      /** Default `0`. */
      autostart?: 0 | 1;
      /** At least 0. */
      balloon?: number;
      /** Default `seabios`. */
      bios?: 'seabios' | 'ovmf' | (string & {});
      /** Property string of {@link QemuBoot}. */
      boot?: string;
      bootdisk?: string;
      cdrom?: string;
      /** Property string of {@link QemuCloudInitCustom}. */
      cicustom?: string;
      cipassword?: string;
      citype?: 'configdrive2' | 'nocloud' | 'opennebula' | (string & {});
      /** Since 8.4. Default `1`. */
      ciupgrade?: 0 | 1;
      ciuser?: string;
      /** At least 1, default `1`. */
      cores?: number;
      /** Property string of {@link QemuCpu}. */
      cpu?: string;
      /** 0 to 128, default `0`. */
      cpulimit?: string | number;
      /** 1 to 262144. */
      cpuunits?: number;
      description?: string;
      /** Property string of {@link QemuEfiDisk}. */
      efidisk0?: string;
      freeze?: 0 | 1;
      hookscript?: string;
      /** Property string of {@link QemuHostPci}. */
      [key: `hostpci${number}`]: string;
      hotplug?: string;
      hugepages?: 'any' | '2' | '1024' | (string & {});
      /** Property string of {@link QemuIde}. */
      [key: `ide${number}`]: string;
      /** Since 9.1. Property string of {@link QemuIntelTdx}. */
      'intel-tdx'?: string;
      /** Property string of {@link QemuIpConfig}. */
      [key: `ipconfig${number}`]: string;
      /** Property string of {@link QemuIvshmem}. */
      ivshmem?: string;
      /** Default `0`. */
      keephugepages?: 0 | 1;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | (string & {});
      /** Default `1`. */
      kvm?: 0 | 1;
      localtime?: 0 | 1;
      lock?: 'backup' | 'clone' | 'create' | 'migrate' | 'rollback' | 'snapshot' | 'snapshot-delete' | 'suspending' | 'suspended' | (string & {});
      /** Property string of {@link QemuMachine}. */
      machine?: string;
      /** Property string of {@link QemuMemory}. */
      memory?: string | number;
      /** Since 9.1. */
      meta?: string;
      /** At least 0, default `0.1`. */
      migrate_downtime?: number;
      /** At least 0, default `0`. */
      migrate_speed?: number;
      name?: string;
      nameserver?: string;
      /** Property string of {@link QemuNet}. */
      [key: `net${number}`]: string;
      /** Default `0`. */
      numa?: 0 | 1;
      /** Property string of {@link QemuNuma}. */
      [key: `numa${number}`]: string;
      /** Default `0`. */
      onboot?: 0 | 1;
      /** Default `other`. */
      ostype?: 'other' | 'wxp' | 'w2k' | 'w2k3' | 'w2k8' | 'wvista' | 'win7' | 'win8' | 'win10' | 'win11' | 'l24' | 'l26' | 'solaris' | (string & {});
      [key: `parallel${number}`]: string;
      /** Since 9.1. */
      parent?: string;
      /** Default `0`. */
      protection?: 0 | 1;
      /** Default `1`. */
      reboot?: 0 | 1;
      /** Property string of {@link QemuRng}. */
      rng0?: string;
      /** Since 9.1. */
      'running-nets-host-mtu'?: string;
      /** Since 9.1. */
      runningcpu?: string;
      /** Since 9.1. */
      runningmachine?: string;
      /** Property string of {@link QemuSata}. */
      [key: `sata${number}`]: string;
      /** Property string of {@link QemuScsi}. */
      [key: `scsi${number}`]: string;
      /** Default `lsi`. */
      scsihw?: 'lsi' | 'lsi53c810' | 'virtio-scsi-pci' | 'virtio-scsi-single' | 'megasas' | 'pvscsi' | (string & {});
      searchdomain?: string;
      [key: `serial${number}`]: string;
      /** 0 to 50000, default `1000`. */
      shares?: number;
      /** Property string of {@link QemuSmbios}. */
      smbios1?: string;
      /** At least 1, default `1`. */
      smp?: number;
      /** Since 9.1. At least 0. */
      snaptime?: number;
      /** At least 1, default `1`. */
      sockets?: number;
      /** Property string of {@link QemuSpiceEnhancements}. */
      spice_enhancements?: string;
      sshkeys?: string;
      /** Default `now`. */
      startdate?: string;
      /** Property string of {@link StartupOrder}. */
      startup?: string;
      /** Default `1`. */
      tablet?: 0 | 1;
      tags?: string;
      /** Default `0`. */
      tdf?: 0 | 1;
      /** Default `0`. */
      template?: 0 | 1;
      /** Property string of {@link QemuTpmState}. */
      tpmstate0?: string;
      /** Property string of {@link QemuUnused}. */
      [key: `unused${number}`]: string;
      /** Property string of {@link QemuUsb}. */
      [key: `usb${number}`]: string;
      /** At least 1, default `0`. */
      vcpus?: number;
      /** Property string of {@link QemuVga}. */
      vga?: string;
      /** Property string of {@link QemuVirtio}. */
      [key: `virtio${number}`]: string;
      /** Since 8.4. Property string of {@link QemuVirtiofs}. */
      [key: `virtiofs${number}`]: string;
      vmgenid?: string;
      /** Since 9.1. */
      vmstate?: string;
      vmstatestorage?: string;
      /** Property string of {@link QemuWatchdog}. */
      watchdog?: string;
    };
  };
  /** Needs VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `1`. */
      acpi?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      affinity?: string | undefined;
      agent?: QemuAgent | Parsed<QemuAgent> | string | undefined;
      /** Since 9.1. Default `1`. */
      'allow-ksm'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      'amd-sev'?: QemuAmdSev | Parsed<QemuAmdSev> | string | undefined;
      /** Only root@pam, with a ticket. */
      arch?: 'x86_64' | 'aarch64' | undefined;
      /** Only root@pam, with a ticket. */
      args?: string | undefined;
      audio0?: QemuAudio | Parsed<QemuAudio> | string | undefined;
      /** Default `0`. */
      autostart?: boolean | 0 | 1 | undefined;
      /** 1 to 30. */
      background_delay?: number | undefined;
      /** At least 0. */
      balloon?: number | undefined;
      /** Default `seabios`. */
      bios?: 'seabios' | 'ovmf' | undefined;
      boot?: QemuBoot | Parsed<QemuBoot> | string | undefined;
      bootdisk?: string | undefined;
      cdrom?: string | undefined;
      cicustom?: QemuCloudInitCustom | Parsed<QemuCloudInitCustom> | string | undefined;
      cipassword?: string | undefined;
      citype?: 'configdrive2' | 'nocloud' | 'opennebula' | undefined;
      /** Since 8.4. Default `1`. */
      ciupgrade?: boolean | 0 | 1 | undefined;
      ciuser?: string | undefined;
      /** At least 1, default `1`. */
      cores?: number | undefined;
      cpu?: QemuCpu | Parsed<QemuCpu> | string | undefined;
      /** 0 to 128, default `0`. */
      cpulimit?: number | undefined;
      /** 1 to 262144. */
      cpuunits?: number | undefined;
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
      efidisk0?: QemuEfiDisk | Parsed<QemuEfiDisk> | string | undefined;
      /** Only together with `delete`. */
      force?: boolean | 0 | 1 | undefined;
      freeze?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      hookscript?: string | undefined;
      /** Only root@pam, with a ticket, for `host` and `romfile`. */
      [key: `hostpci${number}`]: QemuHostPci | Parsed<QemuHostPci> | string | undefined;
      hotplug?: string | undefined;
      /** Only root@pam, with a ticket. */
      hugepages?: 'any' | '2' | '1024' | undefined;
      [key: `ide${number}`]: QemuIde | Parsed<QemuIde> | string | undefined;
      /** Since 8.4. */
      'import-working-storage'?: string | undefined;
      /** Since 9.1. Only root@pam, with a ticket. */
      'intel-tdx'?: QemuIntelTdx | Parsed<QemuIntelTdx> | string | undefined;
      [key: `ipconfig${number}`]: QemuIpConfig | Parsed<QemuIpConfig> | string | undefined;
      /** Only root@pam, with a ticket. */
      ivshmem?: QemuIvshmem | Parsed<QemuIvshmem> | string | undefined;
      /** Default `0`. Only root@pam, with a ticket. */
      keephugepages?: boolean | 0 | 1 | undefined;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | undefined;
      /** Default `1`. */
      kvm?: boolean | 0 | 1 | undefined;
      localtime?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      lock?: 'backup' | 'clone' | 'create' | 'migrate' | 'rollback' | 'snapshot' | 'snapshot-delete' | 'suspending' | 'suspended' | undefined;
      machine?: QemuMachine | Parsed<QemuMachine> | string | undefined;
      memory?: QemuMemory | Parsed<QemuMemory> | string | number | undefined;
      /** At least 0, default `0.1`. */
      migrate_downtime?: number | undefined;
      /** At least 0, default `0`. */
      migrate_speed?: number | undefined;
      name?: string | undefined;
      nameserver?: List | undefined;
      [key: `net${number}`]: QemuNet | Parsed<QemuNet> | string | undefined;
      /** Default `0`. */
      numa?: boolean | 0 | 1 | undefined;
      [key: `numa${number}`]: QemuNuma | Parsed<QemuNuma> | string | undefined;
      /** Default `0`. */
      onboot?: boolean | 0 | 1 | undefined;
      /** Default `other`. */
      ostype?: 'other' | 'wxp' | 'w2k' | 'w2k3' | 'w2k8' | 'wvista' | 'win7' | 'win8' | 'win10' | 'win11' | 'l24' | 'l26' | 'solaris' | undefined;
      /** Only root@pam, with a ticket. */
      [key: `parallel${number}`]: string | undefined;
      /** Default `0`. */
      protection?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      reboot?: boolean | 0 | 1 | undefined;
      revert?: List | undefined;
      rng0?: QemuRng | Parsed<QemuRng> | string | undefined;
      [key: `sata${number}`]: QemuSata | Parsed<QemuSata> | string | undefined;
      [key: `scsi${number}`]: QemuScsi | Parsed<QemuScsi> | string | undefined;
      /** Default `lsi`. */
      scsihw?: 'lsi' | 'lsi53c810' | 'virtio-scsi-pci' | 'virtio-scsi-single' | 'megasas' | 'pvscsi' | undefined;
      searchdomain?: string | undefined;
      /** Only root@pam, with a ticket, for anything but `socket`. */
      [key: `serial${number}`]: string | undefined;
      /** 0 to 50000, default `1000`. */
      shares?: number | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      smbios1?: QemuSmbios | Parsed<QemuSmbios> | string | undefined;
      /** At least 1, default `1`. */
      smp?: number | undefined;
      /** At least 1, default `1`. */
      sockets?: number | undefined;
      /** Only root@pam, with a ticket. */
      spice_enhancements?: QemuSpiceEnhancements | Parsed<QemuSpiceEnhancements> | string | undefined;
      sshkeys?: string | undefined;
      /** Default `now`. */
      startdate?: string | undefined;
      startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;
      /** Default `1`. */
      tablet?: boolean | 0 | 1 | undefined;
      tags?: List | undefined;
      /** Default `0`. */
      tdf?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      template?: boolean | 0 | 1 | undefined;
      tpmstate0?: QemuTpmState | Parsed<QemuTpmState> | string | undefined;
      [key: `unused${number}`]: QemuUnused | Parsed<QemuUnused> | string | undefined;
      /** Only root@pam, with a ticket, for `host` other than `spice`. */
      [key: `usb${number}`]: QemuUsb | Parsed<QemuUsb> | string | undefined;
      /** At least 1, default `0`. */
      vcpus?: number | undefined;
      vga?: QemuVga | Parsed<QemuVga> | string | undefined;
      [key: `virtio${number}`]: QemuVirtio | Parsed<QemuVirtio> | string | undefined;
      /** Since 8.4. */
      [key: `virtiofs${number}`]: QemuVirtiofs | Parsed<QemuVirtiofs> | string | undefined;
      /** Only root@pam, with a ticket. */
      vmgenid?: string | undefined;
      vmstatestorage?: string | undefined;
      watchdog?: QemuWatchdog | Parsed<QemuWatchdog> | string | undefined;
    };
    returns: string;
  };
  /** Needs VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `1`. */
      acpi?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      affinity?: string | undefined;
      agent?: QemuAgent | Parsed<QemuAgent> | string | undefined;
      /** Since 9.1. Default `1`. */
      'allow-ksm'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      'amd-sev'?: QemuAmdSev | Parsed<QemuAmdSev> | string | undefined;
      /** Only root@pam, with a ticket. */
      arch?: 'x86_64' | 'aarch64' | undefined;
      /** Only root@pam, with a ticket. */
      args?: string | undefined;
      audio0?: QemuAudio | Parsed<QemuAudio> | string | undefined;
      /** Default `0`. */
      autostart?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      balloon?: number | undefined;
      /** Default `seabios`. */
      bios?: 'seabios' | 'ovmf' | undefined;
      boot?: QemuBoot | Parsed<QemuBoot> | string | undefined;
      bootdisk?: string | undefined;
      cdrom?: string | undefined;
      cicustom?: QemuCloudInitCustom | Parsed<QemuCloudInitCustom> | string | undefined;
      cipassword?: string | undefined;
      citype?: 'configdrive2' | 'nocloud' | 'opennebula' | undefined;
      /** Since 8.4. Default `1`. */
      ciupgrade?: boolean | 0 | 1 | undefined;
      ciuser?: string | undefined;
      /** At least 1, default `1`. */
      cores?: number | undefined;
      cpu?: QemuCpu | Parsed<QemuCpu> | string | undefined;
      /** 0 to 128, default `0`. */
      cpulimit?: number | undefined;
      /** 1 to 262144. */
      cpuunits?: number | undefined;
      delete?: List | undefined;
      description?: string | undefined;
      digest?: string | undefined;
      efidisk0?: QemuEfiDisk | Parsed<QemuEfiDisk> | string | undefined;
      /** Only together with `delete`. */
      force?: boolean | 0 | 1 | undefined;
      freeze?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      hookscript?: string | undefined;
      /** Only root@pam, with a ticket, for `host` and `romfile`. */
      [key: `hostpci${number}`]: QemuHostPci | Parsed<QemuHostPci> | string | undefined;
      hotplug?: string | undefined;
      /** Only root@pam, with a ticket. */
      hugepages?: 'any' | '2' | '1024' | undefined;
      [key: `ide${number}`]: QemuIde | Parsed<QemuIde> | string | undefined;
      /** Since 9.1. Only root@pam, with a ticket. */
      'intel-tdx'?: QemuIntelTdx | Parsed<QemuIntelTdx> | string | undefined;
      [key: `ipconfig${number}`]: QemuIpConfig | Parsed<QemuIpConfig> | string | undefined;
      /** Only root@pam, with a ticket. */
      ivshmem?: QemuIvshmem | Parsed<QemuIvshmem> | string | undefined;
      /** Default `0`. Only root@pam, with a ticket. */
      keephugepages?: boolean | 0 | 1 | undefined;
      keyboard?: 'de' | 'de-ch' | 'da' | 'en-gb' | 'en-us' | 'es' | 'fi' | 'fr' | 'fr-be' | 'fr-ca' | 'fr-ch' | 'hu' | 'is' | 'it' | 'ja' | 'lt' | 'mk' | 'nl' | 'no' | 'pl' | 'pt' | 'pt-br' | 'sv' | 'sl' | 'tr' | undefined;
      /** Default `1`. */
      kvm?: boolean | 0 | 1 | undefined;
      localtime?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      lock?: 'backup' | 'clone' | 'create' | 'migrate' | 'rollback' | 'snapshot' | 'snapshot-delete' | 'suspending' | 'suspended' | undefined;
      machine?: QemuMachine | Parsed<QemuMachine> | string | undefined;
      memory?: QemuMemory | Parsed<QemuMemory> | string | number | undefined;
      /** At least 0, default `0.1`. */
      migrate_downtime?: number | undefined;
      /** At least 0, default `0`. */
      migrate_speed?: number | undefined;
      name?: string | undefined;
      nameserver?: List | undefined;
      [key: `net${number}`]: QemuNet | Parsed<QemuNet> | string | undefined;
      /** Default `0`. */
      numa?: boolean | 0 | 1 | undefined;
      [key: `numa${number}`]: QemuNuma | Parsed<QemuNuma> | string | undefined;
      /** Default `0`. */
      onboot?: boolean | 0 | 1 | undefined;
      /** Default `other`. */
      ostype?: 'other' | 'wxp' | 'w2k' | 'w2k3' | 'w2k8' | 'wvista' | 'win7' | 'win8' | 'win10' | 'win11' | 'l24' | 'l26' | 'solaris' | undefined;
      /** Only root@pam, with a ticket. */
      [key: `parallel${number}`]: string | undefined;
      /** Default `0`. */
      protection?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      reboot?: boolean | 0 | 1 | undefined;
      revert?: List | undefined;
      rng0?: QemuRng | Parsed<QemuRng> | string | undefined;
      [key: `sata${number}`]: QemuSata | Parsed<QemuSata> | string | undefined;
      [key: `scsi${number}`]: QemuScsi | Parsed<QemuScsi> | string | undefined;
      /** Default `lsi`. */
      scsihw?: 'lsi' | 'lsi53c810' | 'virtio-scsi-pci' | 'virtio-scsi-single' | 'megasas' | 'pvscsi' | undefined;
      searchdomain?: string | undefined;
      /** Only root@pam, with a ticket, for anything but `socket`. */
      [key: `serial${number}`]: string | undefined;
      /** 0 to 50000, default `1000`. */
      shares?: number | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      smbios1?: QemuSmbios | Parsed<QemuSmbios> | string | undefined;
      /** At least 1, default `1`. */
      smp?: number | undefined;
      /** At least 1, default `1`. */
      sockets?: number | undefined;
      /** Only root@pam, with a ticket. */
      spice_enhancements?: QemuSpiceEnhancements | Parsed<QemuSpiceEnhancements> | string | undefined;
      sshkeys?: string | undefined;
      /** Default `now`. */
      startdate?: string | undefined;
      startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;
      /** Default `1`. */
      tablet?: boolean | 0 | 1 | undefined;
      tags?: List | undefined;
      /** Default `0`. */
      tdf?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      template?: boolean | 0 | 1 | undefined;
      tpmstate0?: QemuTpmState | Parsed<QemuTpmState> | string | undefined;
      [key: `unused${number}`]: QemuUnused | Parsed<QemuUnused> | string | undefined;
      /** Only root@pam, with a ticket, for `host` other than `spice`. */
      [key: `usb${number}`]: QemuUsb | Parsed<QemuUsb> | string | undefined;
      /** At least 1, default `0`. */
      vcpus?: number | undefined;
      vga?: QemuVga | Parsed<QemuVga> | string | undefined;
      [key: `virtio${number}`]: QemuVirtio | Parsed<QemuVirtio> | string | undefined;
      /** Since 8.4. */
      [key: `virtiofs${number}`]: QemuVirtiofs | Parsed<QemuVirtiofs> | string | undefined;
      /** Only root@pam, with a ticket. */
      vmgenid?: string | undefined;
      vmstatestorage?: string | undefined;
      watchdog?: QemuWatchdog | Parsed<QemuWatchdog> | string | undefined;
    };
    returns: null;
  };
  /** Since 9.1. Needs VM.Migrate on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/dbus-vmstate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      action: 'start' | 'stop';
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/feature': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      feature: 'snapshot' | 'clone' | 'copy';
      snapname?: string | undefined;
    };
    returns: {
      hasFeature: 0 | 1;
      nodes: string[];
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}/firewall': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/aliases': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      cidr: string;
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/firewall/aliases': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      cidr: string;
      name: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/ipset': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      digest: string;
      name: string;
      comment?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/firewall/ipset': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      comment?: string | undefined;
      digest?: string | undefined;
      rename?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
    };
    returns: {
      cidr: string;
      digest: string;
      comment?: string;
      nomatch?: 0 | 1;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      name: string;
      cidr: string;
      comment?: string | undefined;
      digest?: string | undefined;
      nomatch?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/log': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      limit?: number | undefined;
      /** At least 0. */
      since?: number | undefined;
      /** At least 0. */
      start?: number | undefined;
      /** At least 0. */
      until?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/options': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      /** Default `0`. */
      dhcp?: 0 | 1;
      /** Default `0`. */
      enable?: 0 | 1;
      ipfilter?: 0 | 1;
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Default `1`. */
      macfilter?: 0 | 1;
      /** Default `1`. */
      ndp?: 0 | 1;
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | (string & {});
      radv?: 0 | 1;
    };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/firewall/options': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      delete?: List | undefined;
      /** Default `0`. */
      dhcp?: boolean | 0 | 1 | undefined;
      digest?: string | undefined;
      /** Default `0`. */
      enable?: boolean | 0 | 1 | undefined;
      ipfilter?: boolean | 0 | 1 | undefined;
      log_level_in?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      log_level_out?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      /** Default `1`. */
      macfilter?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      ndp?: boolean | 0 | 1 | undefined;
      policy_in?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
      policy_out?: 'ACCEPT' | 'REJECT' | 'DROP' | undefined;
      radv?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/refs': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      type?: 'alias' | 'ipset' | undefined;
    };
    returns: {
      name: string;
      type: 'alias' | 'ipset' | (string & {});
      comment?: string;
      /** Since 8.4. */
      ref?: string;
      /** Since 8.4. */
      scope?: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/rules': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      pos: string | number;
      /** Since 9.1. */
      action?: string;
      /** Since 9.1. */
      comment?: string;
      /** Since 9.1. */
      dest?: string;
      /** Since 9.1. */
      dport?: string;
      /** Since 9.1. */
      enable?: number;
      /** Since 9.1. */
      'icmp-type'?: string;
      /** Since 9.1. */
      iface?: string;
      /** Since 9.1. */
      ipversion?: number;
      /** Since 9.1. */
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      /** Since 9.1. */
      macro?: string;
      /** Since 9.1. */
      proto?: string;
      /** Since 9.1. */
      source?: string;
      /** Since 9.1. */
      sport?: string;
      /** Since 9.1. */
      type?: string;
    }[];
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/firewall/rules': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      action: string;
      /** `forward`: since 8.4. */
      type: 'in' | 'out' | 'group' | 'forward';
      comment?: string | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      pos?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
      digest?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
    };
    returns: {
      action: string;
      pos: string | number;
      type: string;
      comment?: string;
      dest?: string;
      dport?: string;
      enable?: number;
      'icmp-type'?: string;
      iface?: string;
      ipversion?: number;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | (string & {});
      macro?: string;
      proto?: string;
      source?: string;
      sport?: string;
    };
  };
  /** Needs VM.Config.Network on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      pos: number;
      action?: string | undefined;
      comment?: string | undefined;
      delete?: List | undefined;
      dest?: string | undefined;
      digest?: string | undefined;
      dport?: string | undefined;
      /** At least 0. */
      enable?: number | undefined;
      'icmp-type'?: string | undefined;
      iface?: string | undefined;
      log?: 'emerg' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug' | 'nolog' | undefined;
      macro?: string | undefined;
      /** At least 0. */
      moveto?: number | undefined;
      proto?: string | undefined;
      source?: string | undefined;
      sport?: string | undefined;
      /** `forward`: since 8.4. */
      type?: 'in' | 'out' | 'group' | 'forward' | undefined;
    };
    returns: null;
  };
  /** Needs VM.Migrate on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      target?: string | undefined;
    };
    returns: {
      local_disks: {
        cdrom: 0 | 1;
        is_unused: 0 | 1;
        size: number;
        volid: string;
      }[];
      local_resources: string[];
      running: 0 | 1;
      allowed_nodes?: string[];
      /** Since 9.1. */
      'dependent-ha-resources'?: string[];
      /** Since 9.1. */
      'has-dbus-vmstate'?: 0 | 1;
      /** Since 8.4. */
      'mapped-resource-info'?: { [key: string]: unknown };
      /** Since 8.4. */
      'mapped-resources'?: string[];
      not_allowed_nodes?: {
        /** Since 9.1. */
        'blocking-ha-resources'?: {
          /** `node-affinity`: since 9.2. */
          cause: 'resource-affinity' | 'node-affinity' | (string & {});
          sid: string;
        }[];
        unavailable_storages?: string[];
      };
    };
  };
  /** Needs VM.Migrate on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      target: string;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Only root@pam, with a ticket. */
      force?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      migration_network?: string | undefined;
      /** Only root@pam, with a ticket. */
      migration_type?: 'secure' | 'insecure' | undefined;
      online?: boolean | 0 | 1 | undefined;
      targetstorage?: List | undefined;
      /** Since 9.1. Default `0`. */
      'with-conntrack-state'?: boolean | 0 | 1 | undefined;
      'with-local-disks'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit|Sys.Modify on /vms/{vmid}. Until 8.4: needs VM.Monitor on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/monitor': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      command: string;
    };
    returns: string;
  };
  /** Needs VM.Config.Disk on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/move_disk': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** `scsi0` to `scsi30`, `virtio0` to `virtio15`, `unused0` to `unused255`. */
      disk: 'ide0' | 'ide1' | 'ide2' | 'ide3' | `scsi${number}` | `virtio${number}` | 'sata0' | 'sata1' | 'sata2' | 'sata3' | 'sata4' | 'sata5' | 'efidisk0' | 'tpmstate0' | `unused${number}`;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      digest?: string | undefined;
      format?: 'raw' | 'qcow2' | 'vmdk' | undefined;
      storage?: string | undefined;
      'target-digest'?: string | undefined;
      /** `scsi0` to `scsi30`, `virtio0` to `virtio15`, `unused0` to `unused255`. */
      'target-disk'?: 'ide0' | 'ide1' | 'ide2' | 'ide3' | `scsi${number}` | `virtio${number}` | 'sata0' | 'sata1' | 'sata2' | 'sata3' | 'sata4' | 'sata5' | 'efidisk0' | 'tpmstate0' | `unused${number}` | undefined;
      /** 100 to 999999999. */
      'target-vmid'?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid} and Sys.Incoming on /. */
  'POST /nodes/{node}/qemu/{vmid}/mtunnel': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      bridges?: List | undefined;
      storages?: List | undefined;
    };
    returns: {
      socket: string;
      ticket: string;
      upid: string;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}/mtunnelwebsocket': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      socket: string;
      ticket: string;
    };
    returns: {
      port?: string;
      socket?: string;
    };
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/pending': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      key: string;
      /** 0 to 2. */
      delete?: number;
      pending?: string | number;
      value?: string | number;
    }[];
  };
  /** Needs VM.Migrate on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/remote_migrate': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      'target-bridge': List;
      'target-endpoint': RemoteEndpoint | Parsed<RemoteEndpoint> | string;
      'target-storage': List;
      /** At least 0. */
      bwlimit?: number | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      online?: boolean | 0 | 1 | undefined;
      /** 100 to 999999999. */
      'target-vmid'?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.Config.Disk on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/resize': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** `scsi0` to `scsi30`, `virtio0` to `virtio15`. */
      disk: 'ide0' | 'ide1' | 'ide2' | 'ide3' | `scsi${number}` | `virtio${number}` | 'sata0' | 'sata1' | 'sata2' | 'sata3' | 'sata4' | 'sata5' | 'efidisk0' | 'tpmstate0';
      size: string;
      digest?: string | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string | null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/rrd': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      ds: List;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: {
      filename: string;
    };
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/rrddata': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/sendkey': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      key: string;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/snapshot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      description: string;
      name: string;
      parent?: string;
      snaptime?: number;
      vmstate?: 0 | 1;
    }[];
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/snapshot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      description?: string | undefined;
      vmstate?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'DELETE /nodes/{node}/qemu/{vmid}/snapshot/{snapname}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs VM.Snapshot|VM.Snapshot.Rollback|VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs VM.Snapshot on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      description?: string | undefined;
    };
    returns: null;
  };
  /** Needs VM.Snapshot|VM.Snapshot.Rollback on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      snapname: string;
      /** Default `0`. */
      start?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/spiceproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      proxy?: string | undefined;
    };
    returns: {
      host: string;
      password: string;
      proxy: string;
      'tls-port': number;
      type: string;
      [key: string]: unknown;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/qemu/{vmid}/status': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Needs VM.Audit on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/status/current': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
    };
    returns: {
      ha: { [key: string]: unknown };
      status: 'stopped' | 'running' | (string & {});
      /** 100 to 999999999. */
      vmid: number;
      agent?: 0 | 1;
      /** Since 8.4. */
      clipboard?: 'vnc' | (string & {});
      /** Since 8.4. */
      cpu?: number;
      cpus?: number;
      /** Seen, but not described. */
      disk?: number;
      /** Since 8.4. */
      diskread?: number;
      /** Since 8.4. */
      diskwrite?: number;
      lock?: string;
      maxdisk?: number;
      maxmem?: number;
      /** Since 8.4. */
      mem?: number;
      /** Since 9.1. */
      memhost?: number;
      name?: string;
      /** Since 8.4. */
      netin?: number;
      /** Since 8.4. */
      netout?: number;
      pid?: number;
      /** Since 9.1. */
      pressurecpufull?: number;
      /** Since 9.1. */
      pressurecpusome?: number;
      /** Since 9.1. */
      pressureiofull?: number;
      /** Since 9.1. */
      pressureiosome?: number;
      /** Since 9.1. */
      pressurememoryfull?: number;
      /** Since 9.1. */
      pressurememorysome?: number;
      qmpstatus?: string;
      'running-machine'?: string;
      'running-qemu'?: string;
      /** Since 8.4. */
      serial?: 0 | 1;
      spice?: 0 | 1;
      tags?: string;
      /** Since 8.4. Default `0`. */
      template?: 0 | 1;
      uptime?: number;
    };
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/reboot': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** At least 0. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/reset': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/resume': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Only root@pam, with a ticket. */
      nocheck?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/shutdown': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      forceStop?: boolean | 0 | 1 | undefined;
      /** Default `0`. Only root@pam, with a ticket. */
      keepActive?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/start': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Only root@pam, with a ticket. */
      'force-cpu'?: string | undefined;
      machine?: QemuMachine | Parsed<QemuMachine> | string | undefined;
      /** Only root@pam, with a ticket. */
      migratedfrom?: string | undefined;
      /** Only root@pam, with a ticket. */
      migration_network?: string | undefined;
      /** Only root@pam, with a ticket. */
      migration_type?: 'secure' | 'insecure' | undefined;
      /** Since 9.1. Only root@pam, with a ticket. */
      'nets-host-mtu'?: string | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      stateuri?: string | undefined;
      /** Only root@pam, with a ticket. */
      targetstorage?: List | undefined;
      /** At least 0. */
      timeout?: number | undefined;
      /** Since 9.1. Default `0`. Only root@pam, with a ticket. */
      'with-conntrack-state'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/stop': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. Only root@pam, with a ticket. */
      keepActive?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      migratedfrom?: string | undefined;
      /** Since 8.4. Default `0`. */
      'overrule-shutdown'?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      /** At least 0. */
      timeout?: number | undefined;
    };
    returns: string;
  };
  /** Needs VM.PowerMgmt on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/status/suspend': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Only root@pam, with a ticket. */
      skiplock?: boolean | 0 | 1 | undefined;
      /** Only together with `todisk`. */
      statestorage?: string | undefined;
      /** Default `0`. */
      todisk?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** Needs VM.Allocate on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/template': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** `scsi0` to `scsi30`, `virtio0` to `virtio15`. */
      disk?: 'ide0' | 'ide1' | 'ide2' | 'ide3' | `scsi${number}` | `virtio${number}` | 'sata0' | 'sata1' | 'sata2' | 'sata3' | 'sata4' | 'sata5' | 'efidisk0' | 'tpmstate0' | undefined;
    };
    returns: string;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/termproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      serial?: 'serial0' | 'serial1' | 'serial2' | 'serial3' | undefined;
    };
    returns: {
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
    };
  };
  /** Needs VM.Config.Disk on /vms/{vmid}. */
  'PUT /nodes/{node}/qemu/{vmid}/unlink': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      idlist: List;
      force?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'POST /nodes/{node}/qemu/{vmid}/vncproxy': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Default `0`. */
      'generate-password'?: boolean | 0 | 1 | undefined;
      websocket?: boolean | 0 | 1 | undefined;
    };
    returns: {
      cert: string;
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
      password?: string;
    };
  };
  /** Needs VM.Console on /vms/{vmid}. */
  'GET /nodes/{node}/qemu/{vmid}/vncwebsocket': {
    params: {
      node: string;
      /** 100 to 999999999. */
      vmid: number;
      /** 5900 to 5999. */
      port: number;
      vncticket: string;
    };
    returns: {
      port: string;
    };
  };
  /** Since 9.1. Needs Sys.AccessNetwork on /nodes/{node}. */
  'GET /nodes/{node}/query-oci-repo-tags': {
    params: {
      node: string;
      reference: string;
    };
    returns: string[];
  };
  /** Needs Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /nodes/{node}. Until 7.4: needs Sys.Audit+Sys.Modify on /. */
  'GET /nodes/{node}/query-url-metadata': {
    params: {
      node: string;
      url: string;
      /** Default `1`. */
      'verify-certificates'?: boolean | 0 | 1 | undefined;
    };
    returns: {
      filename?: string;
      mimetype?: string;
      size?: number;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/replication': {
    params: {
      node: string;
      /** 100 to 999999999. */
      guest?: number | undefined;
    };
    returns: {
      id: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/replication/{id}': {
    params: {
      node: string;
      id: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/replication/{id}/log': {
    params: {
      node: string;
      id: string;
      /** At least 0. */
      limit?: number | undefined;
      /** At least 0. */
      start?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** For any user or token. Until 8.4: needs Datastore.Allocate on /storage. */
  'POST /nodes/{node}/replication/{id}/schedule_now': {
    params: {
      node: string;
      id: string;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/replication/{id}/status': {
    params: {
      node: string;
      id: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/report': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/rrd': {
    params: {
      node: string;
      ds: List;
      /** `decade`: since 9.1. */
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year' | 'decade';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: {
      filename: string;
    };
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/rrddata': {
    params: {
      node: string;
      /** `decade`: since 9.1. */
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year' | 'decade';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/scan': {
    params: {
      node: string;
    };
    returns: {
      method: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/cifs': {
    params: {
      node: string;
      server: string;
      domain?: string | undefined;
      password?: string | undefined;
      username?: string | undefined;
    };
    returns: {
      description: string;
      share: string;
    }[];
  };
  /** Until 8.4. Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/glusterfs': {
    params: {
      node: string;
      server: string;
    };
    returns: {
      volname: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/iscsi': {
    params: {
      node: string;
      portal: string;
    };
    returns: {
      portal: string;
      target: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/lvm': {
    params: {
      node: string;
    };
    returns: {
      vg: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/lvmthin': {
    params: {
      node: string;
      vg: string;
    };
    returns: {
      lv: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/nfs': {
    params: {
      node: string;
      server: string;
    };
    returns: {
      options: string;
      path: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/pbs': {
    params: {
      node: string;
      password: string;
      server: string;
      username: string;
      fingerprint?: string | undefined;
      /** 1 to 65535, default `8007`. */
      port?: number | undefined;
    };
    returns: {
      store: string;
      comment?: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'GET /nodes/{node}/scan/zfs': {
    params: {
      node: string;
    };
    returns: {
      pool: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/sdn': {
    params: {
      node: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics/{fabric}. */
  'GET /nodes/{node}/sdn/fabrics/{fabric}': {
    params: {
      node: string;
      fabric: string;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics/{fabric}. */
  'GET /nodes/{node}/sdn/fabrics/{fabric}/interfaces': {
    params: {
      node: string;
      fabric: string;
    };
    returns: {
      name: string;
      state: string;
      type: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics/{fabric}. */
  'GET /nodes/{node}/sdn/fabrics/{fabric}/neighbors': {
    params: {
      node: string;
      fabric: string;
    };
    returns: {
      neighbor: string;
      status: string;
      uptime: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/fabrics/{fabric}. */
  'GET /nodes/{node}/sdn/fabrics/{fabric}/routes': {
    params: {
      node: string;
      fabric: string;
    };
    returns: {
      route: string;
      via: string[];
    }[];
  };
  /** Since 9.1. For any user or token. */
  'GET /nodes/{node}/sdn/vnets/{vnet}': {
    params: {
      node: string;
      vnet: string;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Since 9.1. For any user or token. */
  'GET /nodes/{node}/sdn/vnets/{vnet}/mac-vrf': {
    params: {
      node: string;
      vnet: string;
    };
    returns: {
      ip: string;
      mac: string;
      nexthop: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/sdn/zones': {
    params: {
      node: string;
    };
    returns: {
      status: 'available' | 'pending' | 'error' | (string & {});
      zone: string;
    }[];
  };
  /** Needs SDN.Audit on /sdn/zones/{zone}. */
  'GET /nodes/{node}/sdn/zones/{zone}': {
    params: {
      node: string;
      zone: string;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/zones/{zone}. */
  'GET /nodes/{node}/sdn/zones/{zone}/bridges': {
    params: {
      node: string;
      zone: string;
    };
    returns: {
      name: string;
      ports: {
        name: string;
        index?: string;
        primary_vlan?: number;
        vlans?: string[];
        vmid?: number;
      }[];
      vlan_filtering: string;
    }[];
  };
  /** Needs SDN.Audit on /sdn/zones/{zone}. */
  'GET /nodes/{node}/sdn/zones/{zone}/content': {
    params: {
      node: string;
      zone: string;
    };
    returns: {
      vnet: string;
      status?: string;
      statusmsg?: string;
    }[];
  };
  /** Since 9.1. Needs SDN.Audit on /sdn/zones/{zone}. */
  'GET /nodes/{node}/sdn/zones/{zone}/ip-vrf': {
    params: {
      node: string;
      zone: string;
    };
    returns: {
      ip: string;
      metric: number;
      nexthops: string[];
      protocol: string;
    }[];
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/services': {
    params: {
      node: string;
    };
    returns: {
      'active-state': 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'maintenance' | 'reloading' | 'refreshing' | 'unknown' | (string & {});
      desc: string;
      name: string;
      service: string;
      state: 'dead' | 'condition' | 'start-pre' | 'start' | 'start-post' | 'running' | 'exited' | 'reload' | 'reload-signal' | 'reload-notify' | 'mounting' | 'stop' | 'stop-watchdog' | 'stop-sigterm' | 'stop-sigkill' | 'stop-post' | 'final-watchdog' | 'final-sigterm' | 'final-sigkill' | 'failed' | 'dead-before-auto-restart' | 'failed-before-auto-restart' | 'dead-resources-pinned' | 'auto-restart' | 'auto-restart-queued' | 'cleaning' | 'unknown' | (string & {});
      'unit-state': 'enabled' | 'enabled-runtime' | 'linked' | 'linked-runtime' | 'alias' | 'masked' | 'masked-runtime' | 'static' | 'disabled' | 'indirect' | 'generated' | 'transient' | 'bad' | 'not-found' | 'unknown' | (string & {});
    }[];
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/services/{service}': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/services/{service}/reload': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/services/{service}/restart': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/services/{service}/start': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/services/{service}/state': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: {
      'active-state': 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'maintenance' | 'reloading' | 'refreshing' | 'unknown' | (string & {});
      desc: string;
      name: string;
      service: string;
      state: 'dead' | 'condition' | 'start-pre' | 'start' | 'start-post' | 'running' | 'exited' | 'reload' | 'reload-signal' | 'reload-notify' | 'mounting' | 'stop' | 'stop-watchdog' | 'stop-sigterm' | 'stop-sigkill' | 'stop-post' | 'final-watchdog' | 'final-sigterm' | 'final-sigkill' | 'failed' | 'dead-before-auto-restart' | 'failed-before-auto-restart' | 'dead-resources-pinned' | 'auto-restart' | 'auto-restart-queued' | 'cleaning' | 'unknown' | (string & {});
      'unit-state': 'enabled' | 'enabled-runtime' | 'linked' | 'linked-runtime' | 'alias' | 'masked' | 'masked-runtime' | 'static' | 'disabled' | 'indirect' | 'generated' | 'transient' | 'bad' | 'not-found' | 'unknown' | (string & {});
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/services/{service}/stop': {
    params: {
      node: string;
      /** `lxcfs`, `proxmox-firewall`, `pve-lxc-syscalld`, `qmeventd`: since 9.1. */
      service: 'chrony' | 'corosync' | 'cron' | 'ksmtuned' | 'postfix' | 'pve-cluster' | 'pve-firewall' | 'pve-ha-crm' | 'pve-ha-lrm' | 'pvedaemon' | 'pvefw-logger' | 'pveproxy' | 'pvescheduler' | 'pvestatd' | 'spiceproxy' | 'sshd' | 'syslog' | 'systemd-journald' | 'systemd-timesyncd' | 'lxcfs' | 'proxmox-firewall' | 'pve-lxc-syscalld' | 'qmeventd';
    };
    returns: string;
  };
  /** Needs Sys.Console on /nodes/{node}. */
  'POST /nodes/{node}/spiceshell': {
    params: {
      node: string;
      /** Default `login`. Only root@pam, with a ticket, for anything but `login`. */
      cmd?: 'ceph_install' | 'upgrade' | 'login' | undefined;
      /** Only together with `cmd`. */
      'cmd-opts'?: string | undefined;
      proxy?: string | undefined;
    };
    returns: {
      host: string;
      password: string;
      proxy: string;
      'tls-port': number;
      type: string;
      [key: string]: unknown;
    };
  };
  /** For any user or token. */
  'POST /nodes/{node}/startall': {
    params: {
      node: string;
      /** Default `off`. */
      force?: boolean | 0 | 1 | undefined;
      /** Since 9.1. 1 to 64. */
      'max-workers'?: number | undefined;
      vms?: List | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/status': {
    params: {
      node: string;
    };
    returns: {
      'boot-info': {
        mode: 'efi' | 'legacy-bios' | (string & {});
        secureboot?: 0 | 1;
      };
      cpu: number;
      cpuinfo: {
        cores: number;
        cpus: number;
        model: string;
        sockets: number;
        /** Seen, but not described. */
        family?: string;
        /** Seen, but not described. */
        flags?: string;
        /** Seen, but not described. */
        hvm?: string;
        /** Seen, but not described. */
        mhz?: string;
        /** Seen, but not described. */
        user_hz?: number;
        /** Seen, but not described. */
        vendor?: string;
      };
      'current-kernel': {
        machine: string;
        release: string;
        sysname: string;
        version: string;
      };
      loadavg: string[];
      memory: {
        free: number;
        total: number;
        used: number;
        /** Since 9.1. */
        available?: number;
      };
      pveversion: string;
      rootfs: {
        avail: number;
        free: number;
        total: number;
        used: number;
      };
      [key: string]: unknown;
    };
  };
  /** Needs Sys.PowerMgmt on /nodes/{node}. */
  'POST /nodes/{node}/status': {
    params: {
      node: string;
      command: 'reboot' | 'shutdown';
    };
    returns: null;
  };
  /** For any user or token. */
  'POST /nodes/{node}/stopall': {
    params: {
      node: string;
      /** Default `1`. */
      'force-stop'?: boolean | 0 | 1 | undefined;
      /** Since 9.1. 1 to 64. */
      'max-workers'?: number | undefined;
      /** 0 to 7200, default `180`. */
      timeout?: number | undefined;
      vms?: List | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/storage': {
    params: {
      node: string;
      content?: List | undefined;
      /** Default `0`. */
      enabled?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      format?: boolean | 0 | 1 | undefined;
      storage?: string | undefined;
      target?: string | undefined;
    };
    returns: {
      content: string;
      storage: string;
      type: string;
      active?: 0 | 1;
      avail?: number;
      enabled?: 0 | 1;
      /** Since 9.1. */
      formats?: {
        default: 'qcow2' | 'raw' | 'subvol' | 'vmdk' | (string & {});
        supported: ('qcow2' | 'raw' | 'subvol' | 'vmdk' | (string & {}))[];
      };
      /** Since 9.1. */
      select_existing?: 0 | 1;
      shared?: 0 | 1;
      total?: number;
      used?: number;
      used_fraction?: number;
    }[];
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}': {
    params: {
      node: string;
      storage: string;
    };
    returns: {
      subdir: string;
    }[];
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/content': {
    params: {
      node: string;
      storage: string;
      content?: string | undefined;
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: {
      format: string;
      volid: string;
      /** Since 9.2. */
      'approximate-size'?: number;
      /** Seen, but not described. */
      content?: string;
      /** At least 0. */
      ctime?: number;
      encrypted?: string;
      notes?: string;
      parent?: string | null;
      protected?: 0 | 1;
      /** Required until 9.1. */
      size?: number;
      /** Seen, but not described. */
      subtype?: string;
      used?: number;
      verification?: {
        state: string;
        upid: string;
      };
      vmid?: number;
    }[];
  };
  /** Needs Datastore.AllocateSpace on /storage/{storage}. */
  'POST /nodes/{node}/storage/{storage}/content': {
    params: {
      node: string;
      storage: string;
      filename: string;
      size: string;
      /** 100 to 999999999. */
      vmid: number;
      /** Only together with `size`. `vmdk`: since 8.4. */
      format?: 'raw' | 'qcow2' | 'subvol' | 'vmdk' | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'DELETE /nodes/{node}/storage/{storage}/content/{volume}': {
    params: {
      node: string;
      storage: string;
      volume: string;
      /** 1 to 30. */
      delay?: number | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/storage/{storage}/content/{volume}': {
    params: {
      node: string;
      storage: string;
      volume: string;
    };
    returns: {
      format: string;
      path: string;
      size: number;
      used: number;
      notes?: string;
      protected?: 0 | 1;
    };
  };
  /** Only root@pam, with a ticket. */
  'POST /nodes/{node}/storage/{storage}/content/{volume}': {
    params: {
      node: string;
      storage: string;
      volume: string;
      target: string;
      target_node?: string | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'PUT /nodes/{node}/storage/{storage}/content/{volume}': {
    params: {
      node: string;
      storage: string;
      volume: string;
      notes?: string | undefined;
      protected?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Datastore.AllocateTemplate on /storage/{storage} and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /nodes/{node}). Until 7.4: needs Datastore.AllocateTemplate on /storage/{storage} and Sys.Audit+Sys.Modify on /. */
  'POST /nodes/{node}/storage/{storage}/download-url': {
    params: {
      node: string;
      storage: string;
      /** `import`: since 8.4. */
      content: 'iso' | 'vztmpl' | 'import';
      filename: string;
      url: string;
      /** Only together with `checksum-algorithm`. */
      checksum?: string | undefined;
      /** Only together with `checksum`. */
      'checksum-algorithm'?: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | undefined;
      /** Since 8.4. */
      compression?: string | undefined;
      /** Default `1`. */
      'verify-certificates'?: boolean | 0 | 1 | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/storage/{storage}/file-restore/download': {
    params: {
      node: string;
      storage: string;
      filepath: string;
      volume: string;
      /** Since 8.4. Default `0`. */
      tar?: boolean | 0 | 1 | undefined;
    };
    returns: unknown;
  };
  /** For any user or token. */
  'GET /nodes/{node}/storage/{storage}/file-restore/list': {
    params: {
      node: string;
      storage: string;
      filepath: string;
      volume: string;
    };
    returns: {
      filepath: string;
      leaf: 0 | 1;
      text: string;
      type: string;
      mtime?: number;
      size?: number;
    }[];
  };
  /** Since 9.2. Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/identity': {
    params: {
      node: string;
      storage: string;
    };
    returns: {
      id: string;
      type: 'btrfs' | 'cephfs' | 'cifs' | 'dir' | 'esxi' | 'iscsi' | 'iscsidirect' | 'lvm' | 'lvmthin' | 'nfs' | 'pbs' | 'rbd' | 'zfs' | 'zfspool' | (string & {});
    };
  };
  /** Since 8.4. For any user or token. */
  'GET /nodes/{node}/storage/{storage}/import-metadata': {
    params: {
      node: string;
      storage: string;
      volume: string;
    };
    returns: {
      'create-args': { [key: string]: unknown };
      source: 'esxi' | (string & {});
      type: 'vm' | (string & {});
      disks?: { [key: string]: unknown };
      net?: { [key: string]: unknown };
      warnings?: {
        type: 'cdrom-image-ignored' | 'efi-state-lost' | 'guest-is-running' | 'nvme-unsupported' | 'ova-needs-extracting' | 'ovmf-with-lsi-unsupported' | 'serial-port-socket-only' | (string & {});
        key?: string;
        value?: string;
        [key: string]: unknown;
      }[];
    };
  };
  /** Since 9.1. Needs Datastore.AllocateTemplate on /storage/{storage} and Sys.AccessNetwork on /nodes/{node}. */
  'POST /nodes/{node}/storage/{storage}/oci-registry-pull': {
    params: {
      node: string;
      storage: string;
      reference: string;
      filename?: string | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'DELETE /nodes/{node}/storage/{storage}/prunebackups': {
    params: {
      node: string;
      storage: string;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      type?: 'qemu' | 'lxc' | undefined;
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: string;
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/prunebackups': {
    params: {
      node: string;
      storage: string;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      type?: 'qemu' | 'lxc' | undefined;
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: {
      ctime: number;
      mark: 'keep' | 'remove' | 'protected' | 'renamed' | (string & {});
      type: string;
      volid: string;
      vmid?: number;
    }[];
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/rrd': {
    params: {
      node: string;
      storage: string;
      ds: List;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: {
      filename: string;
    };
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/rrddata': {
    params: {
      node: string;
      storage: string;
      timeframe: 'hour' | 'day' | 'week' | 'month' | 'year';
      cf?: 'AVERAGE' | 'MAX' | undefined;
    };
    returns: { [key: string]: unknown }[];
  };
  /** Needs Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}. */
  'GET /nodes/{node}/storage/{storage}/status': {
    params: {
      node: string;
      storage: string;
    };
    returns: {
      content: string;
      type: string;
      active?: 0 | 1;
      avail?: number;
      enabled?: 0 | 1;
      shared?: 0 | 1;
      total?: number;
      used?: number;
    };
  };
  /** Needs Datastore.AllocateTemplate on /storage/{storage}. */
  'POST /nodes/{node}/storage/{storage}/upload': {
    params: {
      node: string;
      storage: string;
      /** `import`: since 8.4. */
      content: 'iso' | 'vztmpl' | 'import';
      filename: string;
      /** Only together with `checksum-algorithm`. */
      checksum?: string | undefined;
      /** Only together with `checksum`. */
      'checksum-algorithm'?: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | undefined;
      tmpfilename?: string | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'DELETE /nodes/{node}/subscription': {
    params: {
      node: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/subscription': {
    params: {
      node: string;
    };
    returns: {
      status: 'new' | 'notfound' | 'active' | 'invalid' | 'expired' | 'suspended' | (string & {});
      checktime?: number;
      key?: string;
      level?: string;
      message?: string;
      nextduedate?: string;
      productname?: string;
      regdate?: string;
      serverid?: string;
      signature?: string;
      sockets?: number;
      url?: string;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'POST /nodes/{node}/subscription': {
    params: {
      node: string;
      /** Default `0`. */
      force?: boolean | 0 | 1 | undefined;
    };
    returns: null;
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/subscription': {
    params: {
      node: string;
      key: string;
    };
    returns: null;
  };
  /** Since 8.4. For any user or token. */
  'POST /nodes/{node}/suspendall': {
    params: {
      node: string;
      /** Since 9.1. 1 to 64. */
      'max-workers'?: number | undefined;
      vms?: List | undefined;
    };
    returns: string;
  };
  /** Needs Sys.Syslog on /nodes/{node}. */
  'GET /nodes/{node}/syslog': {
    params: {
      node: string;
      /** At least 0. */
      limit?: number | undefined;
      service?: string | undefined;
      since?: string | undefined;
      /** At least 0. */
      start?: number | undefined;
      until?: string | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/tasks': {
    params: {
      node: string;
      /** Default `0`. */
      errors?: boolean | 0 | 1 | undefined;
      /** At least 0, default `50`. */
      limit?: number | undefined;
      since?: number | undefined;
      /** Default `archive`. */
      source?: 'archive' | 'active' | 'all' | undefined;
      /** At least 0, default `0`. */
      start?: number | undefined;
      statusfilter?: List | undefined;
      typefilter?: string | undefined;
      until?: number | undefined;
      userfilter?: string | undefined;
      /** 100 to 999999999. */
      vmid?: number | undefined;
    };
    returns: {
      id: string;
      node: string;
      pid: number;
      pstart: number;
      starttime: number;
      type: string;
      upid: string;
      user: string;
      endtime?: number;
      status?: string;
      /** Seen, but not described. */
      tokenid?: string;
    }[];
  };
  /** For any user or token. */
  'DELETE /nodes/{node}/tasks/{upid}': {
    params: {
      node: string;
      upid: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/tasks/{upid}': {
    params: {
      node: string;
      upid: string;
    };
    returns: { [key: string]: unknown }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/tasks/{upid}/log': {
    params: {
      node: string;
      upid: string;
      download?: boolean | 0 | 1 | undefined;
      /** At least 0, default `50`. */
      limit?: number | undefined;
      /** At least 0, default `0`. */
      start?: number | undefined;
    };
    returns: {
      n: number;
      t: string;
    }[];
  };
  /** For any user or token. */
  'GET /nodes/{node}/tasks/{upid}/status': {
    params: {
      node: string;
      upid: string;
    };
    returns: {
      id: string;
      node: string;
      pid: number;
      starttime: number;
      status: 'running' | 'stopped' | (string & {});
      type: string;
      upid: string;
      user: string;
      exitstatus?: string;
      /** Since 8.4. */
      pstart?: number;
      /** Seen, but not described. */
      tokenid?: string;
    };
  };
  /** Needs Sys.Console on /nodes/{node}. */
  'POST /nodes/{node}/termproxy': {
    params: {
      node: string;
      /** Default `login`. Only root@pam, with a ticket, for anything but `login`. */
      cmd?: 'ceph_install' | 'upgrade' | 'login' | undefined;
      /** Only together with `cmd`. */
      'cmd-opts'?: string | undefined;
    };
    returns: {
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
    };
  };
  /** Needs Sys.Audit on /nodes/{node}. */
  'GET /nodes/{node}/time': {
    params: {
      node: string;
    };
    returns: {
      /** At least 1297163644. */
      localtime: number;
      /** At least 1297163644. */
      time: number;
      timezone: string;
    };
  };
  /** Needs Sys.Modify on /nodes/{node}. */
  'PUT /nodes/{node}/time': {
    params: {
      node: string;
      timezone: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /nodes/{node}/version': {
    params: {
      node: string;
    };
    returns: {
      release: string;
      repoid: string;
      version: string;
    };
  };
  /** Needs Sys.Console on /nodes/{node}. */
  'POST /nodes/{node}/vncshell': {
    params: {
      node: string;
      /** Default `login`. Only root@pam, with a ticket, for anything but `login`. */
      cmd?: 'ceph_install' | 'upgrade' | 'login' | undefined;
      /** Only together with `cmd`. */
      'cmd-opts'?: string | undefined;
      /** 16 to 2160. */
      height?: number | undefined;
      websocket?: boolean | 0 | 1 | undefined;
      /** 16 to 4096. */
      width?: number | undefined;
    };
    returns: {
      cert: string;
      port: string | number;
      ticket: string;
      upid: string;
      user: string;
      /** Since 9.1. */
      password?: string;
    };
  };
  /** Needs Sys.Console on /nodes/{node}. */
  'GET /nodes/{node}/vncwebsocket': {
    params: {
      node: string;
      /** 5900 to 5999. */
      port: number;
      vncticket: string;
    };
    returns: {
      port: string;
    };
  };
  /** For any user or token. */
  'POST /nodes/{node}/vzdump': {
    params: {
      node: string;
      /** Default `0`. */
      all?: boolean | 0 | 1 | undefined;
      /** At least 0, default `0`. */
      bwlimit?: number | undefined;
      /** Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | undefined;
      /** Only root@pam, with a ticket. */
      dumpdir?: string | undefined;
      exclude?: List | undefined;
      'exclude-path'?: readonly string[] | string | undefined;
      /** Since 8.4. */
      fleecing?: BackupFleecing | Parsed<BackupFleecing> | string | undefined;
      /** 0 to 8, default `7`. */
      ionice?: number | undefined;
      /** Since 8.4. Only root@pam, with a ticket. */
      'job-id'?: string | undefined;
      /** At least 0, default `180`. */
      lockwait?: number | undefined;
      /** Default `always`. */
      mailnotification?: 'always' | 'failure' | undefined;
      mailto?: List | undefined;
      /** Until 9.1. At least 1. */
      maxfiles?: number | undefined;
      /** Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | undefined;
      /** Only together with `storage`. */
      'notes-template'?: string | undefined;
      /** Since 8.4. Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | undefined;
      /** Since 8.4, until 8.4. Default `always`. */
      'notification-policy'?: 'always' | 'failure' | 'never' | undefined;
      /** Since 8.4, until 8.4. */
      'notification-target'?: string | undefined;
      /** Since 8.4. */
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | undefined;
      performance?: BackupPerformance | Parsed<BackupPerformance> | string | undefined;
      /** Default `0`. */
      pigz?: number | undefined;
      pool?: string | undefined;
      /** Only together with `storage`. */
      protected?: boolean | 0 | 1 | undefined;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      /** Default `0`. */
      quiet?: boolean | 0 | 1 | undefined;
      /** Default `1`. */
      remove?: boolean | 0 | 1 | undefined;
      /** Only root@pam, with a ticket. */
      script?: string | undefined;
      /** Default `1`. */
      stdexcludes?: boolean | 0 | 1 | undefined;
      stdout?: boolean | 0 | 1 | undefined;
      /** Default `0`. */
      stop?: boolean | 0 | 1 | undefined;
      /** At least 0, default `10`. */
      stopwait?: number | undefined;
      storage?: string | undefined;
      /** Only root@pam, with a ticket. */
      tmpdir?: string | undefined;
      vmid?: List | undefined;
      /** Default `1`. */
      zstd?: number | undefined;
    };
    returns: string;
  };
  /** For any user or token. */
  'GET /nodes/{node}/vzdump/defaults': {
    params: {
      node: string;
      storage?: string | undefined;
    };
    returns: {
      /** Default `0`. */
      all?: 0 | 1;
      /** At least 0, default `0`. */
      bwlimit?: number;
      /** Default `0`. */
      compress?: '0' | '1' | 'gzip' | 'lzo' | 'zstd' | (string & {});
      dumpdir?: string;
      exclude?: string;
      'exclude-path'?: string[] | string;
      /** Since 8.4. */
      fleecing?: {
        enabled?: 0 | 1;
        storage?: string;
      } | string;
      /** 0 to 8, default `7`. */
      ionice?: number;
      /** At least 0, default `180`. */
      lockwait?: number;
      /** Default `always`. */
      mailnotification?: 'always' | 'failure' | (string & {});
      mailto?: string;
      /** Until 9.1. At least 1. */
      maxfiles?: number;
      /** Default `snapshot`. */
      mode?: 'snapshot' | 'suspend' | 'stop' | (string & {});
      node?: string;
      /** Only together with `storage`. */
      'notes-template'?: string;
      /** Since 8.4. Default `auto`. */
      'notification-mode'?: 'auto' | 'legacy-sendmail' | 'notification-system' | (string & {});
      /** Since 8.4, until 8.4. Default `always`. */
      'notification-policy'?: 'always' | 'failure' | 'never' | (string & {});
      /** Since 8.4, until 8.4. */
      'notification-target'?: string;
      /** Since 8.4. */
      'pbs-change-detection-mode'?: 'legacy' | 'data' | 'metadata' | (string & {});
      performance?: {
        'max-workers'?: number;
        'pbs-entries-max'?: number;
      } | string;
      /** Default `0`. */
      pigz?: number;
      pool?: string;
      /** Only together with `storage`. */
      protected?: 0 | 1;
      /** Property string of {@link PruneBackups}. */
      'prune-backups'?: string;
      /** Default `0`. */
      quiet?: 0 | 1;
      /** Default `1`. */
      remove?: 0 | 1;
      script?: string;
      /** Default `1`. */
      stdexcludes?: 0 | 1;
      /** Default `0`. */
      stop?: 0 | 1;
      /** At least 0, default `10`. */
      stopwait?: number;
      storage?: string;
      tmpdir?: string;
      vmid?: string;
      /** Default `1`. */
      zstd?: number;
    };
  };
  /** For any user or token. */
  'GET /nodes/{node}/vzdump/extractconfig': {
    params: {
      node: string;
      volume: string;
    };
    returns: string;
  };
  /** Needs Sys.PowerMgmt on /nodes/{node}. */
  'POST /nodes/{node}/wakeonlan': {
    params: {
      node: string;
    };
    returns: string;
  };
  /** Since 8.4. Needs Pool.Allocate on /pool/{poolid}. */
  'DELETE /pools': {
    params: {
      poolid: string;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /pools': {
    params: {
      /** Since 8.4. */
      poolid?: string | undefined;
      /** Since 8.4. Only together with `poolid`. */
      type?: 'qemu' | 'lxc' | 'storage' | undefined;
    };
    returns: {
      poolid: string;
      /** Since 8.4. */
      comment?: string;
      /** Since 8.4. */
      members?: {
        id: string;
        node: string;
        type: 'qemu' | 'lxc' | 'openvz' | 'storage' | (string & {});
        storage?: string;
        vmid?: number;
        [key: string]: unknown;
      }[];
    }[];
  };
  /** Needs Pool.Allocate on /pool/{poolid}. */
  'POST /pools': {
    params: {
      poolid: string;
      comment?: string | undefined;
    };
    returns: null;
  };
  /** Since 8.4. Needs Pool.Allocate on /pool/{poolid}. */
  'PUT /pools': {
    params: {
      poolid: string;
      /** Default `0`. */
      'allow-move'?: boolean | 0 | 1 | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      storage?: List | undefined;
      vms?: List | undefined;
    };
    returns: null;
  };
  /** Needs Pool.Allocate on /pool/{poolid}. */
  'DELETE /pools/{poolid}': {
    params: {
      poolid: string;
    };
    returns: null;
  };
  /** Needs Pool.Audit on /pool/{poolid}. */
  'GET /pools/{poolid}': {
    params: {
      poolid: string;
      type?: 'qemu' | 'lxc' | 'storage' | undefined;
    };
    returns: {
      members: {
        id: string;
        node: string;
        type: 'qemu' | 'lxc' | 'openvz' | 'storage' | (string & {});
        storage?: string;
        vmid?: number;
        [key: string]: unknown;
      }[];
      comment?: string;
      /** Seen, but not described. */
      poolid?: string;
    };
  };
  /** Needs Pool.Allocate on /pool/{poolid}. */
  'PUT /pools/{poolid}': {
    params: {
      poolid: string;
      /** Since 8.4. Default `0`. */
      'allow-move'?: boolean | 0 | 1 | undefined;
      comment?: string | undefined;
      /** Default `0`. */
      delete?: boolean | 0 | 1 | undefined;
      storage?: List | undefined;
      vms?: List | undefined;
    };
    returns: null;
  };
  /** For any user or token. */
  'GET /storage': {
    params: {
      /** `glusterfs`: until 8.4. `esxi`: since 8.4. */
      type?: 'btrfs' | 'cephfs' | 'cifs' | 'dir' | 'glusterfs' | 'iscsi' | 'iscsidirect' | 'lvm' | 'lvmthin' | 'nfs' | 'pbs' | 'rbd' | 'zfs' | 'zfspool' | 'esxi' | undefined;
    };
    returns: {
      storage: string;
      /** Seen, but not described. */
      content?: string;
      /** Seen, but not described. */
      digest?: string;
      /** Seen, but not described. */
      mkdir?: 0 | 1;
      /** Seen, but not described. */
      path?: string;
      /** Seen, but not described. */
      'prune-backups'?: string;
      /** Seen, but not described. */
      type?: string;
    }[];
  };
  /** Needs Datastore.Allocate on /storage. */
  'POST /storage': {
    params: {
      storage: string;
      /** `glusterfs`: until 8.4. `esxi`: since 8.4. */
      type: 'btrfs' | 'cephfs' | 'cifs' | 'dir' | 'glusterfs' | 'iscsi' | 'iscsidirect' | 'lvm' | 'lvmthin' | 'nfs' | 'pbs' | 'rbd' | 'zfs' | 'zfspool' | 'esxi';
      authsupported?: string | undefined;
      base?: string | undefined;
      blocksize?: string | undefined;
      bwlimit?: BandwidthLimits | Parsed<BandwidthLimits> | string | undefined;
      comstar_hg?: string | undefined;
      comstar_tg?: string | undefined;
      content?: List | undefined;
      'content-dirs'?: List | undefined;
      /** Since 8.4. Default `yes`. */
      'create-base-path'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Default `yes`. */
      'create-subdirs'?: boolean | 0 | 1 | undefined;
      'data-pool'?: string | undefined;
      datastore?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      domain?: string | undefined;
      'encryption-key'?: string | undefined;
      export?: string | undefined;
      fingerprint?: string | undefined;
      format?: string | undefined;
      'fs-name'?: string | undefined;
      fuse?: boolean | 0 | 1 | undefined;
      /** Default `no`. */
      is_mountpoint?: string | undefined;
      iscsiprovider?: string | undefined;
      keyring?: string | undefined;
      /** Default `0`. */
      krbd?: boolean | 0 | 1 | undefined;
      lio_tpg?: string | undefined;
      'master-pubkey'?: string | undefined;
      /** At least -1. */
      'max-protected-backups'?: number | undefined;
      /** Until 8.4. At least 0. */
      maxfiles?: number | undefined;
      /** Default `yes`. */
      mkdir?: boolean | 0 | 1 | undefined;
      monhost?: List | undefined;
      mountpoint?: string | undefined;
      namespace?: string | undefined;
      /** Default `0`. */
      nocow?: boolean | 0 | 1 | undefined;
      nodes?: List | undefined;
      nowritecache?: boolean | 0 | 1 | undefined;
      options?: string | undefined;
      password?: string | undefined;
      path?: string | undefined;
      pool?: string | undefined;
      /** 1 to 65535. */
      port?: number | undefined;
      portal?: string | undefined;
      /** Default `metadata`. */
      preallocation?: 'off' | 'metadata' | 'falloc' | 'full' | undefined;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      saferemove?: boolean | 0 | 1 | undefined;
      /** Since 9.1. Default `32`. */
      'saferemove-stepsize'?: 1 | 2 | 4 | 8 | 16 | 32 | undefined;
      saferemove_throughput?: string | undefined;
      server?: string | undefined;
      /** Until 8.4. Only together with `server`. */
      server2?: string | undefined;
      share?: string | undefined;
      shared?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Default `false`. */
      'skip-cert-verification'?: boolean | 0 | 1 | undefined;
      /** Default `default`. */
      smbversion?: 'default' | '2.0' | '2.1' | '3' | '3.0' | '3.11' | undefined;
      /** Since 9.1. Default `0`. */
      'snapshot-as-volume-chain'?: boolean | 0 | 1 | undefined;
      sparse?: boolean | 0 | 1 | undefined;
      subdir?: string | undefined;
      tagged_only?: boolean | 0 | 1 | undefined;
      target?: string | undefined;
      thinpool?: string | undefined;
      /** Until 8.4. */
      transport?: 'tcp' | 'rdma' | 'unix' | undefined;
      username?: string | undefined;
      vgname?: string | undefined;
      /** Until 8.4. */
      volume?: string | undefined;
      /** Since 9.1. */
      'zfs-base-path'?: string | undefined;
    };
    returns: {
      storage: string;
      /** `glusterfs`: until 8.4. `esxi`: since 8.4. */
      type: 'btrfs' | 'cephfs' | 'cifs' | 'dir' | 'glusterfs' | 'iscsi' | 'iscsidirect' | 'lvm' | 'lvmthin' | 'nfs' | 'pbs' | 'rbd' | 'zfs' | 'zfspool' | 'esxi' | (string & {});
      config?: {
        'encryption-key'?: string;
        [key: string]: unknown;
      };
    };
  };
  /** Needs Datastore.Allocate on /storage. */
  'DELETE /storage/{storage}': {
    params: {
      storage: string;
    };
    returns: null;
  };
  /** Needs Datastore.Allocate on /storage/{storage}. */
  'GET /storage/{storage}': {
    params: {
      storage: string;
    };
    returns: { [key: string]: unknown };
  };
  /** Needs Datastore.Allocate on /storage. */
  'PUT /storage/{storage}': {
    params: {
      storage: string;
      blocksize?: string | undefined;
      bwlimit?: BandwidthLimits | Parsed<BandwidthLimits> | string | undefined;
      comstar_hg?: string | undefined;
      comstar_tg?: string | undefined;
      content?: List | undefined;
      'content-dirs'?: List | undefined;
      /** Since 8.4. Default `yes`. */
      'create-base-path'?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Default `yes`. */
      'create-subdirs'?: boolean | 0 | 1 | undefined;
      'data-pool'?: string | undefined;
      delete?: List | undefined;
      digest?: string | undefined;
      disable?: boolean | 0 | 1 | undefined;
      domain?: string | undefined;
      'encryption-key'?: string | undefined;
      fingerprint?: string | undefined;
      format?: string | undefined;
      'fs-name'?: string | undefined;
      fuse?: boolean | 0 | 1 | undefined;
      /** Default `no`. */
      is_mountpoint?: string | undefined;
      keyring?: string | undefined;
      /** Default `0`. */
      krbd?: boolean | 0 | 1 | undefined;
      lio_tpg?: string | undefined;
      'master-pubkey'?: string | undefined;
      /** At least -1. */
      'max-protected-backups'?: number | undefined;
      /** Until 8.4. At least 0. */
      maxfiles?: number | undefined;
      /** Default `yes`. */
      mkdir?: boolean | 0 | 1 | undefined;
      monhost?: List | undefined;
      mountpoint?: string | undefined;
      namespace?: string | undefined;
      /** Default `0`. */
      nocow?: boolean | 0 | 1 | undefined;
      nodes?: List | undefined;
      nowritecache?: boolean | 0 | 1 | undefined;
      options?: string | undefined;
      password?: string | undefined;
      pool?: string | undefined;
      /** 1 to 65535. */
      port?: number | undefined;
      /** Default `metadata`. */
      preallocation?: 'off' | 'metadata' | 'falloc' | 'full' | undefined;
      'prune-backups'?: PruneBackups | Parsed<PruneBackups> | string | undefined;
      saferemove?: boolean | 0 | 1 | undefined;
      /** Since 9.1. Default `32`. */
      'saferemove-stepsize'?: 1 | 2 | 4 | 8 | 16 | 32 | undefined;
      saferemove_throughput?: string | undefined;
      server?: string | undefined;
      /** Until 8.4. Only together with `server`. */
      server2?: string | undefined;
      shared?: boolean | 0 | 1 | undefined;
      /** Since 8.4. Default `false`. */
      'skip-cert-verification'?: boolean | 0 | 1 | undefined;
      /** Default `default`. */
      smbversion?: 'default' | '2.0' | '2.1' | '3' | '3.0' | '3.11' | undefined;
      /** Since 9.1. Default `0`. */
      'snapshot-as-volume-chain'?: boolean | 0 | 1 | undefined;
      sparse?: boolean | 0 | 1 | undefined;
      subdir?: string | undefined;
      tagged_only?: boolean | 0 | 1 | undefined;
      /** Until 8.4. */
      transport?: 'tcp' | 'rdma' | 'unix' | undefined;
      username?: string | undefined;
      /** Since 9.1. */
      'zfs-base-path'?: string | undefined;
    };
    returns: {
      storage: string;
      /** `glusterfs`: until 8.4. `esxi`: since 8.4. */
      type: 'btrfs' | 'cephfs' | 'cifs' | 'dir' | 'glusterfs' | 'iscsi' | 'iscsidirect' | 'lvm' | 'lvmthin' | 'nfs' | 'pbs' | 'rbd' | 'zfs' | 'zfspool' | 'esxi' | (string & {});
      config?: {
        'encryption-key'?: string;
        [key: string]: unknown;
      };
    };
  };
  /** For any user or token. */
  'GET /version': {
    params: NoParams;
    returns: {
      release: string;
      repoid: string;
      version: string;
      console?: 'applet' | 'vv' | 'html5' | 'xtermjs' | (string & {});
    };
  };
}

/** A route: `GET /nodes/{node}/lxc`. */
export type ApiRoute = keyof Api;

/** What a route takes: the parameters of its path and all others, in one object. */
export type ApiParams<R extends ApiRoute> = Api[R]['params'];

/** What a route answers with, as it is on the wire. */
export type ApiReturns<R extends ApiRoute> = Api[R]['returns'];

/** The arguments after a route: its parameters, which may be left out where none is required, and then `More`. */
export type CallArgs<R extends ApiRoute, More extends readonly unknown[] = []> =
  Record<never, never> extends ApiParams<R>
    ? [params?: ApiParams<R>, ...more: More]
    : [params: ApiParams<R>, ...more: More];
