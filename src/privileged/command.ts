import type * as z from 'zod';
import { ParamsError } from '../core/errors.js';
import { issuesOf } from '../core/validate.js';
import { FenceError } from './errors.js';
import type { Program } from './programs.js';
import type { Finished } from './runner.js';
import type { Site } from './site.js';

// Commands are made by `processCommand` and `fileCommand` of this file only, from parameters that a schema has checked. A class with
// a private brand is what no object from elsewhere can be, whatever its type says.

/** What a program is given beside words: by a file descriptor, so that it is in no argument and, where possible, in no folder. */
export type Handed =
  /** A secret text, in the place of a file name. */
  | { readonly kind: 'secret'; readonly text: string }
  /** A folder that exists and is none of a symbolic link's, below one of `under`: opened piece by piece, so that nobody can swap it. */
  | HandedFolder;

/** A folder that is handed over open. */
export interface HandedFolder {
  readonly kind: 'folder';
  readonly path: string;
  readonly under: readonly string[];
  /**
   * What of it is named: one name in it, or `.`, the folder itself as a place that a program may mount on (the new system calls
   * for mounts do not go through the link of the descriptor itself). Default: the descriptor.
   */
  readonly entry?: string;
  /** What must be so once it is open: the folder is empty and nothing is mounted on it, or a file system is mounted on the entry. */
  readonly state?: 'vacant' | 'mounted';
}

/** An argument: a word, or something that the runner hands over and names in its place. */
export type Argument = string | Handed;

/** How one command is made and judged. */
export interface ProcessDefinition<P> {
  /** Its name: `mount.mount`. */
  readonly name: string;
  readonly program: Program | 'template';
  /** The program itself, where it is one of a template. Default: where the site has it. */
  readonly binary?: string;
  /** A `strictObject`: everything that may differ from run to run, none of it free text for a program to interpret. */
  readonly params: z.ZodType<P>;
  /** True where it changes the host. */
  readonly changes: boolean;
  /** Milliseconds that it may take. */
  readonly timeout: number | ((params: P) => number);
  /** Milliseconds between SIGTERM and SIGKILL when it is ended. Default 5,000: more for what cleans up after itself. */
  readonly grace?: number;
  /** `parsed` (default): C, for output that is read by us. `guest`: C.UTF-8, where arguments go into a guest. */
  readonly locale?: 'parsed' | 'guest';
  argv(params: P, site: Site): readonly Argument[];
  stdin?(params: P): string | undefined;
  /** Parameters whose values are shown nowhere. */
  readonly secrets?: readonly (keyof P & string)[];
  /** Bytes of each output that are kept for the parser. Default 1 MiB. */
  readonly output?: number;
  /** Why the run failed, or undefined where it did not. Default: it failed unless the exit code is 0. */
  failure?(finished: Finished, params: P): string | undefined;
}

/** A change of files or a look at them, made in this process and not by a program. */
export interface FileDefinition<P> {
  readonly name: string;
  readonly params: z.ZodType<P>;
  readonly timeout: number;
  /** False where it only reads. Default true. */
  readonly changes?: boolean;
  /** The files that would change, or are read. */
  files(params: P, site: Site): readonly string[];
  /** Makes the change, and gives plain JSON. */
  perform(params: P, site: Site, hands: FileHands): Promise<unknown>;
}

/** What a change of files works with. */
export interface FileHands {
  readonly signal: AbortSignal;
  /** Runs a program that is part of the change, and only reads: it proves a file before it is put in place. */
  run(command: ProcessCommand): Promise<Finished>;
}

const key = Symbol('made here');

abstract class Base {
  /** The name of the definition that it was made from. */
  readonly name: string;
  /** True where it changes the host. */
  readonly changes: boolean;
  /** Milliseconds that it may take. */
  readonly timeout: number;
  readonly #params: unknown;
  readonly #secrets: readonly string[];

