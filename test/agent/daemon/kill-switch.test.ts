import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { action } from '~/agent/daemon/actions/action.js';
import { haltAgent, isHalted } from '~/agent/daemon/halt.js';
import { run } from '~/cli/run.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { shell } from '../../privileged/support/shell.js';
import { Terminal } from '../terminal.js';
import { countedActions, startDaemon } from './support/daemon.js';
import { commandOf, sealed } from './support/dispatch.js';

const count = 20;

/** Alive, and no corpse that waits for its parent. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A program that does not want to end, and has children that do not either, one of them in a session of its own. */
const stubborn = (pids: string) =>
  [
    `trap '' TERM`,
    `setsid sh -c 'trap "" TERM; echo "$$" >> "${pids}"; while :; do sleep 1000; done' &`,
    `sh -c 'trap "" TERM; echo "$$" >> "${pids}"; while :; do sleep 1000; done' &`,
    `echo "$$" >> "${pids}"`,
    'while :; do sleep 1000; done',
  ].join('\n');

/** An agent with stubborn commands in flight. */
async function busyAgent() {
  const place = mkdtempSync(join(tmpdir(), 'felhom-stubborn-'));
  const pids = join(place, 'pids');
  const started = () => {
    try {
      return readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    } catch {
      return [];
    }
  };
  onTestFinished(() => {
    for (const pid of started().filter(lives)) process.kill(pid, 'SIGKILL');
    rmSync(place, { recursive: true });
  });
  const runner = new ExecRunner({ mode: 'direct' });
  const lasting = action({
    name: 'test.stubborn',
    version: 1,
    params: z.strictObject({}),
    risk: 'MEDIUM',
    executor: 'privileged',
    timeout: () => 600_000,
    state: async () => 'a'.repeat(64),
    resume: 'none',
    run: async ({ signal }) => {
      const { exitCode = null, ended = null } = await runner.run(
        shell(stubborn(pids), { timeout: 600_000 }),
        { signal },
      );
      // As what drives it does: what was ended has not succeeded.
      signal.throwIfAborted();
      return { exitCode, ended };
    },
  });
  const rig = startDaemon({ actions: countedActions([lasting as never]) });
  const commands = Array.from({ length: count }, () => commandOf({ action: 'test.stubborn' }));
  await rig.hub.turn({ commands: commands.map((each) => sealed(each)) });
  await rig.hub.until(() => started().length === 3 * count);
  expect(started().filter(lives)).toHaveLength(3 * count);
  return { rig, commands, started };
}

describe('the kill switch, with 20 stubborn commands in flight', () => {
  it.each<[string, (rig: ReturnType<typeof startDaemon>) => Promise<unknown>]>([
    ['by the file', ({ folder }) => haltAgent(folder, 'enough')],
    ['by the command line', ({ folder }) => run(['halt', '--state', folder], new Terminal())],
    ['by the hub', ({ hub }) => hub.turn({ halt: true })],
  ])(
    '%s: all gone within 6 s, nothing survives, and no work is taken until it is resumed',
    async (_how, halt) => {
      const { rig, commands, started } = await busyAgent();
      const { hub, folder } = rig;
      const begun = performance.now();
      const halting = halt(rig);
      await vi.waitFor(() => expect(started().filter(lives)).toEqual([]), { timeout: 15_000, interval: 50 });
      // The one number that is not a ratio: it is what is promised.
      expect(performance.now() - begun).toBeLessThan(6_000);
      const beat = await hub.until(({ results }) => results.length === count);
      await halting;
      expect(new Set(beat.results.map(({ result }) => result.outcome))).toEqual(new Set(['interrupted']));
      expect([beat.halted, beat.running]).toEqual([true, []]);
      await rig.end();
      expect(await isHalted(folder)).toBe(true);

      const again = startDaemon(rig);
      const refused = commandOf();
      const told = await again.hub.ask(sealed(refused));
      expect(told.halted).toBe(true);
      expect(told.results.find(({ id }) => id === refused.id)?.result.error?.code).toBe('halted');
      expect(await run(['resume', '--state', folder], new Terminal())).toBe(0);
      await again.hub.until(({ halted }) => !halted);
      const free = commandOf();
      await again.hub.ask(sealed(free));
      expect(again.done).toEqual([free.id]);
      // What was ended is not begun again.
      expect(started()).toHaveLength(3 * count);
      expect(commands).toHaveLength(count);
    },
  );
});
