import { resolve } from 'node:path';
import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What is to be installed, or taken away. */
export type InstallCommand = { kind: 'help' } | ({ kind: 'install' } & SetupWish);

export interface SetupWish {
  task: 'install' | 'uninstall';
  /** Do it; else only show it. */
  apply: boolean;
  /** Configuration and state, too. */
  purge: boolean;
  /** The tree; `/` is this host. */
  root: string;
  program: string | undefined;
  json: boolean;
}

const common = {
  apply: { type: 'boolean' },
  root: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads what stands behind `install`. @throws UsageError */
export function parseInstall(args: readonly string[]): InstallCommand {
  const { values, words } = parseOptions(args, { ...common, program: { type: 'string' } });
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0)
    throw new UsageError('`install` takes options only: --apply, --root, --program, --json');
  const { apply, root, program, json } = values;
  return wishOf({ task: 'install', apply, purge: false, root, program, json });
}

/** Reads what stands behind `uninstall`. @throws UsageError */
export function parseUninstall(args: readonly string[]): InstallCommand {
  const { values, words } = parseOptions(args, { ...common, purge: { type: 'boolean' } });
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0)
    throw new UsageError('`uninstall` takes options only: --apply, --purge, --root, --json');
  const { apply, purge, root, json } = values;
  return wishOf({ task: 'uninstall', apply, purge, root, program: undefined, json });
}

type Given = string | boolean | undefined;

function wishOf(
  given: Record<'apply' | 'purge' | 'root' | 'program' | 'json', Given> & Pick<SetupWish, 'task'>,
) {
  const root = text(given.root) ?? '/';
  if (!root.startsWith('/')) throw new UsageError('--root: an absolute path is expected');
  return {
    kind: 'install',
    task: given.task,
    apply: given.apply === true,
    purge: given.purge === true,
    root: resolve(root),
    program: text(given.program),
    json: given.json === true,
  } as const;
}