  constructor(
    made: symbol,
    name: string,
    changes: boolean,
    timeout: number,
    params: unknown,
    secrets: readonly string[],
  ) {
    if (made !== key) throw new FenceError('a command is made by the operations of this package only');
    this.name = name;
    this.changes = changes;
    this.timeout = timeout;
    this.#params = params;
    this.#secrets = secrets;
  }

  /** The checked parameters, with secrets. For the way to the root helper alone. @internal */
  static paramsOf(command: Command): unknown {
    return command.#params;
  }

  /** Every secret text in it: what is to be masked in whatever its program says. @internal */
  static secretsOf(command: Command): readonly string[] {
    const params = command.#params as Record<string, unknown>;
    const handed = command.kind === 'process' ? ProcessCommand.handedOf(command) : [];
    return [
      ...command.#secrets.flatMap((name) => textsIn(params[name])),
      ...handed.flatMap(([, each]) => (each.kind === 'secret' ? [each.text] : [])),
    ];
  }

  static isCommand(value: unknown): value is Command {
    return typeof value === 'object' && value !== null && #params in value;
  }

  /** The parameters with secrets masked. */
  get params(): unknown {
    const given = this.#params as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, this.#secrets.includes(name) ? '********' : value]),
    );
  }
}

/** A program with its arguments, environment and standard input. */
export class ProcessCommand extends Base {
  readonly kind = 'process';
  /** `template`: one that a local template names. */
  readonly program: Program | 'template';
  /** Absolute path. */
  readonly binary: string;
  /** The arguments; what is handed over by a descriptor stands as `/proc/self/fd/N`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Bytes of each output that are kept for the parser. */
  readonly output: number;
  /** Milliseconds between SIGTERM and SIGKILL when it is ended. */
  readonly grace: number;
  readonly #handed: readonly (readonly [index: number, handed: Handed])[];
  readonly #stdin: string | undefined;
  readonly #failure: (finished: Finished) => string | undefined;

  constructor(made: symbol, definition: ProcessDefinition<unknown>, params: unknown, site: Site) {
    const { timeout } = definition;
    super(
      made,
      definition.name,
      definition.changes,
      typeof timeout === 'number' ? timeout : timeout(params),
      params,
      definition.secrets ?? [],
    );
    this.program = definition.program;
    const { program, binary } = definition;
    this.binary = program === 'template' ? (binary ?? '') : site.programs[program];
    const given = definition.argv(params, site);
    const handed = given.flatMap((each, index) => (typeof each === 'string' ? [] : [[index, each] as const]));
    this.#handed = handed;
    this.argv = given.map((each, index) => {
      if (typeof each !== 'string') {
        const entry = each.kind === 'folder' && each.entry !== undefined ? `/${each.entry}` : '';
        return `/proc/self/fd/${3 + handed.findIndex(([at]) => at === index)}${entry}`;
      }
      // Half a surrogate pair would arrive as another character.
      if (each.includes('\0') || !each.isWellFormed())
        throw new FenceError('an argument holds a NUL byte, or is no text', { command: definition.name });
      return each;
    });
    this.env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...localeOf(definition.locale ?? 'parsed') };
    this.output = definition.output ?? 1024 * 1024;
    this.grace = definition.grace ?? 5_000;
    this.#stdin = definition.stdin?.(params);
    this.#failure = (finished) =>
      definition.failure === undefined ? usualFailure(finished) : definition.failure(finished, params);
  }

  /** @internal */
  static stdinOf(command: ProcessCommand): string | undefined {
    return command.#stdin;
  }

  /** What is handed over by descriptors 3, 4 ..., each with the index of its argument. @internal */
  static handedOf(command: ProcessCommand): readonly (readonly [index: number, handed: Handed])[] {
    return command.#handed;
  }

  /** Why a run of it failed; undefined where it did not. */
  failureOf(finished: Finished): string | undefined {
    return this.#failure(finished);
  }

  toJSON(): Record<string, unknown> {
    const { kind, name, binary, argv, params, changes } = this;
    return { kind, name, binary, argv, params, changes };
  }
}

