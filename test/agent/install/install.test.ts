import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '~/agent/config.js';
import { actions } from '~/agent/daemon/actions/registry.js';
import { loadPolicy } from '~/agent/daemon/policy/load.js';
import { differences } from '~/agent/install/differences.js';
import { firstPolicy, firstPrivdConfig } from '~/agent/install/examples.js';
import { installPlan } from '~/agent/install/plan.js';
import { allowedBy, readPrivdConfig } from '~/agent/privd-config.js';
import { run } from '~/cli/run.js';
import { commands } from '~/privileged/registry.js';
import { siteOf } from '~/privileged/site.js';
import { certificate } from '../../support/server.js';
import { Terminal } from '../terminal.js';

const isRoot = process.getuid?.() === 0;

/** The tree of a system that has users, and the program. */
async function newTree(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'felhom-tree-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['etc', 'usr/bin', 'var/lib', 'etc/systemd/system'])
    await mkdir(join(root, folder), { recursive: true });
  await put(root, 'etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n');
  await put(root, 'etc/group', 'root:x:0:\n');
  await put(root, 'etc/shadow', 'root:*:1:0:99999:7:::\n');
  await put(root, 'etc/gshadow', 'root:*::\n');
  await put(root, 'usr/bin/felhom-agent', '#!/bin/sh\n', 0o755);
  return root;
}

/** One that has the user of the agent already. */
async function treeWithUser(): Promise<string> {
  const root = await newTree();
  await put(
    root,
    'etc/passwd',
    'root:x:0:0::/root:/bin/sh\nfelhom-agent:x:990:991::/nonexistent:/bin/false\n',
  );
  return root;
}

async function put(root: string, path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text, { mode });
}

/** All files of a tree, with mode, owner and content. */
function contents(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const stats = lstatSync(join(root, path));
      const rights = `${(stats.mode & 0o7777).toString(8)} ${stats.uid}:${stats.gid}`;
      return [path, stats.isFile() ? `${rights} ${readFileSync(join(root, path), 'utf8')}` : rights];
    }),
  );
}

async function cli(...args: string[]) {
  const terminal = new Terminal();
  const code = await run(args, terminal);
  return { code, out: terminal.out, err: terminal.err };
}

