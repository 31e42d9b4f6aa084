// Made by `node scripts/generate-api.mjs` from the API of Proxmox VE 7.4, 8.4, 9.1, 9.2. Do not edit.
// The columns are explained in scripts/generate-api/emit-routes.mjs.

export const releases = ["7.4","8.4","9.1","9.2"] as const;

export const permissions = `all
modify {path}
world
Realm.Allocate on /access/realm
Realm.Allocate|Sys.Audit on /access/realm
Realm.AllocateUser on /access/realm/{realm} and User.Modify on /access/groups
Group.Allocate on /access/groups
Sys.Audit|Group.Allocate on /access/groups
self or (Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid})
Sys.Modify on /access
self or User.Modify|Sys.Audit on groups of {userid}
self or User.Modify on groups of {userid}
Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid} (create)
Realm.AllocateUser on realm of {userid} and User.Modify on groups of {userid}
User.Modify|Sys.Audit on groups of {userid}
User.Modify on groups of {userid} (update)
User.Modify on groups of {userid}
root@pam
Sys.Audit on /nodes/{node}
Sys.Modify on /
Sys.Audit on /
Sys.Audit|Datastore.Audit on /
Sys.Console on /
Mapping.Modify on /mapping/dir
Mapping.Use on /mapping/dir/{id} or Mapping.Modify on /mapping/dir/{id} or Mapping.Audit on /mapping/dir/{id}
Mapping.Modify on /mapping/dir/{id}
Mapping.Modify on /mapping/pci
Mapping.Use on /mapping/pci/{id} or Mapping.Modify on /mapping/pci/{id} or Mapping.Audit on /mapping/pci/{id}
Mapping.Modify on /mapping/pci/{id}
Mapping.Modify on /mapping/usb
Mapping.Audit on /mapping/usb/{id} or Mapping.Use on /mapping/usb/{id} or Mapping.Modify on /mapping/usb/{id}
Mapping.Modify on /mapping/usb/{id}
Mapping.Audit on /mapping/notifications
Mapping.Modify on /mapping/notifications and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /)
Mapping.Modify on /mapping/notifications
Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications
Mapping.Modify on /mapping/notifications or Mapping.Audit on /mapping/notifications or Mapping.Use on /mapping/notifications
all; Sys.Audit on /
Sys.Audit on /nodes or Mapping.Audit|Mapping.Use|Mapping.Modify on /mapping/cpu
Mapping.Modify on /mapping/cpu
Mapping.Modify on /mapping/cpu/{cputype}
Mapping.Audit on /mapping/cpu/{cputype} or Mapping.Use on /mapping/cpu/{cputype} or Mapping.Modify on /mapping/cpu/{cputype}
Datastore.Allocate on /storage
SDN.Audit on /
SDN.Audit on /sdn
SDN.Allocate on /sdn
SDN.Allocate on /sdn/controllers
SDN.Allocate on /sdn/controllers/{controller}
SDN.Allocate on /sdn/dns
SDN.Allocate on /sdn/dns/{dns}
SDN.Audit on /sdn/fabrics
SDN.Allocate on /sdn/fabrics
SDN.Allocate on /sdn/fabrics/{id}
SDN.Audit|SDN.Allocate on /sdn/fabrics/{id}
SDN.Audit on /sdn/fabrics/{fabric_id}
SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Modify on /nodes/{node_id}
SDN.Audit|SDN.Allocate on /sdn/fabrics/{fabric_id} and Sys.Audit|Sys.Modify on /nodes/{node_id}
SDN.Allocate on /sdn/ipams
SDN.Allocate on /sdn/ipams/{ipam}
SDN.Allocate on /sdn/vnets
SDN.Allocate on /sdn/zones/{zone}
SDN.Allocate on /sdn/vnets/{vnet}
SDN.Allocate on /sdn/zones/{zone}/{vnet}
SDN.Allocate on /sdn/vnets/{vnet}/subnets
SDN.Allocate on /sdn/vnets/{vnet}/subnets/{subnet}
SDN.Allocate on /sdn/zones
Datastore.AllocateTemplate on /storage/{storage}
Sys.Modify on /nodes/{node}
Sys.Syslog on /nodes/{node}
Sys.Modify+Datastore.Allocate on /
Sys.Audit|Datastore.Audit on / or Sys.Audit|Datastore.Audit on /nodes/{node}
Sys.Audit on / or Sys.Audit on /nodes/{node}
Sys.Audit|Sys.Modify on /
VM.Allocate on /vms/{vmid}
VM.Clone on /vms/{vmid} and (VM.Allocate on /vms/{newid} or VM.Allocate on /pool/{pool} if pool)
VM.Audit on /vms/{vmid}
VM.Config.Disk|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.Options on /vms/{vmid}
VM.Config.Network on /vms/{vmid}
VM.Console on /vms/{vmid}
VM.Migrate on /vms/{vmid}
VM.Config.Disk on /vms/{vmid}
VM.Allocate on /vms/{vmid} and Sys.Incoming on /
VM.Snapshot on /vms/{vmid}
VM.Snapshot|VM.Snapshot.Rollback|VM.Audit on /vms/{vmid}
VM.Snapshot|VM.Snapshot.Rollback on /vms/{vmid}
VM.PowerMgmt on /vms/{vmid}
VM.Monitor on /vms/{vmid}
VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.GuestAgent.FileRead|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.GuestAgent.FileWrite|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.GuestAgent.Audit|VM.GuestAgent.FileSystemMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.PowerMgmt|VM.GuestAgent.Unrestricted on /vms/{vmid}
VM.Config.Cloudinit on /vms/{vmid}
VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit on /vms/{vmid}
Sys.Audit|Sys.Modify on /vms/{vmid}
Sys.AccessNetwork on /nodes/{node}
Sys.Audit+Sys.Modify on /
Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /nodes/{node}
SDN.Audit on /sdn/fabrics/{fabric}
SDN.Audit on /sdn/zones/{zone}
Sys.Console on /nodes/{node}
Sys.PowerMgmt on /nodes/{node}
Datastore.Audit|Datastore.AllocateSpace on /storage/{storage}
Datastore.AllocateSpace on /storage/{storage}
Datastore.AllocateTemplate on /storage/{storage} and Sys.Audit+Sys.Modify on /
Datastore.AllocateTemplate on /storage/{storage} and (Sys.Audit+Sys.Modify on / or Sys.AccessNetwork on /nodes/{node})
Datastore.AllocateTemplate on /storage/{storage} and Sys.AccessNetwork on /nodes/{node}
Pool.Allocate on /pool/{poolid}
Pool.Audit on /pool/{poolid}
Datastore.Allocate on /storage/{storage}`;

