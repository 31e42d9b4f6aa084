import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const levels = ['/cluster/firewall', `${N}/firewall`, `${N}/lxc/100/firewall`, `${N}/qemu/120/firewall`];
const ssh = { type: 'in', action: 'ACCEPT', proto: 'tcp', dport: '22' };
const comments = (rows: { comment?: string }[]) => rows.map(({ comment }) => comment);

describe.each(levels)('%s', (path) => {
  it('is empty at first, with the digest of nothing', async () => {
    const h = new Harness();
    expect((await h.call('full', 'GET', `${path}/rules`)).data).toEqual([]);
    expect((await h.call('full', 'GET', `${path}/options`)).data).toEqual({
      digest: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    });
  });

  it('puts a new rule first, and off', async () => {
    const h = new Harness();
    for (const comment of ['a', 'b', 'c'])
      expect((await h.call('full', 'POST', `${path}/rules`, { ...ssh, comment, pos: 9 })).data).toBeNull();
    const { data } = await h.call('full', 'GET', `${path}/rules`);
    expect(comments(data)).toEqual(['c', 'b', 'a']);
    expect(data[1]).toMatchObject({ pos: 1, enable: 0, dport: '22' });
    expect(new Set(data.map((rule: { digest: string }) => rule.digest)).size).toBe(1);
  });

  it.each([
    [0, 2, ['b', 'c', 'a']],
    [0, 3, ['b', 'a', 'c']],
    [2, 0, ['a', 'c', 'b']],
    [1, 1, ['c', 'b', 'a']],
  ])('moves rule %i to before rule %i', async (pos, moveto, order) => {
    const h = new Harness();
    for (const comment of ['a', 'b', 'c']) await h.call('full', 'POST', `${path}/rules`, { ...ssh, comment });
    await h.call('full', 'PUT', `${path}/rules/${pos}`, { moveto });
    expect(comments((await h.call('full', 'GET', `${path}/rules`)).data)).toEqual(order);
  });

  it('changes and removes a rule only while its digest holds', async () => {
    const h = new Harness();
    await h.call('full', 'POST', `${path}/rules`, { ...ssh, comment: 'a' });
    const [{ digest }] = (await h.call('full', 'GET', `${path}/rules`)).data;
    const change = { enable: 1, delete: 'comment', digest };
    expect((await h.call('full', 'PUT', `${path}/rules/0`, change)).data).toBeNull();
    expect((await h.call('full', 'GET', `${path}/rules/0`)).data).not.toHaveProperty('comment');
    const stale = await h.call('full', 'DELETE', `${path}/rules/0`, { digest });
    expect(stale.reason).toBe('detected modified configuration - file changed by other user? Try again.');
    expect((await h.call('full', 'DELETE', `${path}/rules/0`)).data).toBeNull();
    expect((await h.call('full', 'DELETE', `${path}/rules/0`)).reason).toBe('no rule at position 0');
  });

  it('sets options and takes them back', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', `${path}/options`, { enable: 1, log_level_in: 'info' }).catch(() => {});
    await h.call('full', 'PUT', `${path}/options`, { enable: 1 });
    expect((await h.call('full', 'GET', `${path}/options`)).data).toMatchObject({ enable: 1 });
    await h.call('full', 'PUT', `${path}/options`, { delete: 'enable' });
    expect((await h.call('full', 'GET', `${path}/options`)).data).not.toHaveProperty('enable');
  });

  it('asks for a privilege', async () => {
    const h = new Harness();
    expect((await h.call('noacl', 'GET', `${path}/rules`)).status).toBe(403);
    expect((await h.call('readonly', 'GET', `${path}/rules`)).status).toBe(200);
    expect((await h.call('readonly', 'POST', `${path}/rules`, ssh)).status).toBe(403);
  });
});

it('refuses rules that make no sense', async () => {
  const h = new Harness();
  const errors = async (values: Record<string, string>) =>
    (await h.call('full', 'POST', `${N}/lxc/100/firewall/rules`, { ...ssh, ...values })).errors;
  expect(await errors({ action: 'LET-IN' })).toEqual({ action: "unknown action 'LET-IN'" });
  expect(await errors({ proto: 'icmp' })).toEqual({ dport: "protocol 'icmp' does not support ports" });
  expect(await errors({ iface: 'eth0' })).toEqual({
    iface: "value does not match the regex pattern 'net\\d+'",
  });
  expect(await errors({ source: '+office' })).toEqual({ source: "no such ipset 'office'" });
  expect(await errors({ type: 'forward' })).toHaveProperty('type');
  const { proto: _, ...rest } = ssh;
  const missing = await h.call('full', 'POST', '/cluster/firewall/rules', rest);
  expect(missing.errors).toEqual({ proto: "missing property - 'dport' requires this property" });
  expect((await h.call('full', 'GET', `${N}/lxc/999/firewall/rules`)).reason).toContain('lxc/999.conf');
});
