// Made by `node scripts/generate-api.mjs` from the API of Proxmox VE 7.4, 8.4, 9.1, 9.2. Do not edit.
// The lines are explained in scripts/generate-api/emit-wire.mjs.

export const formats = `BackupFleecing enabled*:b storage
BackupPerformance max-workers:n pbs-entries-max:n
BandwidthLimits clone:n default:n migration:n move:n restore:n
CephPoolErasureCoding device-class failure-domain k!:n m!:n profile
CorosyncLink address!* priority:n
DatacenterHa shutdown_policy!
DatacenterNextId lower:n upper:n
DatacenterNotify package-updates fencing replication target-fencing target-package-updates target-replication
DatacenterResourceScheduling ha ha-rebalance-on-start:b ha-auto-rebalance:b ha-auto-rebalance-hold-duration:n ha-auto-rebalance-margin:n ha-auto-rebalance-method ha-auto-rebalance-threshold:n
DatacenterTagStyle case-sensitive:b color-map ordering shape
DatacenterU2f appid origin
DatacenterUserTagAccess user-allow user-allow-list
DatacenterWebauthn allow-subdomains:b id origin rp
DirMapping node! path!
FabricInterface hello_multiplier:n ip ip6 name!
FirewallLogRateLimit burst:n enable!*:b rate
LxcDevice deny-write:b gid:n mode path* uid:n
LxcFeatures force_rw_sys:b fuse:b keyctl:b mknod:b mount nesting:b
LxcMountPoint acl:b backup:b mountoptions mp! quota:b replicate:b ro:b shared:b size volume!* keepattrs:b idmap
LxcNet bridge firewall:b gw gw6 hwaddr ip ip6 link_down:b mtu:n name! rate:n tag:n trunks type host-managed:b
LxcRootfs acl:b mountoptions quota:b replicate:b ro:b shared:b size volume!* idmap
LxcUnused volume!*
MigrationNetwork network type!*
NodeAcme account domains
NodeAcmeDomain alias domain!* plugin
NodeWakeonlan bind-interface broadcast-address mac!*
PciMapping description id! iommugroup:n node! path! subsystem-id
PruneBackups keep-all:b keep-last:n keep-hourly:n keep-daily:n keep-weekly:n keep-monthly:n keep-yearly:n
QemuAgent enabled!*:b freeze-fs-on-backup:b fstrim_cloned_disks:b type freeze-fs:b guest-fsfreeze=freeze-fs
QemuAmdSev type!* no-debug:b no-key-sharing:b allow-smt:b kernel-hashes:b
QemuAudio device! driver
QemuBoot legacy* order
QemuCloudInitCustom meta network user vendor
QemuCpu cputype* reported-model hidden:b hv-vendor-id flags guest-phys-bits:n phys-bits level:n
QemuEfiDisk efitype file!* format import-from pre-enrolled-keys:b size ms-cert volume=file
QemuHostPci host* mapping rombar:b romfile pcie:b x-vga:b legacy-igd:b mdev vendor-id device-id sub-vendor-id sub-device-id driver
QemuIde aio backup:b bps:n bps_max_length:n bps_rd:n bps_rd_max_length:n bps_wr:n bps_wr_max_length:n cache cyls:n detect_zeroes:b discard file!* format heads:n import-from iops:n iops_max:n iops_max_length:n iops_rd:n iops_rd_max:n iops_rd_max_length:n iops_wr:n iops_wr_max:n iops_wr_max_length:n mbps:n mbps_max:n mbps_rd:n mbps_rd_max:n mbps_wr:n mbps_wr_max:n media model replicate:b rerror secs:n serial shared:b size snapshot:b ssd:b trans werror wwn bps_rd_length=bps_rd_max_length bps_wr_length=bps_wr_max_length iops_rd_length=iops_rd_max_length iops_wr_length=iops_wr_max_length volume=file
QemuIntelTdx type!* attestation:b vsock-cid:n vsock-port:n
QemuIpConfig ip gw ip6 gw6
QemuIvshmem name size!:n
QemuMachine enable-s3:b enable-s4:b type* viommu aw-bits:n
QemuMemory current!*:n
QemuNet bridge firewall:b link_down:b macaddr model!* mtu:n queues:n rate:n tag:n trunks host-tunnel:b e1000=macaddr@model e1000-82540em=macaddr@model e1000-82544gc=macaddr@model e1000-82545em=macaddr@model e1000e=macaddr@model i82551=macaddr@model i82557b=macaddr@model i82559er=macaddr@model ne2k_isa=macaddr@model ne2k_pci=macaddr@model pcnet=macaddr@model rtl8139=macaddr@model virtio=macaddr@model vmxnet3=macaddr@model
QemuNuma cpus! hostnodes memory:n policy
QemuRng max_bytes:n period:n source!*
QemuSata aio backup:b bps:n bps_max_length:n bps_rd:n bps_rd_max_length:n bps_wr:n bps_wr_max_length:n cache cyls:n detect_zeroes:b discard file!* format heads:n import-from iops:n iops_max:n iops_max_length:n iops_rd:n iops_rd_max:n iops_rd_max_length:n iops_wr:n iops_wr_max:n iops_wr_max_length:n mbps:n mbps_max:n mbps_rd:n mbps_rd_max:n mbps_wr:n mbps_wr_max:n media replicate:b rerror secs:n serial shared:b size snapshot:b ssd:b trans werror wwn bps_rd_length=bps_rd_max_length bps_wr_length=bps_wr_max_length iops_rd_length=iops_rd_max_length iops_wr_length=iops_wr_max_length volume=file
QemuScsi aio backup:b bps:n bps_max_length:n bps_rd:n bps_rd_max_length:n bps_wr:n bps_wr_max_length:n cache cyls:n detect_zeroes:b discard file!* format heads:n import-from iops:n iops_max:n iops_max_length:n iops_rd:n iops_rd_max:n iops_rd_max_length:n iops_wr:n iops_wr_max:n iops_wr_max_length:n iothread:b mbps:n mbps_max:n mbps_rd:n mbps_rd_max:n mbps_wr:n mbps_wr_max:n media queues:n replicate:b rerror ro:b scsiblock:b secs:n serial shared:b size snapshot:b ssd:b trans werror wwn product vendor bps_rd_length=bps_rd_max_length bps_wr_length=bps_wr_max_length iops_rd_length=iops_rd_max_length iops_wr_length=iops_wr_max_length volume=file
QemuSmbios uuid version serial manufacturer product sku family base64:b
QemuSpiceEnhancements foldersharing:b videostreaming
QemuTpmState file!* import-from size version format volume=file
QemuUnused file!* volume=file
QemuUsb host* usb3:b mapping
QemuVga memory:n type* clipboard
QemuVirtio aio backup:b bps:n bps_max_length:n bps_rd:n bps_rd_max_length:n bps_wr:n bps_wr_max_length:n cache cyls:n detect_zeroes:b discard file!* format heads:n import-from iops:n iops_max:n iops_max_length:n iops_rd:n iops_rd_max:n iops_rd_max_length:n iops_wr:n iops_wr_max:n iops_wr_max_length:n iothread:b mbps:n mbps_max:n mbps_rd:n mbps_rd_max:n mbps_wr:n mbps_wr_max:n media replicate:b rerror ro:b secs:n serial shared:b size snapshot:b trans werror bps_rd_length=bps_rd_max_length bps_wr_length=bps_wr_max_length iops_rd_length=iops_rd_max_length iops_wr_length=iops_wr_max_length volume=file
QemuVirtiofs cache direct-io:b dirid!* expose-acl:b expose-xattr:b
QemuWatchdog model* action
RealmSyncDefaults scope remove-vanished full:b enable-new:b purge:b
RealmTfa type! id key url digits:n step:n
RemoteEndpoint host! port:n apitoken! fingerprint
StartupOrder order*:n up:n down:n
UsbMapping description id! node! path
ZfsDraidConfig data!:n spares!:n`;

