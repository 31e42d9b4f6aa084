import { UsageError } from './usage-error.js';

/** What an option takes. */
export type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

const secretOption = /^--?(?:api-?)?(?:token|secret|password|pass|totp)(?:-?id)?$/i;

/** Refuses what is none of these options, or has a value where it takes none. Values are never repeated. */
export function checkOption(
  options: Options,
  name: string,
  rawName: string,
  value: string | undefined,
): void {
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
