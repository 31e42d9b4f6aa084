import { TaskError } from '@felhom/proxmox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  type ActionContext,
  ActionError,
  action,
  type Concluded,
  type Json,
} from '~/agent/daemon/actions/action.js';
import { type AnyAction, type Bound, binderOf } from '~/agent/daemon/actions/bind.js';
import { planRun } from '~/agent/daemon/actions/plan.js';
import { PlanError } from '~/agent/daemon/actions/plan-error.js';
import { bindAction } from '~/agent/daemon/actions/registry.js';
import { openRig, type Rig } from '../support/context.js';

let rig: Rig;
let ran: string[];
let checked: string[];
let concluded: Concluded | undefined;
let fails: Record<string, unknown>;

beforeEach(() => {
  rig = openRig();
  ran = [];
  checked = [];
  concluded = undefined;
  fails = {};
});
afterEach(() => rig.close());

/** An action that writes down what is done with it. */
function stub(name: string, more: Partial<ReturnType<typeof action<{ n: number }>>> = {}) {
  return action<{ n: number }>({
    name,
    version: 1,
    params: z.strictObject({ n: z.int() }),
    risk: 'MEDIUM',
    executor: 'agent',
    timeout: () => 1_000,
    locks: ({ n }) => [`n:${n}`],
    touches: ({ n }) => ({ vmids: [n] }),
    state: async (_context, { n }) => `state ${n}`,
    precheck: async (_context, { n }) => {
      checked.push(`${name} ${n}`);
      if (`check ${n}` in fails) throw fails[`check ${n}`];
    },
    resume: 'probe',
    run: async (context, { n }): Promise<Json> => {
      ran.push(`${name} ${n}`);
      await context.remember({ about: n });
      if (`run ${n}` in fails) throw fails[`run ${n}`];
      return { n };
    },
    probe: async (_context, _params, facts) => concluded && { ...concluded, value: { facts } as Json },
    ...more,
  });
}

const actions = new Map<string, AnyAction>(
  [
    stub('one'),
    stub('two', {
      risk: ({ n }) => (n > 5 ? 'CRITICAL' : 'LOW'),
      timeout: () => 50_000,
      secrets: () => ['pass'],
    }),
    stub('look', { risk: 'LOW', resume: 'none', probe: undefined as never, state: undefined as never }),
    stub('task', {
      resume: 'upid',
      run: async (context, { n }) => {
        const { vmid, node } = await aContainer();
        const upid = await context.client.lxc.snapshots.create({ node, vmid, snapname: `s${n}` });
        await context.started(upid);
        await context.client.tasks.wait(upid).catch(() => {});
        if (`run ${n}` in fails) throw fails[`run ${n}`];
        return { upid };
      },
    }),
  ].map((each) => [each.name, each as unknown as AnyAction]),
);
const bind = binderOf(actions);
const plan = planRun(bind);
const whole = binderOf(new Map([...actions, [plan.name, plan as unknown as AnyAction]]));

const step = (name: string, n: number) => ({ action: name, version: 1, params: { n } });
const of = (...steps: ReturnType<typeof step>[]) => ({ steps });
const bound = (params: unknown): Bound => {
  const found = whole('plan.run', 1, params);
  if ('reason' in found) throw new Error(found.detail);
  return found;
};
const refusal = (params: unknown): string => {
  const found = whole('plan.run', 1, params);
  return 'reason' in found ? `${found.reason}: ${found.detail}` : 'bound';
};

async function aContainer() {
  const { guests } = await rig.client.guests.list();
  const found = guests.find((guest) => guest.type === 'lxc' && !guest.template);
  if (found === undefined) throw new Error('the simulator has no container');
  return found;
}

