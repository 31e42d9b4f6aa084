import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

type Values = Record<string, string | number>;
const guest = `${N}/lxc/100/firewall`;
const post = async (path: string, values: Values) => await h.call('full', 'POST', path, values);
const get = async (path: string, values: Values = {}) => (await h.call('full', 'GET', path, values)).data;

describe.each(['/cluster/firewall', guest, `${N}/qemu/120/firewall`])('names of %s', (at) => {
  it('stand for an address', async () => {
    expect((await post(`${at}/aliases`, { name: 'Office', cidr: '10.1.0.0/16', comment: 'us' })).status).toBe(
      200,
    );
    expect((await post(`${at}/aliases`, { name: 'office', cidr: '10.2.0.1' })).errors).toEqual({
      name: "alias 'office' already exists",
    });
    const [row] = await get(`${at}/aliases`);
    expect(row).toEqual({ name: 'Office', cidr: '10.1.0.0/16', comment: 'us', digest: expect.any(String) });
    const change = { cidr: '10.3.0.0/16', rename: 'Branch', digest: row.digest };
    expect((await h.call('full', 'PUT', `${at}/aliases/office`, change)).status).toBe(200);
    expect((await h.call('full', 'PUT', `${at}/aliases/branch`, change)).status).toBe(500);
    expect(await get(`${at}/aliases/BRANCH`)).toEqual({ name: 'Branch', cidr: '10.3.0.0/16' });
    expect((await h.call('full', 'GET', `${at}/aliases/office`)).errors).toEqual({ name: 'no such alias' });
    expect((await h.call('readonly', 'DELETE', `${at}/aliases/branch`)).status).toBe(403);
    await h.call('full', 'DELETE', `${at}/aliases/branch`);
    expect(await get(`${at}/aliases`)).toEqual([]);
    expect((await post(`${at}/aliases`, { name: 'x1', cidr: 'nonsense' })).errors).toHaveProperty('cidr');
  });

  it('stand for many', async () => {
    const set = `${at}/ipset/block`;
    await post(`${at}/ipset`, { name: 'block', comment: 'bad' });
    expect((await post(`${at}/ipset`, { name: 'block' })).errors).toEqual({
      name: "IPSet 'block' already exists",
    });
    await post(set, { cidr: '10.9.0.0/24', comment: 'a' });
    await post(set, { cidr: '10.9.1.1/32', nomatch: 1 });
    expect((await post(set, { cidr: '10.9.1.1' })).errors).toEqual({
      cidr: "address '10.9.1.1' already exists",
    });
    expect((await post(set, { cidr: '0.0.0.0/0' })).errors).toEqual({
      cidr: 'a zero prefix is not allowed in ipset entries',
    });
    expect(await get(set)).toMatchObject([
      { cidr: '10.9.1.1', nomatch: 1 },
      { cidr: '10.9.0.0/24', comment: 'a' },
    ]);
    const entry = `${set}/${encodeURIComponent('10.9.0.0/24')}`;
    await h.call('full', 'PUT', entry, { nomatch: 1 });
    expect(await get(entry)).toMatchObject({ cidr: '10.9.0.0/24', nomatch: 1 });
    expect(await get(entry)).not.toHaveProperty('comment');
    expect((await h.call('full', 'DELETE', set)).reason).toBe("IPSet 'block' is not empty");
    expect((await h.call('full', 'DELETE', entry)).status).toBe(200);
    expect((await h.call('full', 'GET', entry)).errors).toEqual({ cidr: 'no such IP/Network' });
    await post(`${at}/ipset`, { name: 'blocked', rename: 'block' });
    expect(await get(`${at}/ipset`)).toMatchObject([{ name: 'blocked', comment: 'bad' }]);
    expect((await h.call('full', 'DELETE', `${at}/ipset/blocked`, { force: 1 })).status).toBe(200);
    expect((await h.call('full', 'GET', `${at}/ipset/blocked`)).reason).toBe("no such IPSet 'blocked'");
  });
});

