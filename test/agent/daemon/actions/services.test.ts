import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionContext } from '~/agent/daemon/actions/action.js';
import { hostLog, hostServiceWith } from '~/agent/daemon/actions/services.js';
import { StubSystemd } from '../../../privileged/support/systemctl.js';
import { openRig, type Rig } from '../support/context.js';

const unit = 'web.service';
let rig: Rig;
let systemd: StubSystemd;
let context: ActionContext;
let pauses: number;
/** What happens during a pause. */
let meanwhile: () => void;

beforeEach(() => {
  rig = openRig();
  systemd = new StubSystemd();
  const runner = new ExecRunner({ mode: 'direct' });
  context = { ...rig.context, privileged: new Privileged({ runner, programs: systemd.programs }) };
  pauses = 0;
  meanwhile = () => {};
});
afterEach(async () => {
  systemd[Symbol.dispose]();
  await rig.close();
});

const service = hostServiceWith(async () => {
  pauses += 1;
  meanwhile();
});
type Verb = 'start' | 'stop' | 'restart';
const run = (what: Verb) => service.run(context, { unit, do: what });

describe('host.service', () => {
  it('restarts, and tells what it was and is', async () => {
    systemd.unit(unit);
    expect(await run('restart')).toMatchObject({
      unit,
      do: 'restart',
      before: { active: 'active', invocation: '1'.padStart(32, '0') },
      after: { active: 'active', invocation: '2'.padStart(32, '0') },
    });
    expect(systemd.calls).toHaveLength(1);
  });

  it('writes down which run it is before it ends that', async () => {
    systemd.unit(unit);
    const remember = async () => {
      expect(systemd.calls).toEqual([]);
      throw new Error('no room');
    };
    await expect(service.run({ ...context, remember }, { unit, do: 'stop' })).rejects.toThrow('no room');
    expect(systemd.calls).toEqual([]);
  });

  it('fails where the service does not stay up', async () => {
    systemd.unit(unit);
    systemd.spoil(unit, 'fails');
    await expect(run('restart')).rejects.toMatchObject({ code: 'PVE_ACTION', reason: 'not-as-asked' });
  });

  it('finds out beforehand what cannot be', async () => {
    const check = (name: string) => service.precheck?.(context, { unit: name, do: 'start' });
    await expect(check('none.service')).rejects.toMatchObject({ reason: 'no-such-unit' });
    systemd.unit('alias.service', { Id: 'felhom-agent.service' });
    await expect(check('alias.service')).rejects.toMatchObject({ reason: 'own-unit' });
    systemd.unit(unit);
    await check(unit);
    expect(systemd.calls).toEqual([]);
  });

  it('has another state where what it is about is another, and not for another run of it', async () => {
    systemd.unit(unit);
    const state = () => service.state?.(context, { unit, do: 'stop' });
    const first = await state();
    systemd.unit(unit, { InvocationID: 'f'.repeat(32), MainPID: '7' });
    expect(await state()).toBe(first);
    systemd.unit(unit, { ActiveState: 'failed' });
    expect(await state()).not.toBe(first);
    systemd.unit(unit, { ActiveState: 'active', DropInPaths: '/etc/systemd/system/web.service.d/x.conf' });
    expect(await state()).not.toBe(first);
  });
});