describe('a plan', () => {
  it('is checked whole before it is bound', () => {
    expect(refusal(of(step('one', 1)))).toBe('bound');
    expect(refusal({ steps: [] })).toContain('bad-params: steps');
    expect(refusal(of(...Array.from({ length: 11 }, () => step('one', 1))))).toContain('bad-params: steps');
    expect(refusal(of(step('one', 1), step('none', 1)))).toBe(
      'bad-params: steps.1.action: this agent has no none',
    );
    expect(refusal({ steps: [{ ...step('one', 1), version: 2 }] })).toContain('steps.0.action');
    expect(refusal({ steps: [step('one', 1), { ...step('one', 1), params: { n: 'x' } }] })).toContain(
      'bad-params: steps.1.params.n',
    );
    expect(refusal({ steps: [{ ...step('one', 1), more: 1 }] })).toContain('bad-params: steps.0');
  });

  it('has no plans in it', () => {
    const nested = { action: 'plan.run', version: 1, params: of(step('one', 1)) };
    expect(refusal({ steps: [nested] })).toContain('steps.0.action: this agent has no plan.run');
    expect(
      bindAction('plan.run', 1, { steps: [{ action: 'plan.run', version: 1, params: {} }] }),
    ).toMatchObject({
      reason: 'bad-params',
    });
  });

  it('is bound with its steps', () => {
    const { steps } = bound(of(step('one', 1), step('two', 2)));
    expect(steps?.map((each) => [each.action.name, each.params])).toEqual([
      ['one', { n: 1 }],
      ['two', { n: 2 }],
    ]);
    expect(plan.steps?.(of(step('one', 1)))).toEqual([step('one', 1)]);
  });

  it('is the sum of its steps', () => {
    const params = of(step('one', 1), step('two', 2), step('one', 1));
    const risk = (given: typeof params) => (typeof plan.risk === 'function' ? plan.risk(given) : plan.risk);
    expect(risk(params)).toBe('MEDIUM');
    expect(risk(of(step('two', 1)))).toBe('LOW');
    expect(risk(of(step('one', 1), step('two', 6)))).toBe('CRITICAL');
    expect(plan.timeout(params)).toBe(52_000);
    expect(plan.locks(params)).toEqual(['n:1', 'n:2']);
    expect(plan.touches(params)).toEqual({ vmids: [1, 2] });
    expect(plan.secrets(params)).toEqual(['pass']);
  });

  it('takes a day at most', () => {
    const long = planRun(
      binderOf(new Map([['long', stub('long', { timeout: () => 20 * 3_600_000 }) as unknown as AnyAction]])),
    );
    expect(long.timeout(of(step('long', 1), step('long', 2)))).toBe(24 * 3_600_000);
  });

  it('has another state where that of one of its steps is another', async () => {
    const states = await Promise.all(
      [
        of(step('one', 1), step('one', 2)),
        of(step('one', 2), step('one', 1)),
        of(step('one', 1), step('one', 2)),
      ].map((params) => plan.state?.(rig.context, params)),
    );
    expect(states[0]).toBe(states[2]);
    expect(states[0]).not.toBe(states[1]);
  });

  it('looks before all of its steps, and names the one that cannot be done', async () => {
    fails['check 2'] = new ActionError('away', 'it is away');
    const params = of(step('one', 1), step('one', 2), step('one', 3));
    await expect(plan.precheck?.(rig.context, params)).rejects.toMatchObject({
      code: 'PVE_ACTION',
      message: 'step 2 (one) cannot be done: it is away',
    });
    expect([checked, ran]).toEqual([['one 1', 'one 2'], []]);
  });
});

