import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

/** What an option takes. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
}

/** What a command takes, by the long names. */
export type Options = Readonly<Record<string, Option>>;

/** The options that were given, by their long names; of those that may come several times, all. */
export type Values<T extends Options> = {
  readonly [name in keyof T]?: T[name] extends { readonly multiple: true }
    ? readonly string[]
    : string | boolean;
};

/** A command line that was read, every option of which is known. */
export interface ReadOptions<T extends Options> {
  readonly values: Values<T>;
  /** What is no option, in its order. */
  readonly words: readonly string[];
  /** The options as they were typed, for messages. */
  readonly given: readonly { readonly name: string; readonly rawName: string }[];
}

/** Reads options and words. @throws UsageError for an option that is unknown, or that has or lacks a value. */
export function parseOptions<const T extends Options>(args: readonly string[], options: T): ReadOptions<T> {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    // Its own messages repeat what was typed, which may be a secret.
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  for (const { name, rawName, value } of given) checkOption(options, name, rawName, value);
  return { values: values as Values<T>, words: positionals, given };
}

const secretOption = /^--?(?:api-?)?(?:token|secret|password|pass|totp)(?:-?id)?$/i;

/** Refuses what is none of these options, or has a value where it takes none. Values are never repeated. */
function checkOption(options: Options, name: string, rawName: string, value: string | undefined): void {
  if (secretOption.test(rawName)) {
    throw new UsageError(
      `${rawName}: secrets are never taken from the command line, where every user of the machine can read them. Put it into FELHOM_AGENT_TOKEN_FILE (a file), FELHOM_AGENT_TOKEN, or the configuration file. The one that was just typed is in the history of the shell now: better make a new one`,
    );
  }
  const known = Object.hasOwn(options, name) ? options[name] : undefined;
  if (known === undefined) throw new UsageError(`unknown option ${rawName}`);
  if (known.type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value`);
  if (known.type === 'string' && (value === undefined || value === '' || value.startsWith('--')))
    throw new UsageError(`${rawName} needs a value`);
}

/** The value of an option that has one. */
export function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
