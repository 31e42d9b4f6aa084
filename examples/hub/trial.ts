// A hub, and an agent of a simulated host, in one folder that goes again at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publicKeyText } from '@felhom/proxmox/agent';
import { keyPairIn, privateFolder, trialFolder } from './files.ts';
import { serve } from './serve.ts';

/** What the agent of the trial may do: what is risky waits for an approval. */
export const policy = (approver: string) => ({
  version: 1,
  actions: Object.fromEntries(
    [
      'echo',
      'host.health',
      'guest.list',
      'guest.inspect',
      'guest.power',
      'guest.backup',
      'guest.snapshot',
    ].map((name) => [name, {}]),
  ),
  bounds: { vmids: ['100-199'], storages: ['local', 'backup'] },
  approvers: { you: approver },
  levels: { LOW: 'AUTO', MEDIUM: 'AUTO', HIGH: 'REQUIRE', CRITICAL: 'DENY' },
});

export async function trial(say: (line: string) => void, folder = trialFolder): Promise<number> {
  rmSync(privateFolder(folder), { recursive: true });
  privateFolder(folder);
  const state = privateFolder(join(folder, 'agent'));
  const running = await serve({ folder: join(folder, 'hub'), interval: 2 });
  say(`hub on ${running.url}`);
  const tokenFile = join(folder, 'trial.token');
  writeFileSync(tokenFile, `${await running.hub.token('trial')}\n`, { mode: 0o600 });
  const { publicKey } = keyPairIn(join(folder, 'approver.key'));
  const policyFile = join(folder, 'policy.json');
  writeFileSync(policyFile, JSON.stringify(policy(publicKeyText(publicKey)), null, 2), { mode: 0o600 });
  const { url, fingerprint } = running;
  const given = ['--hub', url, '--token-file', tokenFile, '--fingerprint', fingerprint, '--state', state];
  let child: ChildProcess | undefined;
  const end = () => child?.kill('SIGTERM');
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, end);
  try {
    const start = (...args: string[]) => {
      child = felhomAgent(args);
      return ended(child);
    };
    if ((await start('enroll', ...given)) !== 0) return 1;
    // The container is stopped at first: a command like those that you queue starts it.
    const params = { vmid: 101, do: 'start' };
    await running.hub.queue({ agent: 'trial', action: 'guest.power', params, requester: 'trial' });
    say('in another terminal: npm run hub -- queue trial guest.power vmid=101 do=reboot --wait');
    return await start('run', '--simulate', '--state', state, '--policy', policyFile);
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, end);
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function felhomAgent(args: string[]): ChildProcess {
  const main = join(
    dirname(createRequire(import.meta.url).resolve('@felhom/proxmox/package.json')),
    'dist/cli/main.js',
  );
  return spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
