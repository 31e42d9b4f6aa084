import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, bindAction } from '~/agent/daemon/actions/registry.js';
import { openRig } from '../support/context.js';

describe('the registry of actions', () => {
  it('has each under its own name, with parameters that take nothing foreign', () => {
    for (const [name, action] of actions) {
      expect(action.name).toBe(name);
      const foreign = bindAction(name, action.version, { shell: 'x' });
      expect(foreign).toMatchObject({ reason: 'bad-params' });
    }
  });

  it('gives those that change something a lock, a state and a way to be concluded', () => {
    for (const action of actions.values()) {
      const changes = action.risk !== 'LOW';
      expect([action.name, action.state !== undefined]).toEqual([action.name, changes]);
      if (changes) expect([action.name, action.resume]).not.toEqual([action.name, 'none']);
    }
  });

  it.each([
    ['unknown-action', 'shell.run', 1, {}],
    ['unknown-action', 'constructor', 1, {}],
    ['other-version', 'echo', 2, { text: 'x' }],
    ['bad-params', 'echo', 1, { text: 5 }],
    ['bad-params', 'guest.power', 1, { vmid: '101', do: 'start' }],
    ['bad-params', 'guest.power', 1, { vmid: 101, do: 'destroy' }],
    ['bad-params', 'guest.restore', 1, { vmid: 101, volume: '/etc/shadow', storage: 'local' }],
    ['bad-params', 'guest.snapshot', 1, { vmid: 101, snapname: '../x' }],
  ])('refuses as %s: %s %i %o', (reason, name, version, params) => {
    expect(bindAction(name, version, params)).toMatchObject({ reason });
  });

  it('binds what is right', () => {
    expect(bindAction('guest.power', 1, { vmid: 101, do: 'reboot' })).toMatchObject({
      action: { name: 'guest.power' },
      params: { vmid: 101, do: 'reboot' },
    });
  });

  it('throws nothing, whatever the parameters', () => {
    const name = fc.oneof(fc.constantFrom(...actions.keys()), fc.string());
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 2 }), fc.anything(), (given, version, params) => {
        bindAction(given, version, params);
      }),
    );
  });
});

describe('actions that only look', () => {
  it('answer with plain data', async () => {
    const { host, context, close } = openRig();
    const run = (name: string, params: object) => {
      const bound = bindAction(name, 1, params);
      if ('reason' in bound) throw new Error(bound.detail);
      return bound.action.run(context, bound.params);
    };
    expect(await run('echo', { text: 'hi' })).toEqual({ text: 'hi' });
    expect(await run('pve.selftest', {})).toMatchObject({ ok: true });
    const health = await run('host.health', {});
    expect(health).toMatchObject({ node: host.node, uptime: expect.any(Number) });
    expect(JSON.parse(JSON.stringify(health))).toEqual(health);
    await close();
  });
});
