import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFolders } from '../../support/child.js';
import { startChild } from './child.js';
import { newFolder } from './support/hub.js';

let built: Awaited<ReturnType<typeof buildFolders>>;
beforeAll(async () => {
  built = await buildFolders(['core', 'agent/daemon']);
});
afterAll(() => built.remove());

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a program does to the files of a folder: syncs and renames, in their order, and what it says. */
async function traced(source: string): Promise<string[]> {
  const folder = newFolder();
  const trace = join(newFolder(), 'trace');
  const child = startChild(source.replaceAll('FOLDER', folder).replaceAll('BUILT', built.href), trace);
  await child.rest();
  const begun = new Map<string, string>();
  const names = new Map<string, string>();
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      if (rest.endsWith('<unfinished ...>')) {
        begun.set(thread, rest.slice(0, -'<unfinished ...>'.length));
        return [];
      }
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
      const call = resumed === undefined ? rest : `${begun.get(thread) ?? ''}${resumed}`;
      const [, opened, fd] = /^openat\(AT_FDCWD, "(.*?)".*= (\d+)$/.exec(call) ?? [];
      if (opened !== undefined && fd !== undefined) names.set(fd, opened);
      const synced = names.get(/^fsync\((\d+)\) += 0/.exec(call)?.[1] ?? '');
      if (synced?.startsWith(folder) === true)
        return [`sync ${synced === folder ? 'folder' : basename(synced)}`];
      const [, from, to] = /^rename\w*\(.*?"(.*?)".*?"(.*?)".* = 0$/.exec(call) ?? [];
      if (to?.startsWith(folder) === true) return [`${basename(from ?? '')} -> ${basename(to)}`];
      const said = /^write\(1, "(.*?)\\n"/.exec(call)?.[1];
      return said === undefined ? [] : [said];
    });
}

describe.skipIf(!hasStrace())('the order in which an identity gets to the disk (needs strace)', () => {
  it('the key is there before anybody hears of it, and the identity before the key takes the place of the old one', async () => {
    const steps = await traced(`
      import { writeSync } from 'node:fs';
      const { enrolmentKey, readIdentity, writeIdentity } = await import('BUILT/agent/daemon/identity.js');
      const { keyIdOf } = await import('BUILT/agent/daemon/protocol/envelope.js');
      const { textOf } = await import('BUILT/agent/daemon/protocol/public-key.js');
      const say = (text) => writeSync(1, text + '\\n');
      for (const epoch of [1, 2]) {
        const { publicKey } = await enrolmentKey('FOLDER', await readIdentity('FOLDER'));
        say('asks the hub');
        const hub = { url: 'https://hub/', trust: { kind: 'system' }, keys: [textOf(publicKey)] };
        const machine = { machineId: 'a'.repeat(64), host: 'pve1', node: 'pve1' };
        await writeIdentity('FOLDER', { version: 1, agent: 'pve1', epoch, keyid: keyIdOf(publicKey), hub, machine });
        say('enrolled');
      }`);
    const once = [
      ...['sync agent.key.new.draft', 'agent.key.new.draft -> agent.key.new', 'sync folder', 'asks the hub'],
      ...['sync identity.json.draft', 'identity.json.draft -> identity.json', 'sync folder'],
      ...['agent.key.new -> agent.key', 'sync folder', 'enrolled'],
    ];
    expect(steps).toEqual([...once, ...once]);
  });
});