it('rules take names that there are: a guest its own and those of the cluster', async () => {
  await post('/cluster/firewall/aliases', { name: 'office', cidr: '10.1.0.0/16' });
  await post(`${guest}/ipset`, { name: 'peers' });
  const rule = { type: 'in', action: 'ACCEPT', proto: 'tcp', dport: '22' };
  expect((await post(`${guest}/rules`, { ...rule, source: '+peers' })).status).toBe(200);
  expect((await post(`${guest}/rules`, { ...rule, source: 'dc/office' })).status).toBe(200);
  expect((await post(`${guest}/rules`, { ...rule, source: 'guest/office' })).errors).toEqual({
    source: "no such alias 'guest/office'",
  });
  expect((await post('/cluster/firewall/rules', { ...rule, source: '+peers' })).errors).toEqual({
    source: "no such ipset 'peers'",
  });
  expect(await get(`${guest}/refs`)).toEqual([
    { type: 'alias', name: 'office', ref: 'dc/office', scope: 'dc' },
    { type: 'ipset', name: 'peers', ref: '+guest/peers', scope: 'guest' },
  ]);
  expect(await get('/cluster/firewall/refs', { type: 'ipset' })).toEqual([]);
});

describe('security groups', () => {
  const groups = '/cluster/firewall/groups';

  it('have rules of their own, by position and digest', async () => {
    await post(groups, { group: 'web', comment: 'servers' });
    const rule = { type: 'in', action: 'ACCEPT', proto: 'tcp', dport: '80', enable: 1 };
    expect((await post(`${groups}/web`, rule)).status).toBe(200);
    await post(`${groups}/web`, { ...rule, dport: '443' });
    const rules = await get(`${groups}/web`);
    expect(rules.map(({ dport }: { dport: string }) => dport)).toEqual(['443', '80']);
    const { digest } = rules[0];
    await h.call('full', 'PUT', `${groups}/web/0`, { comment: 'tls', digest });
    expect(await get(`${groups}/web/0`)).toMatchObject({ comment: 'tls', pos: 0 });
    expect((await h.call('full', 'DELETE', `${groups}/web/0`, { digest })).reason).toBe(
      'detected modified configuration - file changed by other user? Try again.',
    );
    expect((await h.call('full', 'DELETE', `${groups}/web`)).reason).toBe(
      "Security group 'web' is not empty",
    );
    await h.call('full', 'DELETE', `${groups}/web/1`);
    await h.call('full', 'DELETE', `${groups}/web/0`);
    expect((await h.call('full', 'DELETE', `${groups}/web`)).status).toBe(200);
    expect((await h.call('full', 'GET', `${groups}/web`)).reason).toBe("no such security group 'web'");
  });

  it('are renamed wherever they are used', async () => {
    await post(groups, { group: 'web' });
    await post(`${guest}/rules`, { type: 'group', action: 'web' });
    await post(groups, { group: 'http', rename: 'web' });
    expect((await get(`${guest}/rules`))[0]).toMatchObject({ type: 'group', action: 'http' });
    expect((await post(groups, { group: 'http' })).errors).toEqual({
      group: "Security group 'http' already exists",
    });
    expect((await h.call('agent', 'POST', groups, { group: 'x1' })).status).toBe(403);
  });
});

it('a log says that there is nothing in it, to who may read it', async () => {
  expect((await h.call('full', 'GET', `${guest}/log`)).body).toBe(
    '{"data":[{"n":1,"t":"no content"}],"total":1}',
  );
  expect((await h.call('readonly', 'GET', `${N}/firewall/log`)).reason).toBe(
    'Permission check failed (/nodes/demo-felhom, Sys.Syslog)',
  );
  expect((await h.call('noacl', 'GET', '/cluster/firewall/macros')).data).toContainEqual({
    macro: 'SSH',
    descr: 'Secure shell traffic',
  });
});
