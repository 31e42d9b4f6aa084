import { expect, it } from 'vitest';
import type { HostVersion } from '~/simulator/host-version.js';
import { type Answer, Harness, N } from './harness.js';

type Values = Record<string, string | number>;

/** A host of a cluster that has lost its quorum. */
function alone(version: HostVersion = '9.2'): Harness {
  const h = new Harness({ version });
  h.engine.world.cluster.quorumLost = true;
  return h;
}

/** The answer, and the seconds of the clock until it came. */
async function asked(h: Harness, call: string, values: Values): Promise<[Answer, number]> {
  const [method = '', path = ''] = call.split(' ');
  let answer: Answer | undefined;
  void h.call('ticket', method, path, values).then((value) => {
    answer = value;
  });
  for (let second = 0; second <= 30; second += 1) {
    await new Promise(setImmediate);
    if (answer !== undefined) return [answer, second];
    h.clock.advance(1000);
  }
  throw new Error(`no answer to ${call}`);
}

const pci = { map: 'node=demo-felhom,path=0000:01:00.0,id=0001:0002' };

it.each<[string, Values]>([
  ['POST /cluster/sdn/zones', { zone: 'z1', type: 'simple' }],
  ['POST /cluster/sdn/vnets', { vnet: 'v1', zone: 'z1' }],
  ['POST /cluster/sdn/vnets/v1/subnets', { subnet: '10.0.0.0/24', type: 'subnet' }],
  ['POST /cluster/sdn/controllers', { controller: 'c1', type: 'evpn', asn: 65000 }],
  ['POST /cluster/sdn/ipams', { ipam: 'i1', type: 'pve' }],
  ['POST /cluster/sdn/dns', { dns: 'd1', type: 'powerdns', key: 'x', url: 'http://dns.test' }],
  ['POST /cluster/ha/resources', { sid: 'ct:101' }],
  [
    'POST /cluster/ha/rules',
    { rule: 'r1', type: 'node-affinity', resources: 'ct:101', nodes: 'demo-felhom' },
  ],
  [`POST ${N}/lxc/101/status/start`, {}],
  [`POST ${N}/lxc/101/clone`, { newid: 300 }],
])('%s asks first', async (call, values) => {
  const [answer, seconds] = await asked(alone(), call, values);
  expect(answer).toMatchObject({ status: 500, message: 'cluster not ready - no quorum?\n' });
  expect(seconds).toBe(0);
});

const failed = (complaint: string, lock: string): string =>
  `${complaint} failed: cfs-lock '${lock}' error: no quorum!\n`;
const bare = (lock: string): string => `cfs-lock '${lock}' error: no quorum!\n`;