export const conditions = `flags other than nesting, and any flag of a privileged container
bind mounts and devices
a path instead of a volume
anything but \`socket\`
\`host\` other than \`spice\`
\`host\` and \`romfile\`
anything but \`login\``;

export const rows = `GET /access		0
GET /access/acl		0
PUT /access/acl		1p
GET /access/domains		2
POST /access/domains		3p	audiences:9.2- check-connection:8.4- groups-autocreate:8.4- groups-claim:8.4- groups-overwrite:8.4- query-userinfo:8.4-
DELETE /access/domains/{realm}		3p
GET /access/domains/{realm}		4
PUT /access/domains/{realm}		3p	audiences:9.2- check-connection:8.4- groups-autocreate:8.4- groups-claim:8.4- groups-overwrite:8.4- query-userinfo:8.4-
POST /access/domains/{realm}/sync		5p
GET /access/groups		0
POST /access/groups		6p
DELETE /access/groups/{groupid}		6p
GET /access/groups/{groupid}		7
PUT /access/groups/{groupid}		6p
GET /access/openid		0
POST /access/openid/auth-url		2p
POST /access/openid/login		2p
PUT /access/password		8tp	confirmation-password:8.4-
GET /access/permissions		0
GET /access/roles		0
POST /access/roles		9p
DELETE /access/roles/{roleid}		9p
GET /access/roles/{roleid}		0
PUT /access/roles/{roleid}		9p
GET /access/tfa		-7.4:0tp 8.4-:0p
POST /access/tfa	-7.4	0tp
GET /access/tfa/{userid}		-7.4:10tp 8.4-:10p
POST /access/tfa/{userid}		11tp
DELETE /access/tfa/{userid}/{id}		11tp
GET /access/tfa/{userid}/{id}		-7.4:10tp 8.4-:10p
PUT /access/tfa/{userid}/{id}		11tp
GET /access/ticket		2
POST /access/ticket		2tp
GET /access/users		-7.4:0 8.4-:0p
POST /access/users		12p
DELETE /access/users/{userid}		13p
GET /access/users/{userid}		14
PUT /access/users/{userid}		15p
GET /access/users/{userid}/tfa		10p
GET /access/users/{userid}/token		11
DELETE /access/users/{userid}/token/{tokenid}		11p
GET /access/users/{userid}/token/{tokenid}		11
POST /access/users/{userid}/token/{tokenid}		11p
PUT /access/users/{userid}/token/{tokenid}		11p	delete:9.1- regenerate:9.2-
PUT /access/users/{userid}/unlock-tfa	8.4-	16p
POST /access/vncticket	9.1-	2p
GET /cluster		0
GET /cluster/acme		0
GET /cluster/acme/account		0p
POST /cluster/acme/account		17p	eab-hmac-key:8.4- eab-kid:8.4-
DELETE /cluster/acme/account/{name}		17p
GET /cluster/acme/account/{name}		17p
PUT /cluster/acme/account/{name}		17p
GET /cluster/acme/challenge-schema		0
GET /cluster/acme/directories		0
GET /cluster/acme/meta	8.4-	18
GET /cluster/acme/plugins		19p
POST /cluster/acme/plugins		19p
DELETE /cluster/acme/plugins/{id}		19p
GET /cluster/acme/plugins/{id}		19p
PUT /cluster/acme/plugins/{id}		19p
GET /cluster/acme/tos		0
GET /cluster/backup		20
POST /cluster/backup		19p	fleecing:8.4- maxfiles:-9.1 notification-mode:8.4- notification-policy:8.4-8.4 notification-target:8.4-8.4 pbs-change-detection-mode:8.4-	dumpdir script tmpdir
GET /cluster/backup-info		17
GET /cluster/backup-info/not-backed-up		20p
DELETE /cluster/backup/{id}		19p
GET /cluster/backup/{id}		20
PUT /cluster/backup/{id}		19p	fleecing:8.4- maxfiles:-9.1 notification-mode:8.4- notification-policy:8.4-8.4 notification-target:8.4-8.4 pbs-change-detection-mode:8.4-	dumpdir script tmpdir
GET /cluster/backup/{id}/included_volumes		20p
GET /cluster/bulk-action	9.1-	0
GET /cluster/bulk-action/guest	9.1-	0
POST /cluster/bulk-action/guest/migrate	9.1-	0p
POST /cluster/bulk-action/guest/shutdown	9.1-	0p
POST /cluster/bulk-action/guest/start	9.1-	0p
POST /cluster/bulk-action/guest/suspend	9.1-	0p
GET /cluster/ceph		0
GET /cluster/ceph/flags		20p
PUT /cluster/ceph/flags		19p
GET /cluster/ceph/flags/{flag}		20p
PUT /cluster/ceph/flags/{flag}		19p
GET /cluster/ceph/metadata		21p
POST /cluster/ceph/restart-bulk	9.2-	19p
GET /cluster/ceph/status		21p
GET /cluster/config		20
POST /cluster/config		17p	token-coefficient:9.1-
GET /cluster/config/apiversion		20
GET /cluster/config/join		20
POST /cluster/config/join		17p
GET /cluster/config/nodes		20
DELETE /cluster/config/nodes/{node}		17p
POST /cluster/config/nodes/{node}		17p
GET /cluster/config/qdevice		20p
GET /cluster/config/totem		20
GET /cluster/firewall		0
GET /cluster/firewall/aliases		20
POST /cluster/firewall/aliases		19p
DELETE /cluster/firewall/aliases/{name}		19p
GET /cluster/firewall/aliases/{name}		20
PUT /cluster/firewall/aliases/{name}		19p
GET /cluster/firewall/groups		0
POST /cluster/firewall/groups		19p
DELETE /cluster/firewall/groups/{group}		19p
GET /cluster/firewall/groups/{group}		20
POST /cluster/firewall/groups/{group}		19p
DELETE /cluster/firewall/groups/{group}/{pos}		19p
GET /cluster/firewall/groups/{group}/{pos}		20
PUT /cluster/firewall/groups/{group}/{pos}		19p
GET /cluster/firewall/ipset		20
POST /cluster/firewall/ipset		19p
DELETE /cluster/firewall/ipset/{name}		19p
GET /cluster/firewall/ipset/{name}		20
POST /cluster/firewall/ipset/{name}		19p
DELETE /cluster/firewall/ipset/{name}/{cidr}		19p
GET /cluster/firewall/ipset/{name}/{cidr}		20p
PUT /cluster/firewall/ipset/{name}/{cidr}		19p
GET /cluster/firewall/macros		0
GET /cluster/firewall/options		20
PUT /cluster/firewall/options		19p	policy_forward:8.4-
GET /cluster/firewall/refs		20
GET /cluster/firewall/rules		20
POST /cluster/firewall/rules		19p
DELETE /cluster/firewall/rules/{pos}		19p
GET /cluster/firewall/rules/{pos}		20
PUT /cluster/firewall/rules/{pos}		19p
GET /cluster/ha		20
GET /cluster/ha/groups		20
POST /cluster/ha/groups		22p
DELETE /cluster/ha/groups/{group}		22p
GET /cluster/ha/groups/{group}		20
PUT /cluster/ha/groups/{group}		22p
GET /cluster/ha/resources		20
POST /cluster/ha/resources		22p	failback:9.1-
DELETE /cluster/ha/resources/{sid}		22p	purge:9.1-
GET /cluster/ha/resources/{sid}		20
PUT /cluster/ha/resources/{sid}		22p	failback:9.1-
POST /cluster/ha/resources/{sid}/migrate		22p
POST /cluster/ha/resources/{sid}/relocate		22p
GET /cluster/ha/rules	9.1-	20
POST /cluster/ha/rules	9.1-	22p
DELETE /cluster/ha/rules/{rule}	9.1-	22p
GET /cluster/ha/rules/{rule}	9.1-	20
PUT /cluster/ha/rules/{rule}	9.1-	22p
GET /cluster/ha/status		0
POST /cluster/ha/status/arm-ha	9.1-	22p
GET /cluster/ha/status/current		20
POST /cluster/ha/status/disarm-ha	9.1-	22p
GET /cluster/ha/status/manager_status		20
GET /cluster/jobs		0
GET /cluster/jobs/realm-sync	8.4-	20
DELETE /cluster/jobs/realm-sync/{id}	8.4-	19p
GET /cluster/jobs/realm-sync/{id}	8.4-	20
POST /cluster/jobs/realm-sync/{id}	8.4-	5p
PUT /cluster/jobs/realm-sync/{id}	8.4-	5p
GET /cluster/jobs/schedule-analyze		0
GET /cluster/log		0
GET /cluster/mapping	8.4-	0
GET /cluster/mapping/dir	8.4-	0
POST /cluster/mapping/dir	8.4-	23p
DELETE /cluster/mapping/dir/{id}	8.4-	23p
GET /cluster/mapping/dir/{id}	8.4-	24p
PUT /cluster/mapping/dir/{id}	8.4-	25p
GET /cluster/mapping/pci	8.4-	0
POST /cluster/mapping/pci	8.4-	26p
DELETE /cluster/mapping/pci/{id}	8.4-	26p
GET /cluster/mapping/pci/{id}	8.4-	27p
PUT /cluster/mapping/pci/{id}	8.4-	28p
GET /cluster/mapping/usb	8.4-	0
POST /cluster/mapping/usb	8.4-	29p
DELETE /cluster/mapping/usb/{id}	8.4-	29p
GET /cluster/mapping/usb/{id}	8.4-	30p
PUT /cluster/mapping/usb/{id}	8.4-	31p
GET /cluster/metrics		0
GET /cluster/metrics/export	8.4-	-8.4:20p 9.1-:20	node-list:9.1-
GET /cluster/metrics/server		20
DELETE /cluster/metrics/server/{id}		19p
GET /cluster/metrics/server/{id}		20
POST /cluster/metrics/server/{id}		19p	otel-compression:9.1- otel-headers:9.1- otel-max-body-size:9.1- otel-path:9.1- otel-protocol:9.1- otel-resource-attributes:9.1- otel-timeout:9.1- otel-verify-ssl:9.1-
PUT /cluster/metrics/server/{id}		19p	otel-compression:9.1- otel-headers:9.1- otel-max-body-size:9.1- otel-path:9.1- otel-protocol:9.1- otel-resource-attributes:9.1- otel-timeout:9.1- otel-verify-ssl:9.1-
GET /cluster/nextid		0
GET /cluster/notifications	8.4-	0
GET /cluster/notifications/endpoints	8.4-	0
GET /cluster/notifications/endpoints/gotify	8.4-	32p
POST /cluster/notifications/endpoints/gotify	8.4-	33p
DELETE /cluster/notifications/endpoints/gotify/{name}	8.4-	34p
GET /cluster/notifications/endpoints/gotify/{name}	8.4-	35p
PUT /cluster/notifications/endpoints/gotify/{name}	8.4-	33p
GET /cluster/notifications/endpoints/sendmail	8.4-	35p
POST /cluster/notifications/endpoints/sendmail	8.4-	33p
DELETE /cluster/notifications/endpoints/sendmail/{name}	8.4-	34p
GET /cluster/notifications/endpoints/sendmail/{name}	8.4-	35p
PUT /cluster/notifications/endpoints/sendmail/{name}	8.4-	33p
GET /cluster/notifications/endpoints/smtp	8.4-	35p
POST /cluster/notifications/endpoints/smtp	8.4-	33p
DELETE /cluster/notifications/endpoints/smtp/{name}	8.4-	34p
GET /cluster/notifications/endpoints/smtp/{name}	8.4-	35p
PUT /cluster/notifications/endpoints/smtp/{name}	8.4-	33p
GET /cluster/notifications/endpoints/webhook	8.4-	32p
POST /cluster/notifications/endpoints/webhook	8.4-	33p
DELETE /cluster/notifications/endpoints/webhook/{name}	8.4-	34p
GET /cluster/notifications/endpoints/webhook/{name}	8.4-	35p
PUT /cluster/notifications/endpoints/webhook/{name}	8.4-	33p
GET /cluster/notifications/matcher-field-values	8.4-	35p
GET /cluster/notifications/matcher-fields	8.4-	35
GET /cluster/notifications/matchers	8.4-	36p
POST /cluster/notifications/matchers	8.4-	34p
DELETE /cluster/notifications/matchers/{name}	8.4-	34p
GET /cluster/notifications/matchers/{name}	8.4-	35p
PUT /cluster/notifications/matchers/{name}	8.4-	34p
GET /cluster/notifications/targets	8.4-	36p
POST /cluster/notifications/targets/{name}/test	8.4-	36p
GET /cluster/options		37
PUT /cluster/options		19p	consent-text:8.4- location:9.2- replication:9.1-
GET /cluster/qemu	9.2-	0
GET /cluster/qemu/cpu-flags	9.2-	38
GET /cluster/qemu/custom-cpu-models	9.2-	0
POST /cluster/qemu/custom-cpu-models	9.2-	39p
DELETE /cluster/qemu/custom-cpu-models/{cputype}	9.2-	40p
GET /cluster/qemu/custom-cpu-models/{cputype}	9.2-	41
PUT /cluster/qemu/custom-cpu-models/{cputype}	9.2-	40p
GET /cluster/replication		0
POST /cluster/replication		-8.4:42p 9.1-:0p
DELETE /cluster/replication/{id}		-8.4:42p 9.1-:0p
GET /cluster/replication/{id}		0
PUT /cluster/replication/{id}		-8.4:42p 9.1-:0p
GET /cluster/resources		0
GET /cluster/sdn		-7.4:43 8.4-:44
PUT /cluster/sdn		45p	lock-token:9.1- release-lock:9.1-
GET /cluster/sdn/controllers		0
POST /cluster/sdn/controllers		46p	fabric:9.1- isis-domain:8.4- isis-ifaces:8.4- isis-net:8.4- lock-token:9.1-
DELETE /cluster/sdn/controllers/{controller}		46p	lock-token:9.1-
GET /cluster/sdn/controllers/{controller}		47
PUT /cluster/sdn/controllers/{controller}		46p	fabric:9.1- isis-domain:8.4- isis-ifaces:8.4- isis-net:8.4- lock-token:9.1-
GET /cluster/sdn/dns		0
POST /cluster/sdn/dns		48p	fingerprint:8.4- lock-token:9.1-
DELETE /cluster/sdn/dns/{dns}		48p	lock-token:9.1-
GET /cluster/sdn/dns/{dns}		49
PUT /cluster/sdn/dns/{dns}		48p	fingerprint:8.4- lock-token:9.1-
GET /cluster/sdn/dry-run	9.1-	18p
GET /cluster/sdn/fabrics	9.1-	50
GET /cluster/sdn/fabrics/all	9.1-	0
GET /cluster/sdn/fabrics/fabric	9.1-	0
POST /cluster/sdn/fabrics/fabric	9.1-	51p
DELETE /cluster/sdn/fabrics/fabric/{id}	9.1-	52p
GET /cluster/sdn/fabrics/fabric/{id}	9.1-	53
PUT /cluster/sdn/fabrics/fabric/{id}	9.1-	52p
GET /cluster/sdn/fabrics/node	9.1-	0
GET /cluster/sdn/fabrics/node/{fabric_id}	9.1-	54
POST /cluster/sdn/fabrics/node/{fabric_id}	9.1-	55p
DELETE /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.1-	55p
GET /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.1-	56
PUT /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.1-	55p
GET /cluster/sdn/ipams		0
POST /cluster/sdn/ipams		57p	fingerprint:8.4- lock-token:9.1-
DELETE /cluster/sdn/ipams/{ipam}		57p	lock-token:9.1-
GET /cluster/sdn/ipams/{ipam}		58
PUT /cluster/sdn/ipams/{ipam}		57p	fingerprint:8.4- lock-token:9.1-
GET /cluster/sdn/ipams/{ipam}/status	8.4-	0p
DELETE /cluster/sdn/lock	9.1-	45p
POST /cluster/sdn/lock	9.1-	45p
POST /cluster/sdn/rollback	9.1-	45p
GET /cluster/sdn/vnets		0
POST /cluster/sdn/vnets		-7.4:59p 8.4-:60p	isolate-ports:8.4- lock-token:9.1-
DELETE /cluster/sdn/vnets/{vnet}		-7.4:59p 8.4-:0p	lock-token:9.1-
GET /cluster/sdn/vnets/{vnet}		-7.4:61 8.4-:0
PUT /cluster/sdn/vnets/{vnet}		-7.4:59p 8.4-:0p	isolate-ports:8.4- lock-token:9.1-
GET /cluster/sdn/vnets/{vnet}/firewall	8.4-	17
GET /cluster/sdn/vnets/{vnet}/firewall/options	8.4-	0
PUT /cluster/sdn/vnets/{vnet}/firewall/options	8.4-	0p
GET /cluster/sdn/vnets/{vnet}/firewall/rules	8.4-	0
POST /cluster/sdn/vnets/{vnet}/firewall/rules	8.4-	0p
DELETE /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	0p
GET /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	0
PUT /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	0p
DELETE /cluster/sdn/vnets/{vnet}/ips	8.4-	62p
POST /cluster/sdn/vnets/{vnet}/ips	8.4-	62p
PUT /cluster/sdn/vnets/{vnet}/ips	8.4-	62p
GET /cluster/sdn/vnets/{vnet}/subnets		0
POST /cluster/sdn/vnets/{vnet}/subnets		-7.4:63p 8.4-:0p	dhcp-dns-server:8.4- dhcp-range:8.4- lock-token:9.1-
DELETE /cluster/sdn/vnets/{vnet}/subnets/{subnet}		-7.4:63p 8.4-:0p	lock-token:9.1-
GET /cluster/sdn/vnets/{vnet}/subnets/{subnet}		-7.4:64 8.4-:0
PUT /cluster/sdn/vnets/{vnet}/subnets/{subnet}		-7.4:63p 8.4-:0p	dhcp-dns-server:8.4- dhcp-range:8.4- lock-token:9.1-
GET /cluster/sdn/zones		0
POST /cluster/sdn/zones		65p	dhcp:8.4- fabric:9.1- lock-token:9.1- vxlan-port:8.4-
DELETE /cluster/sdn/zones/{zone}		-7.4:65p 8.4-:60p	lock-token:9.1-
GET /cluster/sdn/zones/{zone}		60
PUT /cluster/sdn/zones/{zone}		-7.4:65p 8.4-:60p	dhcp:8.4- fabric:9.1- lock-token:9.1- vxlan-port:8.4-
GET /cluster/status		20p
GET /cluster/tasks		0
GET /nodes		0
GET /nodes/{node}		0
GET /nodes/{node}/aplinfo		0
POST /nodes/{node}/aplinfo		66p
GET /nodes/{node}/apt		0
GET /nodes/{node}/apt/changelog		67
GET /nodes/{node}/apt/repositories		18
POST /nodes/{node}/apt/repositories		67p
PUT /nodes/{node}/apt/repositories		67p
GET /nodes/{node}/apt/update		67p
POST /nodes/{node}/apt/update		67p
GET /nodes/{node}/apt/versions		18
GET /nodes/{node}/capabilities		0
GET /nodes/{node}/capabilities/qemu		0
GET /nodes/{node}/capabilities/qemu/cpu		0	arch:9.1-
GET /nodes/{node}/capabilities/qemu/cpu-flags	9.1-	0	accel:9.2-
GET /nodes/{node}/capabilities/qemu/machines		0	arch:9.1-
GET /nodes/{node}/capabilities/qemu/migration	9.1-	18
GET /nodes/{node}/ceph		21
GET /nodes/{node}/ceph/cfg		0
GET /nodes/{node}/ceph/cfg/db		21p
GET /nodes/{node}/ceph/cfg/raw		21
GET /nodes/{node}/ceph/cfg/value	8.4-	20p
GET /nodes/{node}/ceph/cmd-safety		20p
GET /nodes/{node}/ceph/config	-7.4	21
GET /nodes/{node}/ceph/configdb	-7.4	21p
GET /nodes/{node}/ceph/crush		21p
GET /nodes/{node}/ceph/fs		21p
DELETE /nodes/{node}/ceph/fs/{name}	9.2-	19p
POST /nodes/{node}/ceph/fs/{name}		19p
POST /nodes/{node}/ceph/init		19p
GET /nodes/{node}/ceph/log		68p
GET /nodes/{node}/ceph/mds		21p
DELETE /nodes/{node}/ceph/mds/{name}		19p
POST /nodes/{node}/ceph/mds/{name}		19p
GET /nodes/{node}/ceph/mgr		21p
DELETE /nodes/{node}/ceph/mgr/{id}		19p
POST /nodes/{node}/ceph/mgr/{id}		19p
GET /nodes/{node}/ceph/mon		21p
DELETE /nodes/{node}/ceph/mon/{monid}		19p
POST /nodes/{node}/ceph/mon/{monid}		19p
GET /nodes/{node}/ceph/osd		21p
POST /nodes/{node}/ceph/osd		17p	osds-per-device:8.4-
DELETE /nodes/{node}/ceph/osd/{osdid}		17p
GET /nodes/{node}/ceph/osd/{osdid}		0
POST /nodes/{node}/ceph/osd/{osdid}/in		19p
GET /nodes/{node}/ceph/osd/{osdid}/lv-info		20p
GET /nodes/{node}/ceph/osd/{osdid}/metadata		20p
POST /nodes/{node}/ceph/osd/{osdid}/out		19p
POST /nodes/{node}/ceph/osd/{osdid}/scrub		19p
GET /nodes/{node}/ceph/pool		21p
POST /nodes/{node}/ceph/pool		19p
DELETE /nodes/{node}/ceph/pool/{name}		19p
GET /nodes/{node}/ceph/pool/{name}		21
PUT /nodes/{node}/ceph/pool/{name}		19p
GET /nodes/{node}/ceph/pool/{name}/status		21p
GET /nodes/{node}/ceph/pools	-7.4	21p
POST /nodes/{node}/ceph/pools	-7.4	19p
DELETE /nodes/{node}/ceph/pools/{name}	-7.4	19p
GET /nodes/{node}/ceph/pools/{name}	-7.4	21p
PUT /nodes/{node}/ceph/pools/{name}	-7.4	19p
GET /nodes/{node}/ceph/releases	9.2-	21
POST /nodes/{node}/ceph/restart		19p
POST /nodes/{node}/ceph/restart-bulk	9.2-	19p
GET /nodes/{node}/ceph/rules		21p
POST /nodes/{node}/ceph/start		19p
GET /nodes/{node}/ceph/status		21p
POST /nodes/{node}/ceph/stop		19p
GET /nodes/{node}/certificates		0
GET /nodes/{node}/certificates/acme		0
DELETE /nodes/{node}/certificates/acme/certificate		67p
POST /nodes/{node}/certificates/acme/certificate		67p
PUT /nodes/{node}/certificates/acme/certificate		67p
DELETE /nodes/{node}/certificates/custom		67p
POST /nodes/{node}/certificates/custom		67p
GET /nodes/{node}/certificates/info		0
GET /nodes/{node}/config		20
PUT /nodes/{node}/config		19p	ballooning-target:8.4- location:9.2-
GET /nodes/{node}/disks		0
GET /nodes/{node}/disks/directory		-7.4:21p 8.4-:20p
POST /nodes/{node}/disks/directory		-7.4:69p 8.4-:19p
DELETE /nodes/{node}/disks/directory/{name}		-7.4:69p 8.4-:19p
POST /nodes/{node}/disks/initgpt		19p
GET /nodes/{node}/disks/list		-7.4:70p 8.4-:71p
GET /nodes/{node}/disks/lvm		-7.4:21p 8.4-:20p
POST /nodes/{node}/disks/lvm		-7.4:69p 8.4-:19p
DELETE /nodes/{node}/disks/lvm/{name}		-7.4:69p 8.4-:19p
GET /nodes/{node}/disks/lvmthin		-7.4:21p 8.4-:20p
POST /nodes/{node}/disks/lvmthin		-7.4:69p 8.4-:19p
DELETE /nodes/{node}/disks/lvmthin/{name}		-7.4:69p 8.4-:19p
GET /nodes/{node}/disks/smart		-7.4:21p 8.4-:20p
PUT /nodes/{node}/disks/wipedisk		17p
GET /nodes/{node}/disks/zfs		-7.4:21p 8.4-:20p
POST /nodes/{node}/disks/zfs		-7.4:69p 8.4-:19p
DELETE /nodes/{node}/disks/zfs/{name}		-7.4:69p 8.4-:19p
GET /nodes/{node}/disks/zfs/{name}		-7.4:21p 8.4-:20p
GET /nodes/{node}/dns		18
PUT /nodes/{node}/dns		67p
POST /nodes/{node}/execute		-7.4:18p 8.4-:17p
GET /nodes/{node}/firewall		0
GET /nodes/{node}/firewall/log		68p
GET /nodes/{node}/firewall/options		18
PUT /nodes/{node}/firewall/options		67p	log_level_forward:8.4- nftables:8.4-
GET /nodes/{node}/firewall/rules		18
POST /nodes/{node}/firewall/rules		67p
DELETE /nodes/{node}/firewall/rules/{pos}		67p
GET /nodes/{node}/firewall/rules/{pos}		18
PUT /nodes/{node}/firewall/rules/{pos}		67p
GET /nodes/{node}/hardware		0
GET /nodes/{node}/hardware/pci		72p
GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}	8.4-	0
GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}/mdev	8.4-	72p
GET /nodes/{node}/hardware/pci/{pciid}	-7.4	0
GET /nodes/{node}/hardware/pci/{pciid}/mdev	-7.4	72p
GET /nodes/{node}/hardware/usb		19p
GET /nodes/{node}/hosts		20p
POST /nodes/{node}/hosts		67p
GET /nodes/{node}/journal		68p	identifiers:9.2- kernel:9.2- priority:9.2- service:9.2- structured:9.2- unit:9.2- units:9.2-
GET /nodes/{node}/lxc		0p
POST /nodes/{node}/lxc		0p	dev[n]:8.4- entrypoint:9.1- env:9.1- ha-managed:9.1-	dev[n] features:0 hookscript mp[n]:1 ostemplate:2 rootfs:1
DELETE /nodes/{node}/lxc/{vmid}		73p
GET /nodes/{node}/lxc/{vmid}		0
POST /nodes/{node}/lxc/{vmid}/clone		74p
GET /nodes/{node}/lxc/{vmid}/config		75
PUT /nodes/{node}/lxc/{vmid}/config		76p	dev[n]:8.4- entrypoint:9.1- env:9.1-	dev[n] features:0 hookscript mp[n]:1 rootfs:1
GET /nodes/{node}/lxc/{vmid}/feature		75p
GET /nodes/{node}/lxc/{vmid}/firewall		0
GET /nodes/{node}/lxc/{vmid}/firewall/aliases		75
POST /nodes/{node}/lxc/{vmid}/firewall/aliases		77p
DELETE /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		75
PUT /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/ipset		75
POST /nodes/{node}/lxc/{vmid}/firewall/ipset		77p
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		75
POST /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		77p
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		75p
PUT /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/log		78p
GET /nodes/{node}/lxc/{vmid}/firewall/options		75
PUT /nodes/{node}/lxc/{vmid}/firewall/options		77p
GET /nodes/{node}/lxc/{vmid}/firewall/refs		75
GET /nodes/{node}/lxc/{vmid}/firewall/rules		75
POST /nodes/{node}/lxc/{vmid}/firewall/rules		77p
DELETE /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		77p
GET /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		75
PUT /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		77p
GET /nodes/{node}/lxc/{vmid}/interfaces	8.4-	75p
GET /nodes/{node}/lxc/{vmid}/migrate	9.1-	79p
POST /nodes/{node}/lxc/{vmid}/migrate		79p
POST /nodes/{node}/lxc/{vmid}/move_volume		80p
POST /nodes/{node}/lxc/{vmid}/mtunnel		81p
GET /nodes/{node}/lxc/{vmid}/mtunnelwebsocket		0
GET /nodes/{node}/lxc/{vmid}/pending		75
POST /nodes/{node}/lxc/{vmid}/remote_migrate		79p
PUT /nodes/{node}/lxc/{vmid}/resize		80p
GET /nodes/{node}/lxc/{vmid}/rrd		75p
GET /nodes/{node}/lxc/{vmid}/rrddata		75p
GET /nodes/{node}/lxc/{vmid}/snapshot		75p
POST /nodes/{node}/lxc/{vmid}/snapshot		82p
DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}		82p
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}		0
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config		83
PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config		82p
POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback		84p
POST /nodes/{node}/lxc/{vmid}/spiceproxy		78p
GET /nodes/{node}/lxc/{vmid}/status		0
GET /nodes/{node}/lxc/{vmid}/status/current		75p
POST /nodes/{node}/lxc/{vmid}/status/reboot		85p
POST /nodes/{node}/lxc/{vmid}/status/resume		85p
POST /nodes/{node}/lxc/{vmid}/status/shutdown		85p
POST /nodes/{node}/lxc/{vmid}/status/start		85p		skiplock
POST /nodes/{node}/lxc/{vmid}/status/stop		85p	overrule-shutdown:8.4-	skiplock
POST /nodes/{node}/lxc/{vmid}/status/suspend		85p
POST /nodes/{node}/lxc/{vmid}/template		73p
POST /nodes/{node}/lxc/{vmid}/termproxy		78p
POST /nodes/{node}/lxc/{vmid}/vncproxy		78p
GET /nodes/{node}/lxc/{vmid}/vncwebsocket		78
POST /nodes/{node}/migrateall		0p	max-workers:9.1-
GET /nodes/{node}/netstat		18
DELETE /nodes/{node}/network		67p
GET /nodes/{node}/network		0
POST /nodes/{node}/network		67p	bridge_vids:8.4-
PUT /nodes/{node}/network		67p	regenerate-frr:9.1-
DELETE /nodes/{node}/network/{iface}		67p
GET /nodes/{node}/network/{iface}		18
PUT /nodes/{node}/network/{iface}		67p	bridge_vids:8.4-
GET /nodes/{node}/qemu		0p
POST /nodes/{node}/qemu		0p	allow-ksm:9.1- amd-sev:8.4- ciupgrade:8.4- ha-managed:9.1- import-working-storage:8.4- intel-tdx:9.1- virtiofs[n]:8.4-	affinity amd-sev arch args hookscript hostpci[n]:5 hugepages intel-tdx ivshmem keephugepages lock parallel[n] serial[n]:3 spice_enhancements usb[n]:4 vmgenid
DELETE /nodes/{node}/qemu/{vmid}		73p		skiplock
GET /nodes/{node}/qemu/{vmid}		0
GET /nodes/{node}/qemu/{vmid}/agent		0
POST /nodes/{node}/qemu/{vmid}/agent		-8.4:86p 9.1-:87p
POST /nodes/{node}/qemu/{vmid}/agent/exec		-8.4:86p 9.1-:87p
GET /nodes/{node}/qemu/{vmid}/agent/exec-status		-8.4:86p 9.1-:87p
GET /nodes/{node}/qemu/{vmid}/agent/file-read		-8.4:86p 9.1-:88p	count:9.1- decode:9.1- offset:9.1-
POST /nodes/{node}/qemu/{vmid}/agent/file-write		-8.4:86p 9.1-:89p
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-freeze		-8.4:86p 9.1-:90p
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-status		-8.4:86p 9.1-:91p
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-thaw		-8.4:86p 9.1-:90p
POST /nodes/{node}/qemu/{vmid}/agent/fstrim		-8.4:86p 9.1-:90p
GET /nodes/{node}/qemu/{vmid}/agent/get-fsinfo		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-host-name		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-memory-block-info		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-memory-blocks		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-time		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-timezone		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-users		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/get-vcpus		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/info		-8.4:86p 9.1-:92p
GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces		-8.4:86p 9.1-:92p
POST /nodes/{node}/qemu/{vmid}/agent/ping		-8.4:86p 9.1-:92p
POST /nodes/{node}/qemu/{vmid}/agent/set-user-password		-8.4:86p 9.1-:87p
POST /nodes/{node}/qemu/{vmid}/agent/shutdown		-8.4:86p 9.1-:93p
POST /nodes/{node}/qemu/{vmid}/agent/suspend-disk		-8.4:86p 9.1-:93p
POST /nodes/{node}/qemu/{vmid}/agent/suspend-hybrid		-8.4:86p 9.1-:93p
POST /nodes/{node}/qemu/{vmid}/agent/suspend-ram		-8.4:86p 9.1-:93p
POST /nodes/{node}/qemu/{vmid}/clone		74p
GET /nodes/{node}/qemu/{vmid}/cloudinit		75
PUT /nodes/{node}/qemu/{vmid}/cloudinit		94p
GET /nodes/{node}/qemu/{vmid}/cloudinit/dump		75
GET /nodes/{node}/qemu/{vmid}/config		75
POST /nodes/{node}/qemu/{vmid}/config		95p	allow-ksm:9.1- amd-sev:8.4- ciupgrade:8.4- import-working-storage:8.4- intel-tdx:9.1- virtiofs[n]:8.4-	affinity amd-sev arch args hookscript hostpci[n]:5 hugepages intel-tdx ivshmem keephugepages lock parallel[n] serial[n]:3 skiplock spice_enhancements usb[n]:4 vmgenid
PUT /nodes/{node}/qemu/{vmid}/config		95p	allow-ksm:9.1- amd-sev:8.4- ciupgrade:8.4- intel-tdx:9.1- virtiofs[n]:8.4-	affinity amd-sev arch args hookscript hostpci[n]:5 hugepages intel-tdx ivshmem keephugepages lock parallel[n] serial[n]:3 skiplock spice_enhancements usb[n]:4 vmgenid
POST /nodes/{node}/qemu/{vmid}/dbus-vmstate	9.1-	79
GET /nodes/{node}/qemu/{vmid}/feature		75p
GET /nodes/{node}/qemu/{vmid}/firewall		0
GET /nodes/{node}/qemu/{vmid}/firewall/aliases		75
POST /nodes/{node}/qemu/{vmid}/firewall/aliases		77p
DELETE /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		75
PUT /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/ipset		75
POST /nodes/{node}/qemu/{vmid}/firewall/ipset		77p
DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		75
POST /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		77p
DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		75p
PUT /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/log		78p
GET /nodes/{node}/qemu/{vmid}/firewall/options		75
PUT /nodes/{node}/qemu/{vmid}/firewall/options		77p
GET /nodes/{node}/qemu/{vmid}/firewall/refs		75
GET /nodes/{node}/qemu/{vmid}/firewall/rules		75
POST /nodes/{node}/qemu/{vmid}/firewall/rules		77p
DELETE /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		77p
GET /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		75
PUT /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		77p
GET /nodes/{node}/qemu/{vmid}/migrate		79p
POST /nodes/{node}/qemu/{vmid}/migrate		79p	with-conntrack-state:9.1-	force migration_network migration_type
POST /nodes/{node}/qemu/{vmid}/monitor		-8.4:86p 9.1-:96p
POST /nodes/{node}/qemu/{vmid}/move_disk		80p
POST /nodes/{node}/qemu/{vmid}/mtunnel		81p
GET /nodes/{node}/qemu/{vmid}/mtunnelwebsocket		0
GET /nodes/{node}/qemu/{vmid}/pending		75
POST /nodes/{node}/qemu/{vmid}/remote_migrate		79p
PUT /nodes/{node}/qemu/{vmid}/resize		80p		skiplock
GET /nodes/{node}/qemu/{vmid}/rrd		75p
GET /nodes/{node}/qemu/{vmid}/rrddata		75p
PUT /nodes/{node}/qemu/{vmid}/sendkey		78p		skiplock
GET /nodes/{node}/qemu/{vmid}/snapshot		75p
POST /nodes/{node}/qemu/{vmid}/snapshot		82p
DELETE /nodes/{node}/qemu/{vmid}/snapshot/{snapname}		82p
GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}		0
GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config		83
PUT /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config		82p
POST /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback		84p
POST /nodes/{node}/qemu/{vmid}/spiceproxy		78p
GET /nodes/{node}/qemu/{vmid}/status		0
GET /nodes/{node}/qemu/{vmid}/status/current		75p
POST /nodes/{node}/qemu/{vmid}/status/reboot		85p
POST /nodes/{node}/qemu/{vmid}/status/reset		85p		skiplock
POST /nodes/{node}/qemu/{vmid}/status/resume		85p		nocheck skiplock
POST /nodes/{node}/qemu/{vmid}/status/shutdown		85p		keepActive skiplock
POST /nodes/{node}/qemu/{vmid}/status/start		85p	nets-host-mtu:9.1- with-conntrack-state:9.1-	force-cpu migratedfrom migration_network migration_type nets-host-mtu skiplock stateuri targetstorage with-conntrack-state
POST /nodes/{node}/qemu/{vmid}/status/stop		85p	overrule-shutdown:8.4-	keepActive migratedfrom skiplock
POST /nodes/{node}/qemu/{vmid}/status/suspend		85p		skiplock
POST /nodes/{node}/qemu/{vmid}/template		73p
POST /nodes/{node}/qemu/{vmid}/termproxy		78p
PUT /nodes/{node}/qemu/{vmid}/unlink		80p
POST /nodes/{node}/qemu/{vmid}/vncproxy		78p
GET /nodes/{node}/qemu/{vmid}/vncwebsocket		78
GET /nodes/{node}/query-oci-repo-tags	9.1-	97
GET /nodes/{node}/query-url-metadata		-7.4:98 8.4-:99
GET /nodes/{node}/replication		0p
GET /nodes/{node}/replication/{id}		0
GET /nodes/{node}/replication/{id}/log		0p
POST /nodes/{node}/replication/{id}/schedule_now		-8.4:42p 9.1-:0p
GET /nodes/{node}/replication/{id}/status		0p
GET /nodes/{node}/report		18p
GET /nodes/{node}/rrd		18p
GET /nodes/{node}/rrddata		18p
GET /nodes/{node}/scan		0
GET /nodes/{node}/scan/cifs		42p
GET /nodes/{node}/scan/glusterfs	-8.4	42p
GET /nodes/{node}/scan/iscsi		42p
GET /nodes/{node}/scan/lvm		42p
GET /nodes/{node}/scan/lvmthin		42p
GET /nodes/{node}/scan/nfs		42p
GET /nodes/{node}/scan/pbs		42p
GET /nodes/{node}/scan/zfs		42p
GET /nodes/{node}/sdn		0
GET /nodes/{node}/sdn/fabrics/{fabric}	9.1-	100
GET /nodes/{node}/sdn/fabrics/{fabric}/interfaces	9.1-	100p
GET /nodes/{node}/sdn/fabrics/{fabric}/neighbors	9.1-	100p
GET /nodes/{node}/sdn/fabrics/{fabric}/routes	9.1-	100p
GET /nodes/{node}/sdn/vnets/{vnet}	9.1-	0
GET /nodes/{node}/sdn/vnets/{vnet}/mac-vrf	9.1-	0p
GET /nodes/{node}/sdn/zones		0p
GET /nodes/{node}/sdn/zones/{zone}		101
GET /nodes/{node}/sdn/zones/{zone}/bridges	9.1-	101p
GET /nodes/{node}/sdn/zones/{zone}/content		101p
GET /nodes/{node}/sdn/zones/{zone}/ip-vrf	9.1-	101p
GET /nodes/{node}/services		18p
GET /nodes/{node}/services/{service}		18
POST /nodes/{node}/services/{service}/reload		67p
POST /nodes/{node}/services/{service}/restart		67p
POST /nodes/{node}/services/{service}/start		67p
GET /nodes/{node}/services/{service}/state		18p
POST /nodes/{node}/services/{service}/stop		67p
POST /nodes/{node}/spiceshell		102p		cmd:6
POST /nodes/{node}/startall		0p	max-workers:9.1-
GET /nodes/{node}/status		18
POST /nodes/{node}/status		103p
POST /nodes/{node}/stopall		0p	max-workers:9.1-
GET /nodes/{node}/storage		0p
GET /nodes/{node}/storage/{storage}		104
GET /nodes/{node}/storage/{storage}/content		104p
POST /nodes/{node}/storage/{storage}/content		105p
DELETE /nodes/{node}/storage/{storage}/content/{volume}		0p
GET /nodes/{node}/storage/{storage}/content/{volume}		0p
POST /nodes/{node}/storage/{storage}/content/{volume}		17p
PUT /nodes/{node}/storage/{storage}/content/{volume}		0p
POST /nodes/{node}/storage/{storage}/download-url		-7.4:106p 8.4-:107p	compression:8.4-
GET /nodes/{node}/storage/{storage}/file-restore/download		0p	tar:8.4-
GET /nodes/{node}/storage/{storage}/file-restore/list		0p
GET /nodes/{node}/storage/{storage}/identity	9.2-	104p
GET /nodes/{node}/storage/{storage}/import-metadata	8.4-	0p
POST /nodes/{node}/storage/{storage}/oci-registry-pull	9.1-	108p
DELETE /nodes/{node}/storage/{storage}/prunebackups		0p
GET /nodes/{node}/storage/{storage}/prunebackups		104p
GET /nodes/{node}/storage/{storage}/rrd		104p
GET /nodes/{node}/storage/{storage}/rrddata		104p
GET /nodes/{node}/storage/{storage}/status		104p
POST /nodes/{node}/storage/{storage}/upload		66p
DELETE /nodes/{node}/subscription		67p
GET /nodes/{node}/subscription		0
POST /nodes/{node}/subscription		67p
PUT /nodes/{node}/subscription		67p
POST /nodes/{node}/suspendall	8.4-	0p	max-workers:9.1-
GET /nodes/{node}/syslog		68p
GET /nodes/{node}/tasks		0
DELETE /nodes/{node}/tasks/{upid}		0p
GET /nodes/{node}/tasks/{upid}		0
GET /nodes/{node}/tasks/{upid}/log		0p
GET /nodes/{node}/tasks/{upid}/status		0p
POST /nodes/{node}/termproxy		102p		cmd:6
GET /nodes/{node}/time		18
PUT /nodes/{node}/time		67p
GET /nodes/{node}/version		0
POST /nodes/{node}/vncshell		102p		cmd:6
GET /nodes/{node}/vncwebsocket		102
POST /nodes/{node}/vzdump		0p	fleecing:8.4- job-id:8.4- maxfiles:-9.1 notification-mode:8.4- notification-policy:8.4-8.4 notification-target:8.4-8.4 pbs-change-detection-mode:8.4-	dumpdir job-id script tmpdir
GET /nodes/{node}/vzdump/defaults		0
GET /nodes/{node}/vzdump/extractconfig		0p
POST /nodes/{node}/wakeonlan		103p
DELETE /pools	8.4-	109p
GET /pools		0	poolid:8.4- type:8.4-
POST /pools		109p
PUT /pools	8.4-	109p
DELETE /pools/{poolid}		109p
GET /pools/{poolid}		110
PUT /pools/{poolid}		109p	allow-move:8.4-
GET /storage		0
POST /storage		42p	create-base-path:8.4- create-subdirs:8.4- maxfiles:-8.4 saferemove-stepsize:9.1- server2:-8.4 skip-cert-verification:8.4- snapshot-as-volume-chain:9.1- transport:-8.4 volume:-8.4 zfs-base-path:9.1-
DELETE /storage/{storage}		42p
GET /storage/{storage}		111
PUT /storage/{storage}		42p	create-base-path:8.4- create-subdirs:8.4- maxfiles:-8.4 saferemove-stepsize:9.1- server2:-8.4 skip-cert-verification:8.4- snapshot-as-volume-chain:9.1- transport:-8.4 zfs-base-path:9.1-
GET /version		0`;
