import { spawnSync } from 'node:child_process';
import { carryOut, inspect } from '../agent/install/carry-out.js';
import { installPlan, type Plan, uninstallPlan } from '../agent/install/plan.js';
import { type Outcome, octal, type Step } from '../agent/install/steps.js';
import { type ExitCode, exitCode } from './exit-code.js';
import type { SetupWish } from './install-args.js';
import { showJson } from './show-json.js';
import { UsageError } from './usage-error.js';
import type { Writer } from './writer.js';

type Command = Extract<Step, { do: 'run' }>;

/** `install` and `uninstall`: shows what there is to do, and with --apply does it. */
export function installCommand(wish: SetupWish, writer: Writer): ExitCode {
  const { apply, root } = wish;
  const isRoot = process.getuid?.() === 0;
  if (apply && root === '/' && !isRoot)
    throw new UsageError(`\`${wish.task} --apply\` is for root: without --apply it shows what it would do`);
  const plan = planOf(wish);
  // A step that finds something else in its place stops all before any is done.
  const outlook = plan.steps.map((step) => inspect(root, step));
  const notes = [
    ...plan.notes,
    ...(apply && !isRoot ? ['owners are not set, and commands not run: that takes root'] : []),
  ];
  if (!wish.json) for (const outcome of outlook) show(writer, outcome, apply);
  const failures = apply ? doAll(plan.steps, root, isRoot, wish.json ? undefined : writer) : [];
  const code = failures.length === 0 ? exitCode.ok : exitCode.failed;
  if (wish.json)
    showJson(writer, code, { ok: failures.length === 0, applied: apply, steps: outlook, notes, failures });
  else showEnd(writer, wish, notes, failures);
  return code;
}

function planOf({ task, root, program, purge }: SetupWish): Plan {
  return task === 'install' ? installPlan({ root, program }) : uninstallPlan(root, purge);
}

/** Gives what failed. A command that fails ends the rest, as what follows may need it. */
function doAll(steps: readonly Step[], root: string, isRoot: boolean, writer: Writer | undefined): string[] {
  for (const step of steps) {
    if (step.do !== 'run') carryOut(root, step);
    else if (isRoot) {
      const problem = runCommand(step);
      if (problem === undefined) continue;
      if (step.optional !== true) return [problem];
      writer?.line(`  (went on: ${problem})`);
    }
  }
  return [];
}

/** Without a shell, and with no variable of whoever sits there: the programs are those of the host. */
function runCommand({ argv: [program, ...words] }: Command): string | undefined {
  const path = '/usr/sbin:/usr/bin:/sbin:/bin';
  const { status, error, stderr } = spawnSync(program, words, {
    env: { PATH: path, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return undefined;
  const why = error?.message ?? (stderr.trim().split('\n').at(-1) || `exit code ${status}`);
  return `${[program, ...words].join(' ')}: ${why}`;
}

const words = { create: 'create', change: 'change', same: 'same', kept: 'keep', remove: 'remove' } as const;

function show(writer: Writer, { step, what, details }: Outcome, apply: boolean): void {
  if (step.do === 'run') {
    writer.line(`${writer.paint('bold', 'run'.padEnd(6))}  ${step.argv.join(' ')}`);
    return;
  }
  if (what === 'absent' || what === 'run') return;
  const rights = step.do === 'remove' ? '' : `  ${octal(step.mode)} ${step.owner}`;
  const why = what === 'kept' ? '  (yours differs from a new one, and stays)' : '';
  writer.line(`${writer.paint('bold', words[what].padEnd(6))}  ${step.path}${rights}${why}`);
  // Done is done: the content is of interest before.
  if (!apply && what !== 'kept') for (const line of details) writer.line(`        ${line}`);
}

function showEnd(writer: Writer, { task, apply }: SetupWish, notes: string[], failures: string[]): void {
  writer.line();
  for (const note of notes) writer.line(`note: ${note}`);
  for (const failure of failures) writer.line(`${writer.paint('red', 'FAILED')} ${failure}`);
  if (failures.length > 0)
    writer.line('What stands before it was done; the same command goes on from there.');
  else if (!apply) writer.line(`Nothing was changed: felhom-agent ${task} --apply, as root, does it.`);
  else if (task === 'install') for (const line of next) writer.line(line);
  else writer.line('Uninstalled.');
}

const next = [
  'Installed. Next:',
  '  1. The API token, in a file of root:      install -m 0600 /dev/stdin /etc/felhom-agent/token',
  '  2. What a hub may do here:                /etc/felhom-agent/policy.json',
  '  3. Enroll it, as its user:                runuser -u felhom-agent -- \\',
  '                                              felhom-agent enroll --hub URL --token-file FILE',
  '  4. systemctl start felhom-agent; felhom-agent status',
];
