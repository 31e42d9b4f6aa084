import { Client, fetchTransport } from '@felhom/proxmox';
import { Privileged, RecordingRunner } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import type { ActionContext } from '~/agent/daemon/actions/action.js';

/** What an action works with, on a simulated host, and what it has written down. */
export interface Rig {
  host: SimulatedHost;
  client: Client;
  runner: RecordingRunner;
  started: string[];
  remembered: unknown[];
  context: ActionContext;
  close(): Promise<void>;
}

/** A simulated host, and a runner that answers what it was told and runs nothing. */
export function openRig(runner = new RecordingRunner()): Rig {
  const host = new SimulatedHost({ speed: 10_000 });
  const client = new Client({
    url: host.url,
    token: host.tokens.full,
    transport: fetchTransport(host.fetch),
  });
  const started: string[] = [];
  const remembered: unknown[] = [];
  const context: ActionContext = {
    client,
    privileged: new Privileged({ runner }),
    node: host.node,
    id: 'test-command-1',
    signal: new AbortController().signal,
    started: async (upid) => void started.push(upid),
    remember: async (facts) => void remembered.push(facts),
  };
  const close = async () => {
    await client.close();
    await host.close();
  };
  return { host, client, runner, started, remembered, context, close };
}
