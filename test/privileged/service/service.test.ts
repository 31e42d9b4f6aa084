import { ParamsError } from '@felhom/proxmox';
import { CommandError, ExecRunner, Privileged, RefusedError } from '@felhom/proxmox/privileged';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOwnUnit, unitName } from '~/privileged/service/params.js';
import { parseService } from '~/privileged/service/state.js';
import { StubSystemd } from '../support/systemctl.js';

let systemd: StubSystemd;
let privileged: Privileged;

beforeEach(() => {
  systemd = new StubSystemd();
  privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs: systemd.programs });
});
afterEach(() => systemd[Symbol.dispose]());

describe('services of the host', () => {
  it('are restarted, and looked at before and after', async () => {
    systemd.unit('web.service');
    const { before, after } = await privileged.host.service({ unit: 'web.service', do: 'restart' });
    expect(systemd.calls).toEqual(['--no-ask-password restart web.service']);
    expect(before).toMatchObject({ unit: 'web.service', active: 'active', busy: false, mainPid: 100 });
    expect(before.boot).toMatch(/^[0-9a-f-]{36}$/);
    expect(after.active).toBe('active');
    expect(after.invocation).not.toBe(before.invocation);
  });

  it('are stopped and started', async () => {
    systemd.unit('web.service');
    const { after: stopped } = await privileged.host.service({ unit: 'web.service', do: 'stop' });
    expect(stopped).toMatchObject({ active: 'inactive', sub: 'dead' });
    const { after: started } = await privileged.host.service({ unit: 'web.service', do: 'start' });
    expect(started).toMatchObject({ active: 'active', sub: 'running' });
  });

  it('are told as a plan, which changes nothing', async () => {
    systemd.unit('web.service');
    const plan = await privileged.plan.host.service({ unit: 'web.service', do: 'stop' });
    expect(plan.commands.map(({ name }) => name)).toEqual(['service.stop']);
    expect(systemd.calls).toEqual([]);
  });

  it('fail with the words of systemctl', async () => {
    systemd.unit('web.service');
    systemd.spoil('web.service', 'refuses');
    const failed = privileged.host.service({ unit: 'web.service', do: 'start' });
    await expect(failed).rejects.toBeInstanceOf(CommandError);
    await expect(failed).rejects.toThrow('Job for web.service failed.');
  });

  it.each([
    ['no-such-unit', 'none.service', undefined],
    ['masked', 'masked.service', { LoadState: 'masked' }],
    // Another name of the agent's own unit.
    [
      'own-unit',
      'alias.service',
      { Id: 'felhom-agent.service', Names: 'felhom-agent.service alias.service' },
    ],
    ['own-unit', 'other.service', { Names: 'other.service felhom-priv@3.service' }],
  ])('are refused as %s: %s', async (why, unit, more) => {
    if (more !== undefined) systemd.unit(unit, more);
    const refused = privileged.host.service({ unit, do: 'stop' });
    await expect(refused).rejects.toBeInstanceOf(RefusedError);
    await expect(refused).rejects.toMatchObject({ why });
    expect(systemd.calls).toEqual([]);
  });

  it.each([
    'felhom-agent.service',
    'felhom-priv@1-2.service',
    'felhom-priv.service',
    'felhom-agent-x.service',
  ])('are not %s', async (unit) => {
    await expect(privileged.host.service({ unit, do: 'restart' })).rejects.toThrow(ParamsError);
    // Its log and its state may be read.
    expect(unitName.safeParse(unit).success).toBe(true);
    expect(await privileged.host.serviceState({ unit })).toMatchObject({ load: 'not-found' });
  });

  it.each(['felhom-agents.service', 'felhom.service', 'my-felhom-agent.service'])('may be %s', (unit) => {
    expect(isOwnUnit(unit)).toBe(false);
  });

  it.each([
    '-web.service',
    '--help',
    'web',
    'web.timer',
    '/etc/systemd/system/web.service',
    '../web.service',
    'web*.service',
    'web?.service',
    '[w]eb.service',
    'a b.service',
    'web@.service',
    'web.service\n',
    'web.service ',
    '.service',
    `${'x'.repeat(200)}.service`,
  ])('are not named %j', async (unit) => {
    await expect(privileged.host.service({ unit, do: 'start' })).rejects.toThrow(ParamsError);
    await expect(privileged.host.log({ unit })).rejects.toThrow(ParamsError);
    expect(systemd.calls).toEqual([]);
  });

  it.each(['pvestatd.service', 'ssh.service', 'getty@tty1.service', 'a:b_c.d-e.service'])(
    'are named %s',
    (unit) => {
      expect(unitName.safeParse(unit).success).toBe(true);
    },
  );
});

describe('the log of a service', () => {
  it('is asked for with its bounds', async () => {
    systemd.journal('one\ntwo\n');
    expect(await privileged.host.log({ unit: 'web.service', since: 5, priority: 3 })).toEqual({
      lines: ['one', 'two'],
      cut: false,
    });
    expect(systemd.calls).toEqual([
      '--no-pager --quiet --output short-iso --unit web.service --lines 100 --since @5 --priority 3',
    ]);
  });

  it('is never longer than was asked for', async () => {
    systemd.journal(Array.from({ length: 700 }, (_, index) => `line ${index}\n`).join(''));
    const { lines } = await privileged.host.log({ unit: 'web.service', lines: 500 });
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([500, 'line 200', 'line 699']);
    await expect(privileged.host.log({ unit: 'web.service', lines: 501 })).rejects.toThrow(ParamsError);
  });

  it('of more than fits is its end, in whole lines', async () => {
    systemd.journal(
      Array.from({ length: 400 }, (_, index) => `line ${index} ${'x'.repeat(5_000)}\n`).join(''),
    );
    const { lines, cut } = await privileged.host.log({ unit: 'web.service', lines: 500 });
    expect(cut).toBe(true);
    expect(lines.length).toBeGreaterThan(50);
    for (const [index, line] of lines.entries())
      expect(line.slice(0, 8)).toBe(`line ${400 - lines.length + index}`);
  });
});

describe('the output of systemctl show', () => {
  it('is read, whatever else it says', () => {
    const text =
      'Id=a.service\nNames=a.service b.service\nLoadState=loaded\nActiveState=active\nSubState=running\nFragmentPath=/lib/a.service\nDropInPaths=/etc/1.conf /etc/2.conf\nMainPID=0\nInvocationID=\nJob=17\nOther=x=y\nno line\n';
    expect(parseService(text, 'boot')).toEqual({
      unit: 'a.service',
      names: ['a.service', 'b.service'],
      load: 'loaded',
      active: 'active',
      sub: 'running',
      result: '',
      file: '',
      paths: ['/lib/a.service', '/etc/1.conf', '/etc/2.conf'],
      invocation: undefined,
      activeSince: undefined,
      mainPid: undefined,
      busy: true,
      boot: 'boot',
    });
  });

  it('is an OutputError where it is something else, and never anything worse', () => {
    expect(() => parseService('', undefined)).toThrow('no state of a unit');
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseService(text, undefined);
        } catch (error) {
          expect(error).toMatchObject({ code: 'PVE_OUTPUT' });
        }
      }),
    );
  });
});
