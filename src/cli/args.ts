import { readAudit } from './audit-args.js';
import type { AuditWish } from './audit-command.js';
import { type EnrollCommand, parseEnroll } from './enroll-args.js';
import { type HostCommand, parseHost } from './host-args.js';
import { type InstallCommand, parseInstall, parseUninstall } from './install-args.js';
import { type OperateCommand, parseHalt, parseOperate } from './operate-args.js';
import { parseOptions, text } from './option-checks.js';
import { type PrivdCommand, parsePrivd } from './privd-args.js';
import { readRole } from './role-args.js';
import type { RoleWish } from './role-command.js';
import { parseRun, type RunCommand } from './run-args.js';
import { parseSimulate, type SimulateCommand } from './simulate-args.js';
import { UsageError } from './usage-error.js';

export { UsageError };

/** What the user asked for. */
export type Command =
  | SimulateCommand
  | PrivdCommand
  | EnrollCommand
  | HostCommand
  | OperateCommand
  | RunCommand
  | InstallCommand
  | { kind: 'version' }
  | { kind: 'trust'; host: string; json: boolean }
  | { kind: 'role'; wish: RoleWish; json: boolean }
  | { kind: 'sudoers'; user: string; json: boolean }
  | { kind: 'audit'; wish: AuditWish; json: boolean }
  | ({ kind: 'console'; vmid: number; node: string | undefined } & HostOptions)
  | ({ kind: 'selftest'; state: string | undefined; policy: string | undefined } & HostOptions)
  | ({ kind: 'task'; vmid: number | undefined; node: string | undefined } & HostOptions);

interface HostOptions {
  config: string | undefined;
  simulate: boolean;
  json: boolean;
}

