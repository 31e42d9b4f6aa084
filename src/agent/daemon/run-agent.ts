import { resolve } from 'node:path';
import { Client } from '../../client/client.js';
import type { ClientOptions } from '../../client/options.js';
import type { SiteOptions } from '../../privileged/site.js';
import { readConfig } from '../config.js';
import type { Environment } from '../config-env.js';
import { type HostRunner, openHost } from '../host.js';
import { maskOf } from '../session.js';
import { runDaemon } from './daemon.js';
import type { Place } from './dispatch/job.js';
import { HttpsLink } from './https-link.js';
import { openIdentity } from './identity.js';
import { cloneSigns, type MachineSources, machineFacts, machineOfEnvironment } from './machine.js';
import { openLog } from './pino-log.js';
import { stateFolder, usualPolicy } from './places.js';
import { loadPolicy } from './policy/load.js';

/** What `felhom-agent run` is told. */
export interface RunOptions {
  readonly state: string | undefined;
  readonly policy: string | undefined;
  readonly config: string | undefined;
  /** Against a simulated host in this process. */
  readonly simulate: boolean;
  readonly runner: HostRunner | undefined;
  /** Of the root helper. */
  readonly socket: string | undefined;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** One JSON object a line, also at a terminal. */
  readonly json: boolean;
  readonly env: Environment;
  /** What relative paths start from. */
  readonly folder: string;
  readonly version: string;
  readonly out: { write(text: string): unknown; isTTY?: boolean | undefined };
  readonly machine?: MachineSources | undefined;
  readonly site?: SiteOptions | undefined;
}

/** Runs the agent of this host until the signal fires. @throws ConfigError, IdentityError, StateLockedError, StateError */
export async function runAgent(options: RunOptions, signal: AbortSignal): Promise<void> {
  const { env, folder, version, out, level, json, simulate } = options;
  const state = stateFolder(options.state, env, folder);
  const own = await openIdentity(state);
  const { machine, agent } = own.identity;
  const facts = await machineFacts(machine.node, options.machine ?? machineOfEnvironment(env));
  const policyFile = resolve(folder, options.policy ?? usualPolicy);
  // With a simulated host there is nothing to guard, and the user who tries it is not root.
  const owners = simulate ? [0, process.getuid?.() ?? 0] : [0];
  const policy = () => loadPolicy(policyFile, owners);
  // At the start, a mistake in it is told to who made it; later on, nothing is done until it is mended.
  policy();
  const place = await (simulate ? simulatedPlace() : realPlace(options, machine.node));
  const mask = maskOf(place.clientOptions);
  const form = json || out.isTTY !== true ? 'json' : env['NO_COLOR'] ? 'pretty' : 'colours';
  const log = openLog({ stream: out, level, form, mask });
  log.info('the agent starts', { agent, hub: own.identity.hub.url, version, node: place.node, state });
  try {
    await runDaemon(
      {
        folder: state,
        own,
        bootId: facts.bootId,
        cloneSigns: cloneSigns(machine, facts),
        link: new HttpsLink(own),
        place,
        policy,
        log,
        mask,
        version,
      },
      signal,
    );
  } finally {
    await place.close();
    log.close();
  }
}

interface OpenPlace extends Place {
  readonly clientOptions: ClientOptions;
  close(): Promise<void>;
}

async function realPlace(options: RunOptions, node: string): Promise<OpenPlace> {
  const { env, folder, runner, socket, site } = options;
  const config = readConfig({ file: options.config, env, folder });
  const clientOptions = config.clientOptions();
  // What became of a change whose answer is lost is found out at once.
  const client = new Client({ ...clientOptions, reconcile: true });
  const host = openHost({ runner, socket, site });
  const close = async () => {
    await client.close();
    host.close();
  };
  return { client, privileged: host.privileged, node, clientOptions, close };
}

async function simulatedPlace(): Promise<OpenPlace> {
  const { simulatedHost } = await import('../simulate.js');
  const host = await simulatedHost();
  const { adminOptions: clientOptions, node } = host;
  const client = new Client({ ...clientOptions, reconcile: true });
  const close = async () => {
    await client.close();
    await host.close();
  };
  try {
    return { client, privileged: await host.openPrivileged(), node, clientOptions, close };
  } catch (error) {
    // Its server would keep the process alive.
    await close();
    throw error;
  }
}
