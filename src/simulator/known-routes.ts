/** Every route of PVE 9.2, to tell one that does not exist from one that is not modelled. By common prefix. */
const known: Readonly<Record<string, string>> = {
  '/access':
    'GET .; GET,PUT acl; GET,POST domains; GET,PUT,DELETE domains/{realm}; POST domains/{realm}/sync; ' +
    'GET,POST groups; GET,PUT,DELETE groups/{groupid}; GET openid; POST openid/auth-url; ' +
    'POST openid/login; PUT password; GET permissions; GET,POST roles; GET,PUT,DELETE roles/{roleid}; ' +
    'GET tfa; GET,POST tfa/{userid}; GET,PUT,DELETE tfa/{userid}/{id}; GET,POST ticket; ' +
    'GET,POST users; GET,PUT,DELETE users/{userid}; GET users/{userid}/tfa; GET users/{userid}/token; ' +
    'GET,POST,PUT,DELETE users/{userid}/token/{tokenid}; PUT users/{userid}/unlock-tfa; ' +
    'POST vncticket',
  '/cluster':
    'GET .; GET,POST backup; GET backup-info; GET backup-info/not-backed-up; ' +
    'GET,PUT,DELETE backup/{id}; GET backup/{id}/included_volumes; GET bulk-action; ' +
    'GET bulk-action/guest; POST bulk-action/guest/migrate; POST bulk-action/guest/shutdown; ' +
    'POST bulk-action/guest/start; POST bulk-action/guest/suspend; GET ceph; GET,PUT ceph/flags; ' +
    'GET,PUT ceph/flags/{flag}; GET ceph/metadata; POST ceph/restart-bulk; GET ceph/status; GET jobs; ' +
    'GET jobs/realm-sync; GET,POST,PUT,DELETE jobs/realm-sync/{id}; GET jobs/schedule-analyze; ' +
    'GET log; GET nextid; GET,PUT options; GET qemu; GET qemu/cpu-flags; ' +
    'GET,POST qemu/custom-cpu-models; GET,PUT,DELETE qemu/custom-cpu-models/{cputype}; ' +
    'GET,POST replication; GET,PUT,DELETE replication/{id}; GET resources; GET status; GET tasks',
  '/cluster/acme':
    'GET .; GET,POST account; GET,PUT,DELETE account/{name}; GET challenge-schema; GET directories; ' +
    'GET meta; GET,POST plugins; GET,PUT,DELETE plugins/{id}; GET tos',
  '/cluster/config':
    'GET,POST .; GET apiversion; GET,POST join; GET nodes; POST,DELETE nodes/{node}; GET qdevice; ' +
    'GET totem',
  '/cluster/firewall':
    'GET .; GET,POST aliases; GET,PUT,DELETE aliases/{name}; GET,POST groups; ' +
    'GET,POST,DELETE groups/{group}; GET,PUT,DELETE groups/{group}/{pos}; GET,POST ipset; ' +
    'GET,POST,DELETE ipset/{name}; GET,PUT,DELETE ipset/{name}/{cidr}; GET macros; GET,PUT options; ' +
    'GET refs; GET,POST rules; GET,PUT,DELETE rules/{pos}',
  '/cluster/ha':
    'GET .; GET,POST groups; GET,PUT,DELETE groups/{group}; GET,POST resources; ' +
    'GET,PUT,DELETE resources/{sid}; POST resources/{sid}/migrate; POST resources/{sid}/relocate; ' +
    'GET,POST rules; GET,PUT,DELETE rules/{rule}; GET status; POST status/arm-ha; GET status/current; ' +
    'POST status/disarm-ha; GET status/manager_status',
  '/cluster/mapping':
    'GET .; GET,POST dir; GET,PUT,DELETE dir/{id}; GET,POST pci; GET,PUT,DELETE pci/{id}; ' +
    'GET,POST usb; GET,PUT,DELETE usb/{id}',
  '/cluster/metrics': 'GET .; GET export; GET server; GET,POST,PUT,DELETE server/{id}',
  '/cluster/notifications':
    'GET .; GET endpoints; GET,POST endpoints/gotify; GET,PUT,DELETE endpoints/gotify/{name}; ' +
    'GET,POST endpoints/sendmail; GET,PUT,DELETE endpoints/sendmail/{name}; GET,POST endpoints/smtp; ' +
    'GET,PUT,DELETE endpoints/smtp/{name}; GET,POST endpoints/webhook; ' +
    'GET,PUT,DELETE endpoints/webhook/{name}; GET matcher-field-values; GET matcher-fields; ' +
    'GET,POST matchers; GET,PUT,DELETE matchers/{name}; GET targets; POST targets/{name}/test',
  '/cluster/sdn':
    'GET,PUT .; GET,POST controllers; GET,PUT,DELETE controllers/{controller}; GET,POST dns; ' +
    'GET,PUT,DELETE dns/{dns}; GET dry-run; GET fabrics; GET fabrics/all; GET,POST fabrics/fabric; ' +
    'GET,PUT,DELETE fabrics/fabric/{id}; GET fabrics/node; GET,POST fabrics/node/{fabric_id}; ' +
    'GET,PUT,DELETE fabrics/node/{fabric_id}/{node_id}; GET,POST ipams; GET,PUT,DELETE ipams/{ipam}; ' +
    'GET ipams/{ipam}/status; POST,DELETE lock; POST rollback; GET,POST vnets; ' +
    'GET,PUT,DELETE vnets/{vnet}; GET vnets/{vnet}/firewall; GET,PUT vnets/{vnet}/firewall/options; ' +
    'GET,POST vnets/{vnet}/firewall/rules; GET,PUT,DELETE vnets/{vnet}/firewall/rules/{pos}; ' +
    'POST,PUT,DELETE vnets/{vnet}/ips; GET,POST vnets/{vnet}/subnets; ' +
    'GET,PUT,DELETE vnets/{vnet}/subnets/{subnet}; GET,POST zones; GET,PUT,DELETE zones/{zone}',
  '':
    'GET nodes; GET,POST,PUT,DELETE pools; GET,PUT,DELETE pools/{poolid}; GET,POST storage; ' +
    'GET,PUT,DELETE storage/{storage}; GET version',
  '/nodes/{node}':
    'GET .; GET,POST aplinfo; GET,PUT config; GET,PUT dns; POST execute; GET,POST hosts; GET journal; ' +
    'GET,POST lxc; POST migrateall; GET netstat; GET,POST,PUT,DELETE network; ' +
    'GET,PUT,DELETE network/{iface}; GET,POST qemu; GET query-oci-repo-tags; GET query-url-metadata; ' +
    'GET report; GET rrd; GET rrddata; POST spiceshell; POST startall; GET,POST status; POST stopall; ' +
    'GET storage; GET,POST,PUT,DELETE subscription; POST suspendall; GET syslog; POST termproxy; ' +
    'GET,PUT time; GET version; POST vncshell; GET vncwebsocket; POST vzdump; GET vzdump/defaults; ' +
    'GET vzdump/extractconfig; POST wakeonlan',
  '/nodes/{node}/apt': 'GET .; GET changelog; GET,POST,PUT repositories; GET,POST update; GET versions',
  '/nodes/{node}/capabilities':
    'GET .; GET qemu; GET qemu/cpu; GET qemu/cpu-flags; GET qemu/machines; GET qemu/migration',
  '/nodes/{node}/ceph':
    'GET .; GET cfg; GET cfg/db; GET cfg/raw; GET cfg/value; GET cmd-safety; GET crush; GET fs; ' +
    'POST,DELETE fs/{name}; POST init; GET log; GET mds; POST,DELETE mds/{name}; GET mgr; ' +
    'POST,DELETE mgr/{id}; GET mon; POST,DELETE mon/{monid}; GET,POST osd; GET,DELETE osd/{osdid}; ' +
    'POST osd/{osdid}/in; GET osd/{osdid}/lv-info; GET osd/{osdid}/metadata; POST osd/{osdid}/out; ' +
    'POST osd/{osdid}/scrub; GET,POST pool; GET,PUT,DELETE pool/{name}; GET pool/{name}/status; ' +
    'GET releases; POST restart; POST restart-bulk; GET rules; POST start; GET status; POST stop',
  '/nodes/{node}/certificates':
    'GET .; GET acme; POST,PUT,DELETE acme/certificate; POST,DELETE custom; GET info',
  '/nodes/{node}/disks':
    'GET .; GET,POST directory; DELETE directory/{name}; POST initgpt; GET list; GET,POST lvm; ' +
    'DELETE lvm/{name}; GET,POST lvmthin; DELETE lvmthin/{name}; GET smart; PUT wipedisk; ' +
    'GET,POST zfs; GET,DELETE zfs/{name}',
  '/nodes/{node}/firewall': 'GET .; GET log; GET,PUT options; GET,POST rules; GET,PUT,DELETE rules/{pos}',
  '/nodes/{node}/hardware':
    'GET .; GET pci; GET pci/{pci-id-or-mapping}; GET pci/{pci-id-or-mapping}/mdev; GET usb',
  '/nodes/{node}/lxc/{vmid}':
    'GET,DELETE .; POST clone; GET,PUT config; GET feature; GET interfaces; GET,POST migrate; ' +
    'POST move_volume; POST mtunnel; GET mtunnelwebsocket; GET pending; POST remote_migrate; ' +
    'PUT resize; GET rrd; GET rrddata; GET,POST snapshot; GET,DELETE snapshot/{snapname}; ' +
    'GET,PUT snapshot/{snapname}/config; POST snapshot/{snapname}/rollback; POST spiceproxy; ' +
    'GET status; GET status/current; POST status/reboot; POST status/resume; POST status/shutdown; ' +
    'POST status/start; POST status/stop; POST status/suspend; POST template; POST termproxy; ' +
    'POST vncproxy; GET vncwebsocket',
  '/nodes/{node}/lxc/{vmid}/firewall':
    'GET .; GET,POST aliases; GET,PUT,DELETE aliases/{name}; GET,POST ipset; ' +
    'GET,POST,DELETE ipset/{name}; GET,PUT,DELETE ipset/{name}/{cidr}; GET log; GET,PUT options; ' +
    'GET refs; GET,POST rules; GET,PUT,DELETE rules/{pos}',
  '/nodes/{node}/qemu/{vmid}':
    'GET,DELETE .; POST clone; GET,PUT cloudinit; GET cloudinit/dump; GET,POST,PUT config; ' +
    'POST dbus-vmstate; GET feature; GET,POST migrate; POST monitor; POST move_disk; POST mtunnel; ' +
    'GET mtunnelwebsocket; GET pending; POST remote_migrate; PUT resize; GET rrd; GET rrddata; ' +
    'PUT sendkey; GET,POST snapshot; GET,DELETE snapshot/{snapname}; ' +
    'GET,PUT snapshot/{snapname}/config; POST snapshot/{snapname}/rollback; POST spiceproxy; ' +
    'GET status; GET status/current; POST status/reboot; POST status/reset; POST status/resume; ' +
    'POST status/shutdown; POST status/start; POST status/stop; POST status/suspend; POST template; ' +
    'POST termproxy; PUT unlink; POST vncproxy; GET vncwebsocket',
  '/nodes/{node}/qemu/{vmid}/agent':
    'GET,POST .; POST exec; GET exec-status; GET file-read; POST file-write; POST fsfreeze-freeze; ' +
    'POST fsfreeze-status; POST fsfreeze-thaw; POST fstrim; GET get-fsinfo; GET get-host-name; ' +
    'GET get-memory-block-info; GET get-memory-blocks; GET get-osinfo; GET get-time; GET get-timezone; ' +
    'GET get-users; GET get-vcpus; GET info; GET network-get-interfaces; POST ping; ' +
    'POST set-user-password; POST shutdown; POST suspend-disk; POST suspend-hybrid; POST suspend-ram',
  '/nodes/{node}/qemu/{vmid}/firewall':
    'GET .; GET,POST aliases; GET,PUT,DELETE aliases/{name}; GET,POST ipset; ' +
    'GET,POST,DELETE ipset/{name}; GET,PUT,DELETE ipset/{name}/{cidr}; GET log; GET,PUT options; ' +
    'GET refs; GET,POST rules; GET,PUT,DELETE rules/{pos}',
  '/nodes/{node}/replication': 'GET .; GET {id}; GET {id}/log; POST {id}/schedule_now; GET {id}/status',
  '/nodes/{node}/scan': 'GET .; GET cifs; GET iscsi; GET lvm; GET lvmthin; GET nfs; GET pbs; GET zfs',
  '/nodes/{node}/sdn':
    'GET .; GET fabrics/{fabric}; GET fabrics/{fabric}/interfaces; GET fabrics/{fabric}/neighbors; ' +
    'GET fabrics/{fabric}/routes; GET vnets/{vnet}; GET vnets/{vnet}/mac-vrf; GET zones; ' +
    'GET zones/{zone}; GET zones/{zone}/bridges; GET zones/{zone}/content; GET zones/{zone}/ip-vrf',
  '/nodes/{node}/services':
    'GET .; GET {service}; POST {service}/reload; POST {service}/restart; POST {service}/start; ' +
    'GET {service}/state; POST {service}/stop',
  '/nodes/{node}/storage/{storage}':
    'GET .; GET,POST content; GET,POST,PUT,DELETE content/{volume}; POST download-url; ' +
    'GET file-restore/download; GET file-restore/list; GET identity; GET import-metadata; ' +
    'POST oci-registry-pull; GET,DELETE prunebackups; GET rrd; GET rrddata; GET status; POST upload',
  '/nodes/{node}/tasks': 'GET .; GET,DELETE {upid}; GET {upid}/log; GET {upid}/status',
};

/** The same, one entry a route. */
export const knownRoutes: readonly { readonly route: string }[] = Object.entries(known).flatMap(
  ([prefix, list]) =>
    list.split('; ').flatMap((item) => {
      const [methods = '', rest = ''] = item.split(' ');
      const path = rest === '.' ? prefix : `${prefix}/${rest}`;
      return methods.split(',').map((method) => ({ route: `${method} ${path}` }));
    }),
);