const options = {
  selftest: { type: 'string' },
  simulate: { type: 'boolean' },
  vmid: { type: 'string' },
  node: { type: 'string' },
  for: { type: 'string' },
  storage: { type: 'string' },
  pool: { type: 'string' },
  user: { type: 'string' },
  anchor: { type: 'string' },
  state: { type: 'string' },
  policy: { type: 'string' },
  config: { type: 'string', short: 'c' },
  json: { type: 'boolean' },
  version: { type: 'boolean', short: 'V' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Commands with options of their own: these words come first. */
const withOptionsOfTheirOwn: ReadonlyMap<string, (args: readonly string[]) => Command> = new Map<
  string,
  (args: readonly string[]) => Command
>([
  ['host', parseHost],
  ['simulate', parseSimulate],
  ['privd', parsePrivd],
  ['status', parseOperate('status')],
  ['halt', parseHalt],
  ['resume', parseOperate('resume')],
  ['install', parseInstall],
  ['uninstall', parseUninstall],
  ['enroll', parseEnroll],
  ['run', parseRun],
]);

/** @throws UsageError that says what is wrong and what would be right. */
export function parseCommand(argv: readonly string[]): Command {
  const [first = '', ...behind] = argv;
  const parse = withOptionsOfTheirOwn.get(first);
  if (parse !== undefined) return parse(behind);
  // `--selftest` may stand alone, which parseArgs does not know of options with a value.
  const args = argv.map((arg) => (arg === '--selftest' ? '--selftest=read' : arg));
  const { values, words, given } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [word, ...rest] = words;
  const json = values.json === true;
  if (word === 'trust') {
    refuse(given, ['json'], '`trust`');
    const [host] = rest;
    if (host === undefined || rest.length > 1)
      throw new UsageError('`trust` takes one host: felhom-agent trust HOST[:PORT]');
    return { kind: 'trust', host, json };
  }
  if (word === 'role' && rest.length === 0) {
    refuse(given, ['for', 'user', 'vmid', 'node', 'storage', 'pool', 'json'], '`role`');
    const { for: purpose, user, storage, pool } = values;
    const places = { vmid: readVmid(text(values.vmid)), node: readNode(text(values.node)) };
    const wish = readRole({
      purpose: text(purpose),
      user: text(user),
      storage: text(storage),
      pool: text(pool),
    });
    return { kind: 'role', wish: { ...wish, places: { ...places, ...wish.places } }, json };
  }
  if (word === 'sudoers' && rest.length === 0) {
    refuse(given, ['user', 'json'], '`sudoers`');
    return { kind: 'sudoers', user: readUnixUser(text(values.user) ?? 'felhom-agent'), json };
  }
  if (word === 'audit') {
    refuse(given, ['anchor', 'json'], '`audit`');
    return { kind: 'audit', wish: readAudit(rest, text(values.anchor)), json };
  }
  if (word !== undefined && word !== 'console')
    throw new UsageError(explainWord(word, values.selftest !== undefined));
  const host = { config: text(values.config), simulate: values.simulate === true, json };
  if (host.simulate && host.config !== undefined)
    throw new UsageError('--simulate needs no configuration: leave out --config');
  if (word === 'console') {
    refuse(given, ['node', 'simulate', 'config'], '`console`');
    const vmid = rest.length > 1 ? undefined : readVmid(rest[0], '`console`');
    if (vmid === undefined) throw new UsageError('`console` takes one container: felhom-agent console VMID');
    return { kind: 'console', vmid, node: readNode(text(values.node)), ...host };
  }
  const selftest = text(values.selftest);
  if (selftest === 'read') {
    const own = host.simulate ? [] : ['state', 'policy'];
    refuse(given, ['selftest', 'simulate', 'config', 'json', ...own], selftestWords(host.simulate));
    return { kind: 'selftest', state: text(values.state), policy: text(values.policy), ...host };
  }
  if (selftest === 'task') {
    const vmid = readVmid(text(values.vmid));
    if (vmid === undefined && !host.simulate)
      throw new UsageError('--selftest=task needs --vmid N: the container that a snapshot is taken of');
    return { kind: 'task', vmid, node: readNode(text(values.node)), ...host };
  }
  if (selftest !== undefined) throw new UsageError('--selftest takes no value, or `task`');
  throw new UsageError(
    argv.length === 0 ? 'nothing to do' : `nothing to do: ${given[0]?.rawName ?? '--'} alone does nothing`,
  );
}

function selftestWords(simulate: boolean): string {
  return simulate ? '--selftest --simulate' : '--selftest (without `=task`)';
}

function refuse(
  given: readonly { name: string; rawName: string }[],
  allowed: string[],
  command: string,
): void {
  const other = given.find(({ name }) => !allowed.includes(name));
  if (other !== undefined) throw new UsageError(`${other.rawName} does not go with ${command}`);
}

/** An example of each command whose word comes first. */
const firstWords: ReadonlyMap<string, string> = new Map([
  ['host', 'smart'],
  ['simulate', '--port 8006'],
  ['privd', '--socket PATH'],
  ['status', '--json'],
  ['halt', '--reason TEXT'],
  ['resume', '--state DIR'],
  ['install', '--apply'],
  ['uninstall', '--apply'],
  ['enroll', '--hub URL --token-file FILE'],
  ['run', '--state DIR'],
]);

// A word that is unknown is not repeated in the message: it may be a token that lost its option.
function explainWord(word: string, afterSelftest: boolean): string {
  if (word === 'task' && afterSelftest) return 'write --selftest=task, with `=`';
  if (word === 'selftest' || word === 'help' || word === 'version') return `write --${word}, with two dashes`;
  const example = firstWords.get(word);
  if (example !== undefined) return `\`${word}\` comes first: felhom-agent ${word} ${example}`;
  return 'unexpected word: the commands are `trust HOST[:PORT]`, `role --for PURPOSE`, `console VMID`, `host`, `sudoers`, `audit verify FILE`, `privd`, `enroll`, `run`, `status`, `halt`, `resume`, `install`, `uninstall` and `simulate`; everything else are options';
}

function readVmid(value: string | undefined, where = '--vmid'): number | undefined {
  if (value === undefined) return undefined;
  const vmid = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(vmid)) throw new UsageError(`${where}: a whole number is expected, such as 101`);
  if (vmid < 100 || vmid > 999_999_999)
    throw new UsageError(`${where}: ${vmid} is no vmid; Proxmox VE has 100 to 999999999`);
  return vmid;
}

function readNode(value: string | undefined): string | undefined {
  if (value === undefined || /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value)) return value;
  throw new UsageError('--node: a node name has letters, digits and inner dashes only');
}

// In small letters: `ALL` and aliases mean others in a sudoers file.
function readUnixUser(value: string): string {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(value))
    throw new UsageError('--user: the name of a user of this host is expected, such as felhom-agent');
  if (value === 'root') throw new UsageError('--user: root needs no sudo; name the user of the service');
  return value;
}
