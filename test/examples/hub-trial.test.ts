import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Asked } from '../../examples/hub/approve.ts';
import { operatorSocket } from '../../examples/hub/serve.ts';
import { callHub } from '../../examples/hub/server.ts';
import { trial } from '../../examples/hub/trial.ts';
import { bin } from '../support/bin.js';

it('the trial of the README: a hub, an enrolled agent, and a container that it restarts because somebody asked the hub', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-trial-'));
  const controller = new AbortController();
  onTestFinished(() => {
    controller.abort();
    rmSync(folder, { recursive: true, force: true });
  });
  const said: string[] = [];
  const running = trial((line) => said.push(line), { folder, program: bin, signal: controller.signal });
  void running.catch(() => {});
  const socket = operatorSocket(join(folder, 'hub'));
  // Where the trial ends too early, that is what is told.
  const gone = running.then((code) => {
    throw new Error(`it ended with ${code}: ${said.join('\n')}`);
  });
  gone.catch(() => {});
  const params = { vmid: 101, do: 'reboot' };
  const wish = { agent: 'trial', action: 'guest.power', params, requester: 'me' };
  const ask = async () => {
    while (!said.some((line) => line.includes('npm run hub -- queue trial guest.power vmid=101 do=reboot')))
      await sleep(20);
    await expect(trial(() => {}, { folder, program: bin, signal: controller.signal })).rejects.toThrow(
      'runs already',
    );
    const id = await callHub<string>(socket, 'queue', wish);
    for (;;) {
      const { command } = await callHub<Asked>(socket, 'show', id);
      if (command.report !== undefined || command.rejected !== undefined) return command;
      await sleep(50);
    }
  };
  const command = await Promise.race([ask(), gone]);
  expect(command.report?.result).toMatchObject({
    outcome: 'succeeded',
    value: { upid: expect.stringMatching(/^UPID:demo-felhom:.*:vzreboot:101:/), outcome: 'ok' },
  });
  controller.abort();
  expect(await running).toBe(0);
  expect(existsSync(folder)).toBe(false);
}, 120_000);
