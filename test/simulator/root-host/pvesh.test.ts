import { expect, it } from 'vitest';
import { lxc, RootHarness } from './harness.js';

it('pvesh get answers what the API does, as JSON', async () => {
  await using h = await RootHarness.open();
  const { name } = h.engine.world.node;
  for (const node of ['localhost', name]) {
    const { stdout, code } = await h.run(
      'pvesh',
      'get',
      `/nodes/${node}/lxc/100/config`,
      '--output-format',
      'json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(await h.api(`GET ${lxc}/{vmid}/config`, { vmid: 100 }));
  }
});

it('pvesh get takes the parameters of its call', async () => {
  await using h = await RootHarness.open();
  await h.run('pct', 'start', '101');
  const words = ['--vmid', '101', '--source', 'all', '--limit', '1', '--output-format', 'json'];
  const { stdout } = await h.run('pvesh', 'get', '/nodes/localhost/tasks', ...words);
  expect(JSON.parse(stdout)).toMatchObject([{ type: 'vzstart', id: '101', status: 'OK' }]);
});

it.each([
  [['get', '/nope'], 1, "No 'get' handler defined for '/nope'\n"],
  [['get', '/nodes/localhost/lxc/9999/config', '--output-format', 'json'], 2, "Configuration file 'nodes/"],
  [['get', '/version', '--bogus', '1'], 255, 'Unknown option: bogus\n400 unable to parse option\n'],
  [['get', '/version'], 255, "'pvesh get' without JSON is not modelled"],
  [['create', '/nodes/localhost/lxc'], 255, "'pvesh create' is not modelled"],
  [['get', '/nodes/elsewhere/lxc/100/config', '--output-format', 'json'], 255, "'pvesh get' is not modelled"],
])('pvesh %j ends with %i', async (words, code, text) => {
  await using h = await RootHarness.open();
  const ran = await h.run('pvesh', ...words);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(text);
  expect(ran.stdout).toBe('');
});
