import { callAs } from '../call-as.js';
import { ApiError, fail, notModelled } from '../errors.js';
import { type Task, Vanished } from '../tasks.js';
import {
  type Command,
  type CommandRun,
  type Host,
  hasFormat,
  isFlag,
  isFormatOption,
  namesOf,
  optionsOf,
  type Program,
  takesExtra,
  wordsOf,
} from './command.js';
import type { Exit, Invocation } from './invocation.js';
import { flagValue, type ParsedOptions, parseOptions } from './options.js';

/** Whoever may run these commands is root@pam to PVE, whatever its user is here. */
const root = 'root@pam';

/** What Perl's `die` ends with where no error number was left over. */
const failed = 255;

/** Runs one command line of a program that PVE made. */
export async function runCommand(program: Program, host: Host, invocation: Invocation): Promise<Exit> {
  const found = findCommand(program, invocation.argv);
  if (typeof found === 'string') {
    invocation.err(`ERROR: ${found}\n${usageOf(program)}`);
    return failed;
  }
  const { command, words } = found;
  if (command.usage.startsWith('help ')) {
    invocation.out(usageOf(program));
    return 0;
  }
  if (command.run === undefined && command.route === undefined) {
    // Not even its options are known.
    invocation.err(errorText(missing(program.name, command), ''));
    return failed;
  }
  const usage = `${program.name} ${command.usage}`;
  const parsed = parseOptions(optionsOf(command, host.world), words, command.bare);
  const complaint = wordComplaint(command, parsed);
  if (complaint !== undefined) {
    invocation.err(`${[...parsed.complaints, complaint, usage].join('\n')}\n`);
    return failed;
  }
  const run = runOf(host, invocation, command, parsed);
  try {
    return await carryOut(command, run);
  } catch (error) {
    invocation.err(errorText(error, usage));
    return exitCode(error);
  }
}

function findCommand(
  { name, groups }: Program,
  argv: readonly string[],
): { command: Command; words: readonly string[] } | string {
  let left = groups
    .flat()
    .flatMap((command) => namesOf(command).map((words, index) => ({ command, words, alias: index > 0 })));
  for (const [depth, word] of argv.entries()) {
    const exact = left.filter(({ words }) => words[depth] === word);
    const begun = left.filter(({ words, alias }) => !alias && words[depth]?.startsWith(word) === true);
    const isUnique = new Set(begun.map(({ words }) => words[depth])).size === 1;
    left = exact.length > 0 ? exact : isUnique ? begun : [];
    const [only] = left;
    if (only === undefined) return `unknown command '${name} ${argv.slice(0, depth + 1).join(' ')}'`;
    if (left.length === 1 && only.words.length === depth + 1)
      return { command: only.command, words: argv.slice(depth + 1) };
  }
  return 'no command specified';
}

function usageOf({ name, groups }: Program): string {
  const lines = groups.map((group) => group.map(({ usage }) => `       ${name} ${usage}\n`).join(''));
  return `USAGE: ${name} <COMMAND> [ARGS] [OPTIONS]\n\n${lines.join('\n')}`;
}

/** Options come first, then the number of words. */
function wordComplaint(command: Command, { complaints, positional }: ParsedOptions): string | undefined {
  if (complaints.length > 0) return '400 unable to parse option';
  const words = wordsOf(command);
  if (positional.length < words.filter(({ required }) => required).length) return '400 not enough arguments';
  if (positional.length > words.length && !takesExtra(command)) return '400 too many arguments';
  return undefined;
}

function runOf(host: Host, invocation: Invocation, command: Command, parsed: ParsedOptions): CommandRun {
  const fields = optionsOf(command, host.world);
  const words = wordsOf(command);
  const params: Record<string, string | readonly string[]> = { ...command.fixed };
  const format: Record<string, string> = {};
  for (const [index, { name }] of words.entries()) {
    const value = parsed.positional[index];
    if (value !== undefined) params[name] = value;
  }
  for (const [name, values] of parsed.options) {
    const [value = ''] = values;
    const text = isFlag(fields, name) ? flagValue(value) : value;
    if (hasFormat(command) && isFormatOption(name)) format[name] = text;
    else params[name] = values.length > 1 ? values : text;
  }
  return {
    host,
    world: host.world,
    invocation,
    params,
    extra: parsed.positional.slice(words.length),
    format: {
      type: format['output-format'] ?? 'text',
      border: format['noborder'] !== '1',
      header: format['noheader'] !== '1',
      quiet: format['quiet'] === '1',
    },
  };
}

async function carryOut(command: Command, run: CommandRun): Promise<Exit> {
  if (command.run !== undefined) return await command.run(run);
  const { route } = command;
  if (route === undefined) throw missing(run.invocation.tool, command);
  const afterwards = await command.prepare?.(run);
  const { world, host } = run;
  const { tasks, node } = world;
  const before = tasks.running[0];
  const onNode = route.includes('/nodes/{node}') ? { node: node.name } : {};
  const result = await callAs(host.engine, world, root, route, { ...run.params, ...onNode });
  // Some routes answer nothing although a worker runs.
  const begun = tasks.running[0] === before ? undefined : tasks.running[0];
  const task = typeof result === 'string' ? tasks.find(result) : begun;
  const exit = task === undefined ? 0 : await followTask(run, task, command.lenient === true);
  if (exit === 0) afterwards?.();
  if (task === undefined) command.show?.(result, run);
  return exit;
}

function missing(program: string, command: Command): ApiError {
  return notModelled(`'${[program, ...(namesOf(command)[0] ?? [])].join(' ')}'`);
}

/** Shows what a worker says until it ends, and passes on what is done to the command meanwhile. */
export async function followTask(
  { world, invocation }: CommandRun,
  task: Task,
  lenient: boolean,
): Promise<Exit> {
  world.tasks.follow(task, (line) => {
    // The worker outlives a command that was killed, until it wants to say something.
    if (invocation.isLost) throw new Vanished();
    invocation.out(`${line}\n`);
  });
  invocation.onSignal = () => world.tasks.stop(task);
  invocation.onBroken = () => world.tasks.stop(task, fail('broken pipe'));
  await world.tasks.ended(task);
  invocation.onSignal = undefined;
  invocation.onBroken = undefined;
  const status = task.exitstatus ?? '';
  if (status === 'OK') return 0;
  const warnings = /^WARNINGS: (\d+)$/.exec(status)?.[1];
  invocation.err(warnings === undefined ? `${status}\n` : `Task finished with ${warnings} warning(s)!\n`);
  return warnings !== undefined || lenient ? 0 : failed;
}

/** An error as Perl prints it when nothing catches it. */
function errorText(error: unknown, usage: string): string {
  if (!(error instanceof ApiError)) {
    const text = error instanceof Error ? error.message : String(error);
    return `the simulator itself failed: ${text}\n`;
  }
  const details = Object.entries(error.errors ?? {}).map(([key, text]) => `${key}: ${text}\n`);
  if (error.status === 400) return `400 ${error.message}\n${details.join('')}${usage}\n`;
  const code = error.status === 500 ? '' : `${error.status} `;
  return `${code}${error.message}\n${details.join('')}`;
}

/** Perl ends with the error number that was left over, which is that of the file where one was missing. */
function exitCode(error: unknown): number {
  const missing =
    error instanceof ApiError && /^Configuration file .* does not exist$|No such file/.test(error.message);
  return missing ? 2 : failed;
}
