import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, bindAction } from '~/agent/daemon/actions/registry.js';
import { command } from '~/agent/daemon/protocol/command.js';
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

  it('has all that the agent is to have', () => {
    expect([...actions.keys()].sort()).toEqual([
      'cert.check',
      'disk.smart',
      'disk.usb.mount',
      'disk.usb.unmount',
      'echo',
      'guest.backup',
      'guest.inspect',
      'guest.list',
      'guest.power',
      'guest.restore',
      'guest.rollback',
      'guest.snapshot',
      'host.health',
      'host.log',
      'host.sensors',
      'host.service',
      'lxc.create_golden',
      'plan.run',
      'pve.selftest',
      'template.run',
    ]);
  });

  it('gives those that change something a look beforehand, and those that are probed a probe', () => {
    for (const action of actions.values()) {
      const changes = action.risk !== 'LOW';
      expect([action.name, action.precheck !== undefined]).toEqual([action.name, changes]);
      expect([action.name, action.probe !== undefined]).toEqual([action.name, action.resume === 'probe']);
    }
  });

  it('names them as the protocol wants them', () => {
    for (const { name, version } of actions.values()) {
      const { action, version: number } = command.shape;
      expect([name, action.safeParse(name).success, number.safeParse(version).success]).toEqual([
        name,
        true,
        true,
      ]);
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
    // The simulated host has one that is away.
    expect(health).toMatchObject({ degraded: ['the storage nas cannot be reached'] });
    expect(JSON.parse(JSON.stringify(health))).toEqual(health);
    await close();
  });
});

describe('host.health', () => {
  it('names what does not look well', async () => {
    const { context, close } = openRig();
    const bound = bindAction('host.health', 1, {});
    if ('reason' in bound) throw new Error(bound.detail);
    const { client } = context;
    const full = { used: 96, total: 100 };
    const broken = {
      version: client.version,
      nodes: {
        status: async () => ({
          ...(await client.nodes.status({ node: context.node })),
          rootfs: full,
          memory: full,
        }),
        services: {
          list: async () => [{ service: 'postfix', 'active-state': 'failed' }, { service: 'cron' }],
        },
      },
      storage: {
        onNode: async () => [
          { storage: 'nas', active: false },
          { storage: 'off', active: false, enabled: false },
          { storage: 'local', active: true, ...full },
          { storage: 'new', active: true, used: 0, total: 0 },
        ],
      },
    };
    const value = await bound.action.run({ ...context, client: broken as never }, bound.params);
    expect(value).toMatchObject({
      degraded: [
        'the root file system is nearly full',
        'the memory is nearly used up',
        'the storage nas cannot be reached',
        'the storage local is nearly full',
        'the service postfix has failed',
      ],
    });
    await close();
  });
});