/** How many of each numbered key a guest can have. */
export const slots = {
  dev: 256,
  hostpci: 16,
  ide: 4,
  ipconfig: 32,
  mp: 256,
  net: 32,
  numa: 8,
  parallel: 3,
  sata: 6,
  scsi: 31,
  serial: 4,
  unused: 256,
  usb: 14,
  virtio: 16,
  virtiofs: 10,
} as const;

export const arrays = `POST /cluster/backup exclude-path
PUT /cluster/backup/{id} exclude-path
POST /cluster/bulk-action/guest/migrate vms
POST /cluster/bulk-action/guest/shutdown vms
POST /cluster/bulk-action/guest/start vms
POST /cluster/bulk-action/guest/suspend vms
POST /cluster/mapping/dir map
PUT /cluster/mapping/dir/{id} map
POST /cluster/mapping/pci map
PUT /cluster/mapping/pci/{id} map
POST /cluster/mapping/usb map
PUT /cluster/mapping/usb/{id} map
PUT /cluster/notifications/endpoints/gotify/{name} delete
POST /cluster/notifications/endpoints/sendmail mailto mailto-user
PUT /cluster/notifications/endpoints/sendmail/{name} delete mailto mailto-user
POST /cluster/notifications/endpoints/smtp mailto mailto-user
PUT /cluster/notifications/endpoints/smtp/{name} delete mailto mailto-user
POST /cluster/notifications/endpoints/webhook header secret
PUT /cluster/notifications/endpoints/webhook/{name} delete header secret
POST /cluster/notifications/matchers match-calendar match-field match-severity target
PUT /cluster/notifications/matchers/{name} delete match-calendar match-field match-severity target
PUT /cluster/sdn/fabrics/fabric/{id} delete
POST /cluster/sdn/fabrics/node/{fabric_id} interfaces
PUT /cluster/sdn/fabrics/node/{fabric_id}/{node_id} delete interfaces
POST /cluster/sdn/vnets/{vnet}/subnets dhcp-range
PUT /cluster/sdn/vnets/{vnet}/subnets/{subnet} dhcp-range
POST /nodes/{node}/qemu/{vmid}/agent/exec command
POST /nodes/{node}/vzdump exclude-path`;
