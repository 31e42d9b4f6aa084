import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lxc, RootHarness, template } from './harness.js';

const ct = `${lxc}/{vmid}`;
const create = ['create', '300', template, '--hostname', 'new', '--rootfs', 'local:1', '--unprivileged', '1'];

it('a container that pct makes is there for the API, with what only root may give it', async () => {
  await using h = await RootHarness.open();
  const made = await h.run(
    'pct',
    ...create,
    '--features',
    'keyctl=1,nesting=1',
    '--memory=256',
    '-cores',
    '2',
  );
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toMatch(
    /^Formatting '\/var\/lib\/vz\/images\/300\/vm-300-disk-0\.raw'[\s\S]*Detected container architecture: amd64\n$/,
  );
  expect(made.stdout).not.toContain('UPID');
  expect(await h.api(`GET ${lxc}`)).toContainEqual(expect.objectContaining({ vmid: 300, name: 'new' }));
  expect(await h.api(`GET ${ct}/config`, { vmid: 300 })).toMatchObject({
    features: 'keyctl=1,nesting=1',
    memory: 256,
    cores: 2,
    unprivileged: 1,
  });
  const tasks = await h.api('GET /nodes/{node}/tasks', { vmid: 300 });
  expect(tasks).toEqual([expect.objectContaining({ type: 'vzcreate', user: 'root@pam', status: 'OK' })]);
});

it('a container of the API is there for pct, and goes for both', async () => {
  await using h = await RootHarness.open();
  await h.api(`POST ${lxc}`, { vmid: 301, ostemplate: template, hostname: 'theirs', rootfs: 'local:1' });
  const list = await h.run('pct', 'list');
  expect(list.stdout.split('\n')).toContain(
    `${'301'.padEnd(10)} ${'stopped'.padEnd(10)} ${''.padEnd(12)} ${'theirs'.padEnd(20)}`,
  );
  const config = await h.run('pct', 'config', '301');
  expect(config.stdout).toMatch(/^arch: amd64\nhostname: theirs\n[\s\S]*\nunprivileged: 1\n$/);
  expect(await h.run('pct', 'start', '301')).toEqual({ code: 0, signal: undefined, stdout: '', stderr: '' });
  expect(await h.api(`GET ${ct}/status/current`, { vmid: 301 })).toMatchObject({ status: 'running' });
  await h.api(`POST ${ct}/status/stop`, { vmid: 301 });
  expect(await h.run('pct', 'status', '301')).toMatchObject({ stdout: 'status: stopped\n' });
  expect(await h.run('pct', 'destroy', '301', '--purge')).toMatchObject({
    code: 0,
    stdout: 'purging CT 301 from related configurations..\n',
  });
  await expect(h.api(`GET ${ct}/config`, { vmid: 301 })).rejects.toThrow(/301\.conf' does not exist/);
  await h.api(`DELETE ${ct}`, { vmid: 110 });
  expect(await h.run('pct', 'config', '110')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: "Configuration file 'nodes/demo-felhom/lxc/110.conf' does not exist\n",
  });
});

it('a lock set here is refused there, and the other way round', async () => {
  await using h = await RootHarness.open();
  await h.run('pct', 'set', '101', '--lock', 'backup');
  await expect(h.api(`PUT ${ct}/config`, { vmid: 101, memory: 1024 })).rejects.toThrow(
    'CT is locked (backup)',
  );
  expect(await h.run('pct', 'unlock', '101')).toMatchObject({ code: 0, stderr: '' });
  await h.api(`PUT ${ct}/config`, { vmid: 101, lock: 'migrate' });
  expect(await h.run('pct', 'destroy', '101')).toMatchObject({
    code: 255,
    stderr: 'CT is locked (migrate)\n',
  });
  expect((await h.run('pct', 'list')).stdout).toMatch(/^101 +stopped +migrate +dns +$/m);
});

it('what the API refuses, pct refuses in the same words, with its usage where parameters were wrong', async () => {
  await using h = await RootHarness.open();
  expect(await h.run('pct', 'create', '100', template)).toMatchObject({
    code: 255,
    stdout: '',
    stderr: "CT 100 already exists on node 'demo-felhom'\n",
  });
  const wrong = await h.run('pct', ...create, '--memory', 'much');
  expect(wrong).toMatchObject({
    code: 255,
    stderr:
      "400 Parameter verification failed.\nmemory: type check ('integer') failed - got 'much'\npct create <vmid> <ostemplate> [OPTIONS]\n",
  });
  expect(await h.run('pct', 'create', '300', template, '--nonsense', '1')).toMatchObject({
    code: 255,
    stderr:
      'Unknown option: nonsense\n400 unable to parse option\npct create <vmid> <ostemplate> [OPTIONS]\n',
  });
  expect(await h.run('pct', 'start', '100', '101')).toMatchObject({
    code: 255,
    stderr: '400 too many arguments\npct start <vmid> [OPTIONS]\n',
  });
  expect(await h.run('pct', 'fsck', '100', '--force', '1')).toMatchObject({
    code: 255,
    stderr: "501 'pct fsck' is not modelled by the simulator\n",
  });
});