/** A change of files that is made in this process, or a look at them. */
export class FileCommand extends Base {
  readonly kind = 'files';
  /** The files that would change, or are read. */
  readonly files: readonly string[];
  readonly #perform: (hands: FileHands) => Promise<unknown>;

  constructor(made: symbol, definition: FileDefinition<unknown>, params: unknown, site: Site) {
    super(made, definition.name, definition.changes ?? true, definition.timeout, params, []);
    this.files = definition.files(params, site);
    this.#perform = (hands) => definition.perform(params, site, hands);
  }

  /** @internal */
  static perform(command: FileCommand, hands: FileHands): Promise<unknown> {
    return command.#perform(hands);
  }

  toJSON(): Record<string, unknown> {
    const { kind, name, files, params, changes } = this;
    return { kind, name, files, params, changes };
  }
}

/** What only this package makes, and a runner runs. */
export type Command = ProcessCommand | FileCommand;

/** True for what this module made, and for nothing else. */
export const isCommand: (value: unknown) => value is Command = Base.isCommand;

/** The checked parameters, secrets and all. @internal */
export const paramsOf: (command: Command) => unknown = Base.paramsOf;

/** Every secret text in it. @internal */
export const secretsOf: (command: Command) => readonly string[] = Base.secretsOf;

/** Makes commands of one kind from parameters. */
export interface CommandMaker<P, C extends Command = Command> {
  /** @throws ParamsError for parameters that it does not allow. */
  (params: P, site: Site): C;
  readonly commandName: string;
  /** True where nothing of it differs from run to run. */
  readonly fixed: boolean;
  /** Makes the command from parameters of unknown shape. @throws ParamsError */
  fromUnknown(params: unknown, site: Site): C;
}

function maker<P, C extends Command>(
  definition: { name: string; params: z.ZodType<P> },
  make: (params: P, site: Site) => C,
): CommandMaker<P, C> {
  const fromUnknown = (params: unknown, site: Site): C => {
    const checked = definition.params.safeParse(params);
    if (!checked.success) throw new ParamsError(issuesOf(checked.error), { route: definition.name });
    return make(checked.data, site);
  };
  return Object.assign((params: P, site: Site) => fromUnknown(params, site), {
    commandName: definition.name,
    fixed: Object.keys((definition.params as Partial<z.ZodObject>).shape ?? { unknown: 0 }).length === 0,
    fromUnknown,
  });
}

/** Declares a command that runs a program. */
export function processCommand<P>(definition: ProcessDefinition<P>): CommandMaker<P, ProcessCommand> {
  return maker(
    definition,
    (params, site) => new ProcessCommand(key, definition as ProcessDefinition<unknown>, params, site),
  );
}

/** Declares a command that runs a program, and whose definition is made of what stands in the host's own files. */
export function derivedCommand<P>(definition: {
  readonly name: string;
  readonly params: z.ZodType<P>;
  derive(params: P, site: Site): ProcessDefinition<P>;
}): CommandMaker<P, ProcessCommand> {
  return maker(
    definition,
    (params, site) =>
      new ProcessCommand(key, definition.derive(params, site) as ProcessDefinition<unknown>, params, site),
  );
}

/** Declares a command that changes files, or reads them. */
export function fileCommand<P>(definition: FileDefinition<P>): CommandMaker<P, FileCommand> {
  return maker(
    definition,
    (params, site) => new FileCommand(key, definition as FileDefinition<unknown>, params, site),
  );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function usualFailure({ exitCode, signal }: Finished): string | undefined {
  if (exitCode === 0) return undefined;
  return exitCode === undefined ? `it was ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
}

// LC_ALL=C turns every byte of an argument that is not ASCII into U+FFFD on its way into a guest.
function localeOf(locale: 'parsed' | 'guest'): Record<string, string> {
  return locale === 'parsed' ? { LC_ALL: 'C' } : { LANG: 'C.UTF-8' };
}
