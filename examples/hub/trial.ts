// A hub, and an agent of a simulated host, in one folder that goes again at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publicKeyText } from '@felhom/proxmox/agent';
import { keyPairIn, privateFolder, trialFolder } from './files.ts';
import { operatorSocket, serve } from './serve.ts';
import { callHub } from './server.ts';

/** Some of what agents can do. */
const actions = ['echo', 'guest.list', 'guest.inspect', 'guest.power', 'guest.backup', 'guest.snapshot'];

/** What the agent of the trial may do: what is risky waits for an approval. */
const policy = (approver: string) => ({
  version: 1,
  actions: Object.fromEntries(actions.map((name) => [name, {}])),
  bounds: { vmids: ['100-199'], storages: ['local', 'backup'] },
  approvers: { you: approver },
  levels: { LOW: 'AUTO', MEDIUM: 'AUTO', HIGH: 'REQUIRE', CRITICAL: 'DENY' },
});

export interface TrialOptions {
  folder?: string;
  /** felhom-agent; the one of this package if left out. */
  program?: string;
  /** Ends it. */
  signal: AbortSignal;
}

export async function trial(say: (line: string) => void, options: TrialOptions): Promise<number> {
  const { folder = trialFolder, program = ownProgram(), signal } = options;
  const hubFolder = join(folder, 'hub');
  const other = await callHub(operatorSocket(hubFolder), 'list').catch(() => undefined);
  if (other !== undefined) throw new Error(`a trial runs already, in ${folder}`);
  rmSync(privateFolder(folder), { recursive: true });
  privateFolder(folder);
  const state = privateFolder(join(folder, 'agent'));
  const { hub, url, fingerprint, close } = await serve({ folder: hubFolder, interval: 2 });
  try {
    say(`hub on ${url}, all in ${folder}`);
    const tokenFile = join(folder, 'trial.token');
    writeFileSync(tokenFile, `${await hub.token('trial')}\n`, { mode: 0o600 });
    const { publicKey } = keyPairIn(join(folder, 'approver.key'));
    const policyFile = join(folder, 'policy.json');
    writeFileSync(policyFile, JSON.stringify(policy(publicKeyText(publicKey)), null, 2), { mode: 0o600 });
    // A machine of its own: a container may have no id.
    const env = { ...process.env, FELHOM_AGENT_MACHINE_ID: randomBytes(16).toString('hex') };
    const start = (...args: string[]) =>
      ended(spawn(process.execPath, [program, ...args], { stdio: 'inherit', env }), signal);
    const whose = ['--hub', url, '--token-file', tokenFile, '--fingerprint', fingerprint];
    if ((await start('enroll', ...whose, '--state', state)) !== 0) return 1;
    // The container is stopped at first: a command like those that you queue starts it.
    const params = { vmid: 101, do: 'start' };
    await hub.queue({ agent: 'trial', action: 'guest.power', params, requester: 'trial' });
    say('in another terminal: npm run hub -- queue trial guest.power vmid=101 do=reboot --wait');
    return await start('run', '--simulate', '--state', state, '--policy', policyFile);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownProgram(): string {
  const root = dirname(createRequire(import.meta.url).resolve('@felhom/proxmox/package.json'));
  return join(root, 'dist/cli/main.js');
}

function ended(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => signal.removeEventListener('abort', end));
}