describe('a plan that runs', () => {
  it('does its steps one after the other, each written down before it', async () => {
    const value = await plan.run(rig.context, of(step('one', 1), step('two', 2)));
    expect(ran).toEqual(['one 1', 'two 2']);
    expect(value).toEqual([
      { action: 'one', outcome: 'succeeded', value: { n: 1 } },
      { action: 'two', outcome: 'succeeded', value: { n: 2 } },
    ]);
    expect(rig.remembered).toEqual([
      { step: 0 },
      { step: 0, facts: { about: 1 } },
      { step: 1 },
      { step: 1, facts: { about: 2 } },
    ]);
  });

  it('does no step whose begin could not be written down', async () => {
    const remember = () => Promise.reject(new Error('no room'));
    const stopped = plan.run({ ...rig.context, remember }, of(step('one', 1), step('one', 2)));
    await expect(stopped).rejects.toMatchObject({
      code: 'PVE_ACTION',
      value: [
        { action: 'one', outcome: 'skipped', error: { message: 'no room' } },
        { action: 'one', outcome: 'skipped' },
      ],
    });
    expect(ran).toEqual([]);
  });

  it('stops at the first that fails, and says what became of each', async () => {
    fails['run 2'] = new ActionError('away', 'it is away', { hint: 'Bring it back.' });
    const stopped = plan.run(rig.context, of(step('one', 1), step('two', 2), step('one', 3)));
    await expect(stopped).rejects.toBeInstanceOf(PlanError);
    await expect(stopped).rejects.toMatchObject({
      code: 'PVE_ACTION',
      message: 'step 2 of 3 (two) failed: it is away',
      hint: 'Bring it back.',
      value: [
        { action: 'one', outcome: 'succeeded', value: { n: 1 } },
        { action: 'two', outcome: 'failed', error: { code: 'PVE_ACTION', message: 'it is away' } },
        { action: 'one', outcome: 'skipped' },
      ],
    });
    expect(ran).toEqual(['one 1', 'two 2']);
  });

  it('does not say that a step failed whose error does not tell', async () => {
    fails['run 1'] = new Error('lost');
    const params = of(step('one', 1));
    await expect(plan.run(rig.context, params)).rejects.toMatchObject({
      code: 'PVE_OUTCOME_UNKNOWN',
      value: [{ action: 'one', outcome: 'unknown' }],
    });
    // What only looks has changed nothing.
    await expect(plan.run(rig.context, of(step('look', 1)))).rejects.toMatchObject({
      code: 'PVE_ACTION',
      value: [{ action: 'look', outcome: 'failed' }],
    });
  });

  it('leaves a task to tell by itself how it ended', async () => {
    const lost = () =>
      Object.assign(new ActionError('x', 'not asked'), { code: 'PVE_CONNECTION', sent: 'no' });
    fails['run 1'] = new ActionError('x', 'the task said so');
    await expect(plan.run(rig.context, of(step('task', 1)))).rejects.toMatchObject({ code: 'PVE_ACTION' });
    fails['run 2'] = lost();
    expect(await plan.run(rig.context, of(step('task', 2), step('one', 3)))).toMatchObject([
      { action: 'task', outcome: 'succeeded', value: { outcome: 'ok' } },
      { action: 'one', outcome: 'succeeded' },
    ]);
    // A snapshot that is there already fails in its task.
    await expect(plan.run(rig.context, of(step('task', 2), step('one', 4)))).rejects.toMatchObject({
      code: 'PVE_ACTION',
      value: [{ outcome: 'failed', error: { code: 'PVE_TASK' } }, { outcome: 'skipped' }],
    });
    // A plan is concluded by its steps, not by the first task that it notes.
    expect(rig.started).toEqual([]);
    expect(rig.remembered).toContainEqual({ step: 0, upid: expect.stringContaining('UPID:') });
    expect(ran).toEqual(['one 3']);
  });

  it.each([
    ['halted', 1, 'PVE_ACTION', 'failed'],
    // The next start finds out what became of it.
    ['stopped', 0, 'PVE_OUTCOME_UNKNOWN', 'unknown'],
  ])('that is %s ends its task %i times', async (reason, times, code, outcome) => {
    const ending = new AbortController();
    const stopped: string[] = [];
    const wait = async () => {
      if (stopped.length === 0) throw new Error('it runs');
      throw new TaskError(stopped[0] ?? '', 'unexpected status', { log: [] });
    };
    const stop = async (upid: string) => void stopped.push(upid);
    const upid = 'UPID:pve1:00001234:00005678:69000000:vzreboot:101:root@pam:';
    const halting = planRun(
      binderOf(
        new Map([
          [
            'halting',
            stub('halting', {
              resume: 'upid',
              run: async (context) => {
                await context.started(upid as never);
                ending.abort(reason);
                throw context.signal.reason;
              },
            }) as unknown as AnyAction,
          ],
        ]),
      ),
    );
    const context = { ...rig.context, client: { tasks: { wait, stop } } as never, signal: ending.signal };
    await expect(halting.run(context, of(step('halting', 1), step('halting', 2)))).rejects.toMatchObject({
      code,
      value: [{ outcome }, { outcome: 'skipped' }],
    });
    expect(stopped).toHaveLength(times);
  });

  it('begins no further step once it is to end', async () => {
    const ending = new AbortController();
    const context: ActionContext = {
      ...rig.context,
      signal: ending.signal,
      remember: async (facts) => {
        if (JSON.stringify(facts).includes('about')) ending.abort(new Error('halted'));
      },
    };
    await expect(plan.run(context, of(step('one', 1), step('one', 2)))).rejects.toMatchObject({
      value: [
        { action: 'one', outcome: 'succeeded' },
        { action: 'one', outcome: 'skipped' },
      ],
    });
    expect(ran).toEqual(['one 1']);
  });
});

