import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, fetchTransport } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { expect, it } from 'vitest';
import { RootHarness } from './harness.js';

it('a token that pveum makes lets a client in, with the rights that pveum gave it', async () => {
  const host = new SimulatedHost({ clock: 'manual' });
  const root = await host.rootHost();
  const pveum = async (...argv: string[]): Promise<string> =>
    (await promisify(execFile)(root.path('pveum'), argv, { env: {} })).stdout;
  await pveum('user', 'add', 'ci@pve', '--comment', 'for tests');
  await pveum('role', 'add', 'Look', '--privs', 'VM.Audit Sys.Audit');
  const made = JSON.parse(
    await pveum('user', 'token', 'add', 'ci@pve', 'one', '--privsep', '0', '--output-format', 'json'),
  );
  expect(made).toEqual({
    'full-tokenid': 'ci@pve!one',
    info: { privsep: '0' },
    value: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const client = new Client({
    url: host.url,
    token: `${made['full-tokenid']}=${made.value}`,
    transport: fetchTransport(host.fetch),
  });
  expect(await client.lxc.list({ node: host.node })).toEqual([]);
  await pveum('acl', 'modify', '/vms/101', '--users', 'ci@pve', '--roles', 'Look');
  expect((await client.lxc.list({ node: host.node })).map(({ vmid }) => vmid)).toEqual([101]);
  expect(
    JSON.parse(await pveum('user', 'token', 'permissions', 'ci@pve', 'one', '--output-format', 'json')),
  ).toEqual({
    '/vms/101': { 'Sys.Audit': 1, 'VM.Audit': 1 },
  });
  await pveum('user', 'token', 'remove', 'ci@pve', 'one');
  await client.close();
  await host.close();
});

it('prints tables in the signs that the locale has, and without borders', async () => {
  await using h = await RootHarness.open();
  const list = ['acl', 'list'];
  const plain = await h.run('pveum', ...list);
  expect(plain.stdout.split('\n').slice(0, 4)).toEqual([
    '+------+------------+------+-----------+-----------+',
    '| path | roleid     | type | ugid      | propagate |',
    '+======+============+======+===========+===========+',
    '| /    | AgentRole  | user | agent@pve | 1         |',
  ]);
  const fine = await h.runWith({ env: { LC_ALL: 'C.UTF-8' } }, 'pveum', ...list);
  expect(fine.stdout).toMatch(/^┌──────┬[\s\S]*\n╞══════╪[\s\S]*\n└──────┴/);
  const bare = await h.run('pveum', ...list, '--noborder', '--noheader');
  expect(bare.stdout).toMatch(/^\/ +AgentRole +user +agent@pve +1 *\n/);
  expect((await h.run('pveum', ...list, '--quiet')).stdout).toBe('');
  expect(await h.run('pveum', 'acl', 'list', '--output-format', 'yaml')).toMatchObject({
    code: 255,
    stderr: "501 '--output-format yaml' is not modelled by the simulator\n",
  });
});

it('changes and removes what it made, and refuses in the words of the API', async () => {
  await using h = await RootHarness.open();
  const cases: [line: string, stderr: string][] = [
    ['user add a@pve', ''],
    ['user token add a@pve one', ''],
    [
      'user token add a@pve one',
      '400 Parameter verification failed.\ntokenid: Token already exists.\npveum user token add <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]\n',
    ],
    ['user token modify a@pve one --comment new', ''],
    ['acl modify / --tokens a@pve!one --roles PVEAuditor', ''],
    [
      'acl modify / --tokens a@pve!two --roles PVEAuditor',
      "ACL update failed: no such token 'two' for user 'a@pve'\n",
    ],
    ['acl delete / --tokens a@pve!one --roles PVEAuditor', ''],
    ['role delete Nope', "delete role failed: role 'Nope' does not exist\n"],
    [
      'acl modify /',
      '400 Parameter verification failed.\nroles: property is missing and it is not optional\npveum acl modify <path> --roles <string> [OPTIONS]\n',
    ],
    ['user delete a@pve', ''],
  ];
  for (const [line, stderr] of cases) {
    const ran = await h.ask('pveum', line.split(' '));
    expect([line, ran.stderr, ran.code === 0]).toEqual([line, stderr, stderr === '']);
  }
  expect(await h.api('GET /access/acl')).not.toContainEqual(expect.objectContaining({ ugid: 'a@pve!one' }));
});