it.each<[string, Values, string]>([
  ['PUT /cluster/sdn/zones/z1', { mtu: 1400 }, failed('update sdn zone object', 'domain-sdn')],
  ['DELETE /cluster/sdn/zones/z1', {}, failed('delete sdn zone object', 'domain-sdn')],
  ['PUT /cluster/sdn/vnets/v1', { alias: 'x' }, failed('update sdn vnet object', 'domain-sdn')],
  [
    'DELETE /cluster/sdn/vnets/v1/subnets/z1-10.0.0.0-24',
    {},
    failed('delete sdn subnet object', 'domain-sdn'),
  ],
  ['DELETE /cluster/sdn/ipams/i1', {}, failed('delete sdn zone object', 'domain-sdn')],
  ['PUT /cluster/sdn', {}, "could not commit SDN config: cfs-lock 'domain-sdn' error: no quorum!\n"],
  [
    'POST /cluster/sdn/lock',
    {},
    "could not acquire lock for SDN config: cfs-lock 'domain-sdn' error: no quorum!\n",
  ],
  ['POST /cluster/sdn/vnets/v1/ips', { zone: 'z1', ip: '10.0.0.5' }, bare('file-sdn_pve-ipam-state_json')],
  ['PUT /cluster/sdn/vnets/v1/firewall/options', { enable: 1 }, bare('firewall-vnet-v1')],
  [
    'POST /cluster/mapping/pci',
    { id: 'gpu', ...pci },
    failed('create hardware mapping', 'file-mapping_pci_cfg'),
  ],
  [
    'PUT /cluster/mapping/usb/key',
    { map: 'node=demo-felhom,id=1234:5678' },
    failed('update hardware mapping', 'file-mapping_usb_cfg'),
  ],
  ['DELETE /cluster/mapping/usb/key', {}, failed('delete usb mapping', 'file-mapping_usb_cfg')],
  [
    'POST /cluster/mapping/dir',
    { id: 'share', map: 'node=demo-felhom,path=/srv' },
    failed('create directory mapping', 'file-mapping_directory_cfg'),
  ],
  ['DELETE /cluster/mapping/dir/share', {}, failed('delete dir mapping', 'file-mapping_directory_cfg')],
  ['POST /cluster/notifications/matchers', { name: 'm1' }, bare('file-notifications_cfg')],
  [
    'POST /cluster/notifications/endpoints/sendmail',
    { name: 'mail', mailto: 'a@b.test' },
    bare('file-notifications_cfg'),
  ],
  ['DELETE /cluster/notifications/endpoints/gotify/g1', {}, bare('file-notifications_cfg')],
  ['POST /access/domains', { realm: 'corp', type: 'pve' }, failed('add auth server', 'file-domains_cfg')],
  ['PUT /access/domains/pam', { comment: 'x' }, failed('update auth server', 'file-domains_cfg')],
  ['DELETE /access/domains/corp', {}, failed('delete auth server', 'file-domains_cfg')],
  ['PUT /access/users/root@pam/unlock-tfa', {}, bare('file-priv_tfa_cfg')],
  ['POST /access/groups', { groupid: 'g1' }, failed('create group', 'file-user_cfg')],
  ['POST /cluster/backup', { schedule: 'daily', vmid: 101 }, bare('file-jobs_cfg')],
  ['PUT /cluster/backup/j1', { enabled: 0 }, bare('file-vzdump_cron')],
  ['POST /cluster/jobs/realm-sync/j1', { schedule: 'daily', realm: 'pam' }, bare('file-jobs_cfg')],
  [
    'POST /cluster/metrics/server/m1',
    { type: 'graphite', server: 'a.test', port: 2003 },
    bare('file-status_cfg'),
  ],
  ['POST /cluster/acme/plugins', { id: 'dns1', type: 'standalone' }, bare('file-priv_acme_plugins_cfg')],
  [
    'POST /cluster/qemu/custom-cpu-models',
    { cputype: 'mine', 'reported-model': 'kvm64' },
    bare('file-virtual-guest_cpu-models_conf'),
  ],
  ['PUT /cluster/ha/resources/ct:101', { comment: 'x' }, failed('update resources config', 'domain-ha')],
  ['DELETE /cluster/ha/resources/ct:101', {}, failed('delete resource', 'domain-ha')],
  [
    'PUT /cluster/ha/rules/r1',
    { type: 'node-affinity', comment: 'x' },
    failed('update HA rules', 'domain-ha'),
  ],
  ['DELETE /cluster/ha/rules/r1', {}, failed('delete ha rule', 'domain-ha')],
  ['POST /cluster/ha/resources/ct:101/migrate', { node: 'demo-felhom' }, bare('domain-ha')],
  ['POST /cluster/ha/status/arm-ha', {}, bare('domain-ha')],
  ['PUT /cluster/options', { keyboard: 'de' }, bare('file-datacenter_cfg')],
  ['DELETE /storage/nas', {}, failed('delete storage', 'file-storage_cfg')],
])('%s waits for its lock', async (call, values, message) => {
  const [answer, seconds] = await asked(alone(), call, values);
  expect(answer).toMatchObject({ status: 500, message });
  expect(seconds).toBe(10);
});

it.each<[string, Values, string, HostVersion]>([
  [`PUT ${N}/config`, { description: 'x' }, 'nodes/demo-felhom/config', '9.2'],
  [`PUT ${N}/lxc/101/config`, { hostname: 'x' }, 'nodes/demo-felhom/lxc/101.conf', '9.2'],
  ['PUT /cluster/sdn', {}, 'sdn/.running-config', '8.4'],
])('%s fails at the file', async (call, values, file, version) => {
  const [answer, seconds] = await asked(alone(version), call, values);
  expect(answer.status).toBe(500);
  expect(answer.reason.replace(/tmp\.\d+/, 'tmp')).toBe(
    `unable to open file '/etc/pve/${file}.tmp' - Permission denied`,
  );
  expect(seconds).toBe(0);
});

it.each<[string, Values, string]>([
  ['POST /cluster/ha/groups', { group: 'g1', nodes: 'demo-felhom' }, 'cluster not ready - no quorum?\n'],
  ['PUT /cluster/ha/groups/g1', { comment: 'x' }, failed('update ha group', 'domain-ha')],
  ['DELETE /cluster/ha/groups/g1', {}, failed('delete ha group', 'domain-ha')],
])('8.4: %s', async (call, values, message) => {
  expect((await asked(alone('8.4'), call, values))[0]).toMatchObject({ status: 500, message });
});

it('what is a node’s own goes on', async () => {
  const h = alone();
  const [time] = await asked(h, `PUT ${N}/time`, { timezone: 'Europe/Budapest' });
  expect(time.status).toBe(200);
  const [hosts] = await asked(h, 'GET /cluster/sdn/zones', {});
  expect(hosts.status).toBe(200);
});

it('9.2 says that there are no groups any more, quorum or not', async () => {
  const [answer] = await asked(alone(), 'DELETE /cluster/ha/groups/g1', {});
  expect(answer.reason).toBe('cannot delete group: ha groups have been migrated to rules');
});