describe('a plan that was interrupted', () => {
  const three = of(step('one', 1), step('one', 2), step('one', 3));
  const conclude = (facts: unknown, params = three) => plan.probe?.(rig.context, params, facts);

  it('has done nothing where nothing is written down', async () => {
    expect(await conclude(undefined)).toMatchObject({
      outcome: 'failed',
      value: [{ outcome: 'skipped' }, { outcome: 'skipped' }, { outcome: 'skipped' }],
    });
    expect(await conclude('damaged')).toBeUndefined();
    expect(await conclude({ step: 7 })).toBeUndefined();
  });

  it('concludes the step that ran by what it remembered, and runs nothing', async () => {
    concluded = { outcome: 'done' };
    expect(await conclude({ step: 1, facts: { about: 2 } })).toEqual({
      outcome: 'failed',
      message: 'it was interrupted at step 2 of 3 (one), which succeeded; the others were not begun',
      value: [
        { action: 'one', outcome: 'succeeded' },
        { action: 'one', outcome: 'succeeded', value: { facts: { about: 2 } } },
        { action: 'one', outcome: 'skipped' },
      ],
    });
    concluded = { outcome: 'failed', message: 'it did not' };
    expect(await conclude({ step: 1 })).toMatchObject({
      outcome: 'failed',
      value: [
        { outcome: 'succeeded' },
        { outcome: 'failed', error: { message: 'it did not' } },
        { outcome: 'skipped' },
      ],
    });
    expect(ran).toEqual([]);
  });

  it('is done where its last step is, and unknown where that is', async () => {
    concluded = { outcome: 'done' };
    expect(await conclude({ step: 2 })).toMatchObject({ outcome: 'done' });
    concluded = undefined;
    expect(await conclude({ step: 2 })).toBeUndefined();
    // Before the last one it has failed in any case: the others were never begun.
    expect(await conclude({ step: 1 })).toMatchObject({
      outcome: 'failed',
      value: [{ outcome: 'succeeded' }, { outcome: 'unknown' }, { outcome: 'skipped' }],
    });
    expect(ran).toEqual([]);
  });

  it('concludes a task by its UPID', async () => {
    const params = of(step('task', 1), step('one', 2));
    const { vmid, node } = await aContainer();
    const good = await rig.client.lxc.snapshots.create({ node, vmid, snapname: 'good' });
    expect(await conclude({ step: 0, upid: good }, params)).toMatchObject({
      outcome: 'failed',
      value: [{ outcome: 'succeeded', value: { upid: good } }, { outcome: 'skipped' }],
    });
    expect(await conclude({ step: 0, upid: good }, of(step('task', 1)))).toMatchObject({ outcome: 'done' });
    const bad = await rig.client.lxc.snapshots.create({ node, vmid, snapname: 'good' });
    expect(await conclude({ step: 0, upid: bad }, params)).toMatchObject({
      value: [{ outcome: 'failed', error: { code: 'PVE_TASK' } }, { outcome: 'skipped' }],
    });
    expect(await conclude({ step: 0 }, params)).toMatchObject({
      value: [{ outcome: 'unknown' }, { outcome: 'skipped' }],
    });
    expect(ran).toEqual([]);
  });
});

describe('a plan of real actions', () => {
  it('snapshots a container and reboots it', async () => {
    const { guests } = await rig.client.guests.list();
    const vmid = guests.find(({ type, status }) => type === 'lxc' && status === 'running')?.vmid;
    const steps = [
      { action: 'guest.snapshot', version: 1, params: { vmid, snapname: 'before' } },
      { action: 'guest.power', version: 1, params: { vmid, do: 'reboot' } },
      { action: 'echo', version: 1, params: { text: 'done' } },
    ];
    const found = bindAction('plan.run', 1, { steps });
    if ('reason' in found) throw new Error(found.detail);
    const { action: each, params } = found;
    await each.precheck?.(rig.context, params);
    expect(await each.run(rig.context, params)).toMatchObject([
      { action: 'guest.snapshot', outcome: 'succeeded', value: { outcome: 'ok' } },
      { action: 'guest.power', outcome: 'succeeded', value: { outcome: 'ok' } },
      { action: 'echo', outcome: 'succeeded', value: { text: 'done' } },
    ]);
    // The snapshot is there now.
    await expect(each.precheck?.(rig.context, params)).rejects.toThrow(
      'step 1 (guest.snapshot) cannot be done',
    );
  });
});
