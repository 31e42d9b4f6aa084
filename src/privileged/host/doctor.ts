import * as z from 'zod';
import { isPveError, type PveError } from '../../core/errors.js';
import { lsblk } from '../commands/block.js';
import { NotRootError } from '../errors.js';
import { reading } from '../operation.js';
import type { Runner } from '../runner.js';
import type { Site } from '../site.js';
import { type Needs, needs } from './needs.js';
import { findTools, type Tool } from './tools.js';

/** What stands in the way of an operation: a stable word for programs, what it is, and what to do. */
export interface Lack {
  /** `program`, `not-root`, `sudo`, `helper`, `files`, `unknown`. */
  readonly what: 'program' | 'not-root' | 'sudo' | 'helper' | 'files' | 'unknown';
  readonly text: string;
  readonly hint: string | undefined;
}

/** An operation, and what it lacks here. */
export interface OperationHealth {
  /** `usb.mount`. */
  readonly operation: string;
  /** True where nothing is known to stand in its way. */
  readonly ok: boolean;
  readonly lacks: readonly Lack[];
  /** Programs that it would do better with. */
  readonly wishes: readonly Lack[];
}

/** What can be done on this host, and what is missing for the rest. */
export interface DoctorReport {
  /** True where every operation can be done. */
  readonly ok: boolean;
  /** How commands become root, and whether they do. */
  readonly runner: { readonly way: RunnerWay; readonly ok: boolean; readonly lacks: readonly Lack[] };
  readonly tools: readonly Tool[];
  readonly operations: readonly OperationHealth[];
}

export type RunnerWay = 'direct' | 'sudo' | 'helper' | 'other';

/** A command that only looks, of a program that is there on every Debian: whether it can be run at all. */
export const probe = reading('host.doctor', z.strictObject({}), (_params, hands) => hands.attempt(lsblk, {}));

/** Says of each operation beforehand what it lacks. Changes nothing. */
export async function examine(
  site: Site,
  runner: Runner,
  operations: readonly string[],
  tryCommand: () => Promise<unknown>,
): Promise<DoctorReport> {
  const [tools, problem] = await Promise.all([findTools(site), problemOf(runner, tryCommand)]);
  const way = wayOf(runner);
  const root = problem === undefined ? [] : [problem];
  const health = operations.map((operation) => healthOf(operation, { tools, way, root }));
  return {
    ok: health.every(({ ok }) => ok),
    runner: { way, ok: root.length === 0, lacks: root },
    tools,
    operations: health,
  };
}

function healthOf(
  operation: string,
  { tools, way, root }: { tools: readonly Tool[]; way: RunnerWay; root: readonly Lack[] },
): OperationHealth {
  const {
    programs,
    helpful = [],
    files = false,
    anyone = false,
  }: Needs = needs[operation] ?? { programs: [] };
  const missing = (names: readonly string[]) =>
    tools.filter(({ program, present }) => names.includes(program) && !present).map(lackOfProgram);
  const noFiles: Lack = {
    what: 'files',
    text: 'it works on files as root, which sudo has no command for',
    hint: 'Run it as root, or through the root helper (felhom-agent privd).',
  };
  const lacks = [
    ...missing(programs),
    ...(anyone ? [] : root),
    ...(files && way === 'sudo' ? [noFiles] : []),
  ];
  return { operation, ok: lacks.length === 0, lacks, wishes: missing(helpful) };
}

function lackOfProgram({ program, binary, package: name }: Tool): Lack {
  return {
    what: 'program',
    text: `${program} is not on this host: there is no ${binary}`,
    hint: `apt install ${name}`,
  };
}

function wayOf(runner: Runner): RunnerWay {
  const { mode, ping } = runner as { mode?: unknown; ping?: unknown };
  if (mode === 'direct' || mode === 'sudo') return mode;
  return typeof ping === 'function' ? 'helper' : 'other';
}

async function problemOf(runner: Runner, tryCommand: () => Promise<unknown>): Promise<Lack | undefined> {
  try {
    if (wayOf(runner) === 'direct' && process.geteuid?.() !== 0)
      throw new NotRootError('this process is not root', {
        hint: 'Run it as root, with sudo (felhom-agent sudoers), or through the root helper (felhom-agent privd).',
      });
    const { ping } = runner as { ping?: () => Promise<unknown> };
    if (typeof ping === 'function') await ping.call(runner);
    else await tryCommand();
    return undefined;
  } catch (error) {
    if (!isPveError(error)) throw error;
    // That program itself is missing: no question of rights.
    if (error.code === 'PVE_PROGRAM_MISSING') return undefined;
    return { what: kindOf(error), text: error.message, hint: error.hint };
  }
}

function kindOf({ code }: PveError): Lack['what'] {
  if (code === 'PVE_NOT_ROOT') return 'not-root';
  if (code === 'PVE_SUDO') return 'sudo';
  return code === 'PVE_HELPER' ? 'helper' : 'unknown';
}
