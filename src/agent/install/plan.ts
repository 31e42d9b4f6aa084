import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { helperUnits } from '../../privileged/helper/units.js';
import { usualState } from '../daemon/places.js';
import { accountOf } from './account-lines.js';
import { account, agentUnit, configFolder } from './agent-unit.js';
import { firstConfig, firstPolicy, firstPrivdConfig, jsonText } from './examples.js';
import type { Step } from './steps.js';

/** Where and how the agent is installed. */
export interface InstallWish {
  /** The root of the tree; `/` for this host. */
  readonly root: string;
  /** The path of `felhom-agent` in it; looked for if left out. */
  readonly program?: string | undefined;
}

/** Steps, and what there is to say to them. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

const unitFolder = '/etc/systemd/system';
const units = ['felhom-agent.service', 'felhom-priv.socket', 'felhom-priv@.service'] as const;
const programs = ['/usr/local/bin/felhom-agent', '/usr/bin/felhom-agent'] as const;

/** What an installation consists of. It looks at the tree, and changes nothing. @throws ParamsError */
export function installPlan({ root, program: named }: InstallWish): Plan {
  const there = (path: string) => existsSync(join(root, path));
  const program = named ?? programs.find(there) ?? programs[1];
  const fromPackage = there('/usr/lib/systemd/system/felhom-agent.service');
  const texts = { 'felhom-agent.service': agentUnit(program), ...helperUnits({ program }) };
  const file = (path: string, mode: number, text: string, keep: boolean): Step => {
    return { do: 'file', path, mode, owner: 'root', text, keep };
  };
  const config = (name: string, value: object) =>
    file(`${configFolder}/${name}`, 0o644, jsonText(value), true);
  const notes = [
    ...(there(program) ? [] : [`there is no ${program}: put it there, or name another one (--program PATH)`]),
    ...(fromPackage ? ['the units are those of the Debian package, in /usr/lib/systemd/system'] : []),
  ];
  const steps: Step[] = [
    ...accountSteps(root),
    { do: 'folder', path: configFolder, mode: 0o755, owner: 'root' },
    { do: 'folder', path: usualState, mode: 0o700, owner: account },
    config('config.json', firstConfig(root)),
    config('policy.json', firstPolicy),
    config('privd.json', firstPrivdConfig),
    ...(fromPackage ? [] : units.map((name) => file(`${unitFolder}/${name}`, 0o644, texts[name], false))),
    ...(onThisHost(root) ? [systemctl(root, 'daemon-reload')] : []),
    systemctl(root, 'enable', 'felhom-agent.service', 'felhom-priv.socket'),
    ...(onThisHost(root)
      ? [
          systemctl(root, 'restart', 'felhom-priv.socket'),
          // Does nothing as long as it is not enrolled.
          systemctl(root, 'restart', 'felhom-agent.service'),
        ]
      : []),
  ];
  return { steps, notes };
}

/** What takes an installation away. Configuration and state stay, unless they are to be purged. */
export function uninstallPlan(root: string, purge: boolean): Plan {
  const running = ['felhom-agent.service', 'felhom-priv.socket'];
  const now = onThisHost(root) ? ['--now'] : [];
  const steps: Step[] = [
    { ...systemctl(root, 'disable', ...now, ...running), optional: true },
    ...units.map((name): Step => ({ do: 'remove', path: `${unitFolder}/${name}` })),
    ...(onThisHost(root) ? [systemctl(root, 'daemon-reload')] : []),
  ];
  if (!purge)
    return {
      steps,
      notes: [`${configFolder} and ${usualState} stay; --purge removes them and the user, too`],
    };
  const user: Step[] = hasAccount(root)
    ? [{ do: 'run', argv: ['userdel', ...prefix(root), account], optional: true }]
    : [];
  return {
    steps: [...steps, { do: 'remove', path: usualState }, { do: 'remove', path: configFolder }, ...user],
    notes: [
      'the audit log and the key of the agent are gone then: a new installation has to be enrolled anew',
    ],
  };
}

function accountSteps(root: string): Step[] {
  if (hasAccount(root)) return [];
  const words = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  return [
    {
      do: 'run',
      argv: ['useradd', ...prefix(root), ...words, '--shell', '/usr/sbin/nologin', account],
    },
  ];
}

function hasAccount(root: string): boolean {
  return accountOf(root, account) !== undefined;
}

function systemctl(root: string, ...words: string[]): Extract<Step, { do: 'run' }> {
  return { do: 'run', argv: ['systemctl', ...(onThisHost(root) ? [] : [`--root=${root}`]), ...words] };
}

function prefix(root: string): string[] {
  return onThisHost(root) ? [] : ['--prefix', root];
}

function onThisHost(root: string): boolean {
  return root === '/';
}