describe('install', () => {
  it('shows by itself what it would do, and does nothing', async () => {
    const root = await newTree();
    const before = contents(root);
    const { code, out } = await cli('install', '--root', root);
    expect(code).toBe(0);
    expect(contents(root)).toEqual(before);
    expect(out).toMatch(/^run {5}useradd --prefix \S+ --system .* felhom-agent$/m);
    expect(out).toMatch(/^create {2}\/etc\/felhom-agent {2}0755 root$/m);
    expect(out).toMatch(/^create {2}\/var\/lib\/felhom-agent {2}0700 felhom-agent$/m);
    expect(out).toMatch(/^create {2}\/etc\/systemd\/system\/felhom-agent\.service {2}0644 root$/m);
    expect(out).toMatch(/^ +\+ ExecStart=\/usr\/bin\/felhom-agent run --runner helper$/m);
    expect(out).toMatch(/^run {5}systemctl --root=\S+ enable felhom-agent\.service felhom-priv\.socket$/m);
    expect(out).toContain('Nothing was changed');
  });

  it.skipIf(!isRoot)(
    '--apply, as root: the user, folders, files and units, as they were shown (needs root)',
    async () => {
      const root = await newTree();
      const { code, out } = await cli('install', '--root', root, '--apply');
      expect(out).toContain('Installed. Next:');
      expect(code).toBe(0);
      const [name, , uid, gid, , home, shell] =
        (await readFile(join(root, 'etc/passwd'), 'utf8')).split('\n')[1]?.split(':') ?? [];
      expect([name, home, shell]).toEqual(['felhom-agent', '/nonexistent', '/usr/sbin/nologin']);
      expect(Number(uid)).toBeGreaterThan(0);
      expect(await readFile(join(root, 'etc/group'), 'utf8')).toContain(`felhom-agent:x:${gid}:`);
      const made = contents(root);
      expect(made['var/lib/felhom-agent']).toBe(`700 ${uid}:${gid}`);
      expect(made['etc/felhom-agent']).toBe('755 0:0');
      for (const file of ['config.json', 'policy.json', 'privd.json'])
        expect(made[`etc/felhom-agent/${file}`]).toMatch(/^644 0:0 \{/);
      for (const unit of ['felhom-agent.service', 'felhom-priv.socket', 'felhom-priv@.service'])
        expect(made[`etc/systemd/system/${unit}`]).toMatch(/^644 0:0 \[Unit\]/);
      const wanted = (path: string) => readlinkSync(join(root, 'etc/systemd/system', path));
      expect(wanted('sockets.target.wants/felhom-priv.socket')).toContain('felhom-priv.socket');
      expect(wanted('multi-user.target.wants/felhom-agent.service')).toContain('felhom-agent.service');

      const again = await cli('install', '--root', root, '--apply');
      expect(again.code).toBe(0);
      expect(again.out).not.toMatch(/^(create|change|keep) /m);
      expect(contents(root)).toEqual(made);
    },
  );

  it('repairs units, modes and owners, and never what the owner of the host has changed', async () => {
    const root = await treeWithUser();
    await cli('install', '--root', root, '--apply');
    const own = {
      'config.json': '{"url":"https://mine"}',
      'policy.json': '{"version":1,"actions":{}}',
      'privd.json': '{}',
    };
    for (const [name, text] of Object.entries(own)) await put(root, `etc/felhom-agent/${name}`, text);
    const unit = 'etc/systemd/system/felhom-agent.service';
    const right = await readFile(join(root, unit), 'utf8');
    await put(root, unit, right.replace('ProtectHome=yes\n', ''));
    await chmod(join(root, 'var/lib/felhom-agent'), 0o755);
    const shown = await cli('install', '--root', root);
    expect(shown.out).toMatch(
      /^change {2}\/etc\/systemd\/system\/felhom-agent\.service.*\n +\+ ProtectHome=yes$/m,
    );
    expect(shown.out).toMatch(/^change {2}\/var\/lib\/felhom-agent .*\n +mode 0755 -> 0700$/m);
    expect(shown.out).toMatch(/^keep {4}\/etc\/felhom-agent\/policy\.json/m);
    await cli('install', '--root', root, '--apply');
    expect(await readFile(join(root, unit), 'utf8')).toBe(right);
    expect((statSync(join(root, 'var/lib/felhom-agent')).mode & 0o777).toString(8)).toBe('700');
    for (const [name, text] of Object.entries(own))
      expect(await readFile(join(root, 'etc/felhom-agent', name), 'utf8')).toBe(text);
  });

  it('leaves the units to the Debian package where that is', async () => {
    const root = await treeWithUser();
    await put(root, 'usr/lib/systemd/system/felhom-agent.service', '[Unit]\n');
    const { out } = await cli('install', '--root', root);
    expect(out).toContain('the units are those of the Debian package');
    expect(out).not.toContain('/etc/systemd/system/');
  });

  it('writes through no link, and does nothing at all where something else is in a place', async () => {
    const root = await treeWithUser();
    await mkdir(join(root, 'etc/felhom-agent'));
    await put(root, 'victim', 'untouched');
    await symlink(join(root, 'victim'), join(root, 'etc/felhom-agent/policy.json'));
    const before = contents(root);
    const { code, err } = await cli('install', '--root', root, '--apply');
    expect(err).toContain('policy.json: it is no file');
    expect(code).toBe(2);
    expect(contents(root)).toEqual(before);
  });

  it.skipIf(!isRoot)('a command that fails ends the rest, and is told (needs root)', async () => {
    const root = await newTree();
    await rm(join(root, 'etc/passwd'));
    await mkdir(join(root, 'etc/passwd'));
    const { code, out } = await cli('install', '--root', root, '--apply');
    expect(out).toMatch(/^FAILED useradd --prefix/m);
    expect(code).toBe(1);
    expect(existsSync(join(root, 'etc/felhom-agent'))).toBe(false);
  });

  it('names a program that is not there, and takes another', async () => {
    const root = await treeWithUser();
    const wish = await cli('install', '--root', root, '--program', '/opt/felhom-agent');
    expect(wish.out).toContain('note: there is no /opt/felhom-agent');
    expect(wish.out).toContain('+ ExecStart=/opt/felhom-agent privd --peer %i');
    expect((await cli('install', '--root', root, '--program', '/opt/a b')).code).toBe(2);
    expect((await cli('install', '--root', 'relative')).code).toBe(2);
    expect((await cli('install', 'now')).code).toBe(2);
    expect((await cli('install', '--purge')).code).toBe(2);
  });

  it('--json: the steps as data', async () => {
    const root = await treeWithUser();
    const { out } = await cli('install', '--root', root, '--json');
    const { ok, applied, steps } = JSON.parse(out);
    expect([ok, applied]).toEqual([true, false]);
    expect(steps[0]).toMatchObject({
      what: 'create',
      step: { do: 'folder', path: '/etc/felhom-agent', mode: 0o755, owner: 'root' },
    });
  });
});

describe('uninstall', () => {
  it('takes units away; configuration and state stay until --purge', async () => {
    const root = await treeWithUser();
    await cli('install', '--root', root, '--apply');
    await put(root, 'var/lib/felhom-agent/commands.jsonl', 'state');
    const shown = await cli('uninstall', '--root', root);
    expect(shown.out).toMatch(/^remove {2}\/etc\/systemd\/system\/felhom-agent\.service$/m);
    expect(existsSync(join(root, 'etc/systemd/system/felhom-agent.service'))).toBe(true);
    expect((await cli('uninstall', '--root', root, '--apply')).code).toBe(0);
    expect(readdirSync(join(root, 'etc/systemd/system')).filter((name) => name.startsWith('felhom'))).toEqual(
      [],
    );
    expect(existsSync(join(root, 'var/lib/felhom-agent/commands.jsonl'))).toBe(true);
    expect(existsSync(join(root, 'etc/felhom-agent/policy.json'))).toBe(true);
    expect((await cli('uninstall', '--root', root, '--apply', '--purge')).code).toBe(0);
    expect(existsSync(join(root, 'var/lib/felhom-agent'))).toBe(false);
    expect(existsSync(join(root, 'etc/felhom-agent'))).toBe(false);
    if (isRoot) expect(await readFile(join(root, 'etc/passwd'), 'utf8')).not.toContain('felhom-agent');
    expect((await cli('uninstall', '--root', root, '--apply', '--purge')).code).toBe(0);
  });
});

describe('what a new installation has', () => {
  it.skipIf(!isRoot)(
    'is a policy and a configuration of the helper that their readers take (needs root)',
    async () => {
      const root = await treeWithUser();
      await cli('install', '--root', root, '--apply');
      expect(Object.keys(loadPolicy(join(root, 'etc/felhom-agent/policy.json')).actions)).toEqual([
        'echo',
        'pve.selftest',
        'host.health',
        'guest.list',
      ]);
      const helper = readPrivdConfig(join(root, 'etc/felhom-agent/privd.json'), '/');
      expect(allowedBy(helper)).toEqual(firstPrivdConfig.allow);
    },
  );

  it('lets a hub do only what changes nothing', () => {
    for (const name of Object.keys(firstPolicy.actions)) {
      const risk = actions.get(name)?.risk;
      expect([name, risk]).toEqual([name, 'LOW']);
    }
    for (const name of firstPrivdConfig.allow) {
      const maker = commands.get(name);
      expect(maker, name).toBeDefined();
      if (maker?.fixed === true) expect(maker.fromUnknown({}, siteOf()).changes, name).toBe(false);
    }
  });

  it('is pinned to the certificate that the host has on its disk, and the agent can read it', async () => {
    const root = await treeWithUser();
    const { cert, fingerprint } = certificate();
    await put(root, 'etc/pve/local/pve-ssl.pem', cert);
    await cli('install', '--root', root, '--apply');
    const file = join(root, 'etc/felhom-agent/config.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      url: 'https://127.0.0.1:8006',
      tokenFile: 'token',
      fingerprint,
    });
    await put(root, 'credentials/token', 'agent@pve!host=secret-of-the-token\n', 0o400);
    // As the unit has it: the token is where systemd put it.
    const env = { FELHOM_AGENT_CONFIG: file, FELHOM_AGENT_TOKEN_FILE: join(root, 'credentials/token') };
    expect(readConfig({ env, folder: '/' }).credential).toBe('agent@pve!host=********');
  });

  it('is on this host, by systemd and not by a tree', () => {
    const { steps } = installPlan({ root: '/', program: '/usr/bin/felhom-agent' });
    const runs = steps.flatMap((step) => (step.do === 'run' ? [step.argv.join(' ')] : []));
    expect(runs.slice(-4)).toEqual([
      'systemctl daemon-reload',
      'systemctl enable felhom-agent.service felhom-priv.socket',
      'systemctl restart felhom-priv.socket',
      'systemctl restart felhom-agent.service',
    ]);
  });
});

describe('the lines that differ', () => {
  it('make the one text out of the other', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const found = differences(from, to);
        const count = (sign: string) =>
          found.filter((line) => line.startsWith(sign)).map((line) => line.slice(2));
        // What is gone and what is new account for all that differs, line by line.
        const rest = (lines: string[], taken: string[]) => {
          const left = [...lines];
          for (const line of taken) left.splice(left.indexOf(line), 1);
          return left.sort();
        };
        expect(rest(from.split('\n'), count('- '))).toEqual(rest(to.split('\n'), count('+ ')));
        if (from === to) expect(found).toEqual([]);
      }),
    );
  });

  it('are few where little differs', () => {
    expect(differences('a\nb\nc\nd', 'a\nx\nc\nd')).toEqual(['- b', '+ x']);
    expect(differences('', 'a')).toEqual(['- ', '+ a']);
  });
});