describe('host.service, interrupted', () => {
  /** The state before, as a run has written it down. */
  async function noted(what: Verb): Promise<unknown> {
    const facts: unknown[] = [];
    const remember = async (given: unknown) => {
      facts.push(given);
      throw new Error('the agent ends here');
    };
    await service.run({ ...context, remember }, { unit, do: what }).catch(() => {});
    return facts[0];
  }
  const conclude = async (what: Verb, facts: unknown) =>
    (await service.probe?.(context, { unit, do: what }, facts))?.outcome;

  it.each<[Verb, Record<string, string>, Record<string, string>, string | undefined]>([
    ['restart', {}, { InvocationID: 'e'.repeat(32) }, 'done'],
    ['restart', {}, {}, 'failed'],
    ['restart', {}, { InvocationID: 'e'.repeat(32), ActiveState: 'failed', Result: 'exit-code' }, 'failed'],
    ['restart', {}, { InvocationID: 'e'.repeat(32), ActiveState: 'inactive' }, 'done'],
    // Stopped, and not yet started: nobody knows whether that is still to come.
    ['restart', {}, { ActiveState: 'inactive' }, undefined],
    ['restart', {}, { ActiveState: 'inactive', InvocationID: '' }, undefined],
    ['start', { ActiveState: 'inactive' }, { ActiveState: 'active', InvocationID: 'e'.repeat(32) }, 'done'],
    ['start', { ActiveState: 'inactive' }, {}, 'failed'],
    ['start', { ActiveState: 'inactive', InvocationID: '' }, {}, undefined],
    [
      'start',
      { ActiveState: 'inactive' },
      { InvocationID: 'e'.repeat(32), ActiveState: 'failed', Result: 'exit-code' },
      'failed',
    ],
    ['stop', {}, { ActiveState: 'inactive' }, 'done'],
    ['stop', {}, { ActiveState: 'failed' }, 'done'],
    ['stop', {}, {}, 'failed'],
    // Stopped, and started by somebody else.
    ['stop', {}, { InvocationID: 'e'.repeat(32) }, undefined],
  ])('%s of %o that is %o now is %s', async (what, before, now, outcome) => {
    systemd.unit(unit, before);
    const facts = await noted(what);
    systemd.unit(unit, now);
    expect(await conclude(what, facts)).toBe(outcome);
    expect(systemd.calls).toEqual([]);
  });

  it('waits for what systemd still does with it', async () => {
    systemd.unit(unit);
    const facts = await noted('restart');
    systemd.unit(unit, { ActiveState: 'deactivating', Job: '815' });
    meanwhile = () => {
      const isOver = pauses === 3;
      systemd.unit(unit, {
        ActiveState: isOver ? 'active' : 'activating',
        Job: isOver ? '' : '815',
        InvocationID: 'e'.repeat(32),
      });
    };
    expect(await conclude('restart', facts)).toBe('done');
    expect(pauses).toBe(3);
  });

  it('tells nothing after another start of the host, or of what nothing is written down', async () => {
    systemd.unit(unit);
    const facts = (await noted('stop')) as object;
    systemd.unit(unit, { ActiveState: 'inactive' });
    expect(
      await conclude('stop', { ...facts, boot: '00000000-0000-0000-0000-000000000000' }),
    ).toBeUndefined();
    expect(await conclude('stop', undefined)).toBeUndefined();
    expect(await conclude('stop', facts)).toBe('done');
  });
});

describe('host.log', () => {
  it('gives the last lines of a unit that the policy is asked about', async () => {
    systemd.journal('one\ntwo\n');
    expect(hostLog.touches({ unit, lines: 5 })).toEqual({ units: [unit] });
    expect(await hostLog.run(context, { unit, lines: 5 })).toEqual({
      unit,
      lines: ['one', 'two'],
      cut: false,
    });
    expect(hostLog.params.parse({ unit })).toEqual({ unit, lines: 100 });
    expect(hostLog.params.safeParse({ unit, lines: 501 }).success).toBe(false);
  });

  it('fits into a result, however long the lines are: the newest stay', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `${index} ${'é'.repeat(1_500)}`);
    systemd.journal(`${lines.join('\n')}\n`);
    const value = (await hostLog.run(context, { unit, lines: 500 })) as { lines: string[]; cut: boolean };
    expect(Buffer.byteLength(JSON.stringify(value))).toBeLessThan(100 * 1024);
    expect(value.cut).toBe(true);
    expect(value.lines.length).toBeGreaterThan(30);
    expect(value.lines.at(-1)).toMatch(/^499 é{996} \[\.\.\. 504 more\]$/);
  });
});
