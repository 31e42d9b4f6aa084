import { spawnSync } from 'node:child_process';
import { attachConsole, type Terminal } from '../agent/console.js';
import type { Session } from '../agent/session.js';
import { UsageError } from './args.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { Interruption, type SignalSource } from './interruption.js';
import type { Writer } from './writer.js';

/** What the console needs of its surroundings. */
export interface ConsoleSurroundings {
  terminal?: Terminal | undefined;
  signals: SignalSource;
  /** Ends the program at once. */
  exit(code: ExitCode): void;
}

/** `console VMID`: the user's terminal becomes the container's. */
export async function consoleCommand(
  session: Session,
  { vmid, node }: { vmid: number; node: string | undefined },
  writer: Writer,
  { terminal, signals, exit }: ConsoleSurroundings,
): Promise<ExitCode> {
  if (terminal === undefined)
    throw new UsageError(
      '`console` needs a terminal for its input and its output; programs use `client.lxc.console()`',
    );
  const mode = new RawMode(terminal, signals, () => exit(exitCode.failed));
  // Behind the raw mode: a signal gives the terminal back first, and is answered then.
  const interruption = new Interruption(signals, writer, () => exit(exitCode.failed));
  try {
    const by = await attachConsole(session.client, { vmid, node }, terminal, {
      signal: interruption.signal,
      onOpen: (target, name) => {
        const label = name === '' ? `${vmid}` : `${vmid} (${name})`;
        writer.note(`Console of container ${label} on ${target.node}. Ctrl-] q leaves it.`);
        mode.begin();
      },
    });
    mode.end();
    writer.note(
      by === 'left'
        ? '\nLeft the console. What runs in it goes on, and a login stays logged in.'
        : '\nThe host closed the console.',
    );
    return exitCode.ok;
  } catch (error) {
    mode.end();
    if (!interruption.signal.aborted) throw error;
    return exitCode.failed;
  } finally {
    mode.close();
    interruption.close();
  }
}

/** What programs switch on and may leave behind: attributes, a hidden cursor, mouse and paste reports, other key codes. */
const tidy = '\u001B[0m\u001B[?25h\u001B[?1l\u001B>\u001B[?1000;1002;1003;1006;2004l';
const deadly: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/**
 * The terminal hands over each key as it is typed. Whatever ends the program ends this: a signal here, an exception or
 * `exit` by Node itself, which gives a terminal back as it found it.
 */
class RawMode {
  readonly #terminal: Terminal;
  readonly #signals: SignalSource;
  readonly #listeners: [NodeJS.Signals, () => void][];
  #isRaw = false;

  constructor(terminal: Terminal, signals: SignalSource, quit: () => void) {
    this.#terminal = terminal;
    this.#signals = signals;
    const end = (): void => this.end();
    this.#listeners = [
      ...deadly.map((name): [NodeJS.Signals, () => void] => [name, end]),
      ['SIGQUIT', quit],
      // A shell puts its own mode back when a program was stopped, not the program's when it goes on.
      ['SIGCONT', () => this.#again()],
    ];
    for (const [name, listener] of this.#listeners) signals.on(name, listener);
  }

  begin(): void {
    this.#isRaw = true;
    this.#terminal.input.setRawMode(true);
    // Node leaves one thing on: each line feed gets a carriage return, which spoils what full-screen programs draw.
    // Without `stty` it has to do. Taking the mode back takes this back, too.
    spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  }

  end(): void {
    if (!this.#isRaw) return;
    this.#isRaw = false;
    this.#terminal.input.setRawMode(false);
    this.#terminal.output.write(tidy);
  }

  close(): void {
    for (const [name, listener] of this.#listeners) this.#signals.off(name, listener);
  }

  #again(): void {
    if (!this.#isRaw) return;
    // It would not be set anew while it is thought to be on.
    this.#terminal.input.setRawMode(false);
    this.begin();
  }
}