it('a worker that fails says so on stderr; only some commands show it in their exit code', async () => {
  await using h = await RootHarness.open();
  const failed = await h.run('pct', 'create', '300', 'local:vztmpl/nosuch.tar.zst', '--rootfs', 'local:1');
  expect(failed.code).toBe(255);
  expect(failed.stdout).toMatch(/\nvolume 'local:vztmpl\/nosuch\.tar\.zst' does not exist\n$/);
  expect(failed.stderr).toBe(
    "unable to create CT 300 - volume 'local:vztmpl/nosuch.tar.zst' does not exist\n",
  );
  h.engine.world.storages.get('local')?.volumes.delete('110/vm-110-disk-0.raw');
  expect(await h.run('pct', 'resize', '110', 'rootfs', '+1G')).toMatchObject({
    code: 0,
    stderr: "volume 'local:110/vm-110-disk-0.raw' does not exist\n",
  });
});

it('a start that fails after a create shows in a line only', async () => {
  await using h = await RootHarness.open();
  const made = await h.run('pct', ...create, '--net0', 'name=eth0,bridge=vmbr9', '--start', '1');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toMatch(/\nbridge 'vmbr9' does not exist\n$/);
  expect(await h.run('pct', 'status', '300')).toMatchObject({ stdout: 'status: stopped\n' });
});

it('snapshots, clones, templates and restores are those of the API', async () => {
  await using h = await RootHarness.open();
  expect(await h.run('pct', 'snapshot', '101', 'before', '--description', 'by hand')).toMatchObject({
    code: 0,
  });
  const tree = await h.run('pct', 'listsnapshot', '101');
  expect(tree.stdout).toMatch(
    /^`-> before {22}2026-11-20 \d\d:\d\d:\d\d {5}by hand\n `-> current +You are here!\n$/,
  );
  await h.api(`PUT ${ct}/config`, { vmid: 101, memory: 768 });
  expect(await h.run('pct', 'rollback', '101', 'before')).toMatchObject({ code: 0 });
  expect(await h.api(`GET ${ct}/config`, { vmid: 101 })).toMatchObject({ memory: 512 });
  expect(await h.run('pct', 'delsnapshot', '101', 'before')).toMatchObject({ code: 0 });
  expect(await h.run('pct', 'clone', '101', '302', '--hostname', 'copy', '--full')).toMatchObject({
    code: 0,
  });
  expect(await h.run('pct', 'template', '302')).toMatchObject({ code: 0, stderr: '' });
  expect(await h.api(`GET ${ct}/config`, { vmid: 302 })).toMatchObject({ hostname: 'copy', template: 1 });
  const [backup] = [...(h.engine.world.storages.get('local')?.volumes.keys() ?? [])].filter((name) =>
    name.includes('vzdump-lxc-101'),
  );
  const restored = await h.run('pct', 'restore', '303', `local:${backup}`, '--storage', 'local');
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(await h.api(`GET ${ct}/config`, { vmid: 303 })).toMatchObject({ hostname: 'dns' });
});

it('pct set tells of new disks and of what was not there, and pct pending of what waits', async () => {
  await using h = await RootHarness.open();
  const set = await h.run('pct', 'set', '101', '--mp0', 'local:1,mp=/srv', '--delete', 'nameserver');
  expect(set.stdout).toMatch(/^Formatting '.*vm-101-disk-\d\.raw'/);
  expect(set).toMatchObject({
    code: 0,
    stderr: "cannot delete 'nameserver' - not set in current configuration!\n",
  });
  await h.run('pct', 'set', '100', '--features', 'nesting=1,keyctl=1', '--description', 'a: b\nc');
  const pending = (await h.run('pct', 'pending', '100')).stdout;
  expect(pending).toContain('cur features: nesting=1\nnew features: nesting=1,keyctl=1\n');
  expect(pending).toContain('cur description: a%3A b%0Ac%0A\n');
});

it('a key file is read, and a password asked for and never told', async () => {
  await using h = await RootHarness.open();
  writeFileSync(join(h.root.dir, 'bad.pub'), 'no key\n');
  const bad = await h.runWith({ cwd: h.root.dir }, 'pct', ...create, '--ssh-public-keys', 'bad.pub');
  expect(bad).toMatchObject({ code: 255, stderr: 'SSH public key validation error\n' });
  expect(await h.run('pct', ...create, '--ssh-public-keys', '/nowhere/key')).toMatchObject({
    code: 2,
    stderr: "can't open '/nowhere/key' - No such file or directory\n",
  });
  const asked = await h.runWith({ stdin: 'hunter22\nhunter22\n' }, 'pct', ...create, '--password');
  expect(asked.code).toBe(0);
  const given = await h.run(
    'pct',
    'create',
    '304',
    template,
    '--rootfs',
    'local:1',
    '--password',
    'hunter22',
  );
  expect(given.code).toBe(0);
  await h.run('pct', 'create', '305', template, '--rootfs', 'local:1', '--pass=hunter22');
  expect(JSON.stringify([asked, given, h.root.commands, h.engine.journal])).not.toContain('hunter22');
  expect(h.root.commands.at(-1)?.argv).toContain('--pass=***');
});
