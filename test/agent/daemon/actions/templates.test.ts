import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action, ActionContext } from '~/agent/daemon/actions/action.js';
import { templateRunWith } from '~/agent/daemon/actions/templates.js';
import { TemplateFolder } from '../../../privileged/support/templates.js';
import { openRig, type Rig } from '../support/context.js';

let rig: Rig;
let folder: TemplateFolder;
let context: ActionContext;
let run: Action<{ name: string; slots: Record<string, string | number> }>;

beforeEach(() => {
  rig = openRig();
  folder = new TemplateFolder();
  const runner = new ExecRunner({ mode: 'direct' });
  context = { ...rig.context, privileged: new Privileged({ runner, ...folder.place }) };
  run = templateRunWith(folder.place);
});
afterEach(async () => {
  folder[Symbol.dispose]();
  await rig.close();
});

const riskOf = (params: Parameters<typeof run.run>[1]) =>
  typeof run.risk === 'function' ? run.risk(params) : run.risk;

describe('template.run', () => {
  const params = {
    name: 'move',
    slots: { vmid: 101, other: 102, disk: '1A2B-3C4D', to: 'local', unit: 'web.service', n: 5 },
  };
  beforeEach(() => {
    folder.write('move', {
      argv: [folder.program('say'), ...Object.keys(params.slots).map((slot) => ({ slot }))],
      slots: {
        vmid: { type: 'vmid' },
        other: { type: 'vmid' },
        disk: { type: 'disk' },
        to: { type: 'name', pattern: 'storage' },
        unit: { type: 'name', pattern: 'unit' },
        n: { type: 'int', min: 1, max: 9 },
      },
      risk: 'HIGH',
      timeout: 30,
    });
  });

  it('runs it, once what it is has been written down', async () => {
    const value = await run.run(context, params);
    expect(value).toMatchObject({ exitCode: 0, stdout: '101\n102\n1A2B-3C4D\nlocal\nweb.service\n5\n' });
    expect(rig.remembered).toEqual([{ digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('has the risk, the time and the bounds of the template', () => {
    expect(riskOf(params)).toBe('HIGH');
    expect(run.timeout(params)).toBe(90_000);
    expect(run.touches(params)).toEqual({
      templates: ['move'],
      vmids: [101, 102],
      storages: ['local'],
      units: ['web.service'],
      disks: ['1A2B-3C4D'],
    });
    expect(run.locks(params)).toEqual([
      'template:move',
      'guest:101',
      'guest:102',
      'unit:web.service',
      'disk:1A2B-3C4D',
    ]);
  });

  it('is of the highest risk, and touches what it says, where the template cannot be read', async () => {
    const none = { name: 'none', slots: { vmid: 101 } };
    expect([riskOf(none), run.touches(none), run.locks(none)]).toEqual([
      'CRITICAL',
      { templates: ['none'] },
      ['template:none'],
    ]);
    await expect(run.precheck?.(context, none)).rejects.toMatchObject({ reason: 'no-such-template' });
    await expect(run.state?.(context, none)).rejects.toMatchObject({ reason: 'template-unfit' });
    await expect(run.run(context, none)).rejects.toMatchObject({ reason: 'template-unfit' });
    expect(rig.remembered).toEqual([]);
  });

  it('has another state once its text is another', async () => {
    const first = await run.state?.(context, params);
    expect(await run.state?.(context, params)).toBe(first);
    folder.write('move', { argv: [folder.program('say'), 'more'] });
    expect(await run.state?.(context, params)).not.toBe(first);
  });

  it('finds out beforehand that values do not fit', async () => {
    await run.precheck?.(context, params);
    const wrong = { ...params, slots: { ...params.slots, n: 10 } };
    await expect(run.precheck?.(context, wrong)).rejects.toThrow('slots.n');
  });
});

describe('template.run, interrupted', () => {
  const params = { name: 'work', slots: { vmid: 101, n: 5 } };
  const write = (probe: object) => {
    const slots = { vmid: { type: 'vmid' }, n: { type: 'int', min: 1, max: 9 } };
    folder.write('work', {
      argv: [folder.program('never', 'exit 9'), { slot: 'vmid' }, { slot: 'n' }],
      slots,
      probe: 'is-done',
    });
    folder.write('is-done', { slots: { vmid: { type: 'vmid' } }, changes: false, ...probe });
  };
  const conclude = async () => (await run.probe?.(context, params, {}))?.outcome;

  it('is done where the template that looks says so', async () => {
    write({ argv: [folder.program('look', '[ "$*" = 101 ]'), { slot: 'vmid' }] });
    expect(await conclude()).toBe('done');
    write({ argv: [folder.program('look', 'exit 1'), { slot: 'vmid' }] });
    expect(await conclude()).toBeUndefined();
  });

  it('is not found out by something that changes the host, or where nothing looks', async () => {
    const mark = folder.program('look', 'exit 0');
    write({ argv: [mark, { slot: 'vmid' }], changes: true });
    expect(await conclude()).toBeUndefined();
    folder.write('work', { argv: [mark] });
    expect(await conclude()).toBeUndefined();
  });
});
