import { type Command, ProcessCommand } from '../privileged/command.js';
import { commands } from '../privileged/registry.js';
import { siteOf } from '../privileged/site.js';
import { belowTimeout } from '../privileged/sudo.js';

/** A command that sudo can be told of word by word. */
export interface PinnedCommand {
  readonly command: string;
  /** All of it, `timeout` included. */
  readonly argv: readonly string[];
  /** The line of the sudoers file. */
  readonly rule: string;
}

/** A command that a rule of sudo would allow too much with. */
export interface UnpinnedCommand {
  readonly command: string;
  readonly why: string;
}

/** What a user needs for the commands of the root command line, as far as sudo can do that safely. */
export interface Sudoers {
  readonly user: string;
  readonly pinned: readonly PinnedCommand[];
  readonly unpinned: readonly UnpinnedCommand[];
}

/** The least that a user needs of sudo: made from the commands themselves, so that it names each as it is run. */
export function sudoersFor(user: string): Sudoers {
  const site = siteOf();
  const pinned: PinnedCommand[] = [];
  const unpinned: UnpinnedCommand[] = [];
  for (const [command, maker] of [...commands].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const made = maker.fixed ? maker.fromUnknown({}, site) : undefined;
    const why = made === undefined ? 'its arguments differ from call to call' : whyNot(made);
    if (why !== undefined) unpinned.push({ command, why });
    else if (made?.kind === 'process') {
      const argv = belowTimeout(made, made.argv);
      pinned.push({ command, argv, rule: ruleFor(user, argv) });
    }
  }
  return { user, pinned, unpinned };
}

function whyNot(command: Command): string | undefined {
  if (command.changes) return 'it changes the host';
  if (command.kind === 'files') return 'it is read by this program itself, without sudo';
  if (ProcessCommand.handedOf(command).length > 0) return 'it is given a secret or a folder';
  if (!command.argv.every(isPlain)) return 'sudo could not tell its arguments from others';
  return undefined;
}

// sudo matches all arguments as one text: a blank in one of them is the same as two arguments.
function isPlain(word: string): boolean {
  return /^[\w./@%+,:=#*?![\]~-]+$/.test(word);
}

/** A line of a sudoers file that allows these words as root, without a password, and nothing else. */
export function ruleFor(user: string, [program = '', ...words]: readonly string[]): string {
  // What means something to the parser, and what is a pattern to the comparison.
  const escaped = words.map((word) => word.replace(/[,:=#*?![\]]/g, '\\$&'));
  return `${user} ALL=(root) NOPASSWD: ${[program, ...(escaped.length === 0 ? ['""'] : escaped)].join(' ')}`;
}
