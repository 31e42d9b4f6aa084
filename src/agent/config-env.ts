import type { Issue } from '../core/errors.js';
import { issuesOf } from '../core/validate.js';
import { ConfigError } from './config-error.js';
import { type Key, type Origin, type Sourced, valuesShape } from './config-values.js';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'FELHOM_AGENT_';

/** The variables, by the key that each sets. */
export const variables: Readonly<Record<Key, string>> = {
  url: `${prefix}URL`,
  token: `${prefix}TOKEN`,
  tokenFile: `${prefix}TOKEN_FILE`,
  user: `${prefix}USER`,
  password: `${prefix}PASSWORD`,
  passwordFile: `${prefix}PASSWORD_FILE`,
  totp: `${prefix}TOTP`,
  fingerprint: `${prefix}FINGERPRINT`,
  caFile: `${prefix}CA_FILE`,
  timeout: `${prefix}TIMEOUT`,
};

/** Names the configuration file, like `--config`. */
export const configVariable = `${prefix}CONFIG`;

/**
 * Reads the variables. An empty one counts as not set.
 * @throws ConfigError that names each variable that is unknown or wrong; never with its value.
 */
export function readEnvironment(env: Environment, folder: string): Sourced {
  const known = new Map(Object.entries(variables).map(([key, name]) => [name, key as Key]));
  const given = Object.entries(env).filter(
    ([name, value]) =>
      name.startsWith(prefix) && name !== configVariable && value !== undefined && value !== '',
  );
  const issues: Issue[] = [];
  const raw: Record<string, unknown> = {};
  const origins = new Map<Key, Origin>();
  for (const [name, value = ''] of given) {
    const key = known.get(name);
    if (key === undefined) {
      const all = [...known.keys(), configVariable]
        .map((variable) => variable.slice(prefix.length))
        .join(', ');
      issues.push({ path: name, message: `unknown variable; after ${prefix} these are known: ${all}` });
      continue;
    }
    raw[key] = fromText(key, value);
    origins.set(key, { place: name, folder });
  }
  const parsed = valuesShape.safeParse(raw);
  if (!parsed.success) issues.push(...issuesOf(parsed.error).map(named));
  if (issues.length > 0 || !parsed.success) throw new ConfigError(issues);
  return { values: parsed.data, origins };
}

function fromText(key: Key, value: string): unknown {
  if (key === 'timeout') return value.trim() === '' ? Number.NaN : Number(value);
  return key === 'fingerprint' ? value.split(/[\s,;]+/).filter((part) => part !== '') : value;
}

function named({ path, message }: Issue): Issue {
  const [key = ''] = path.split('.');
  return { path: variables[key as Key] ?? path, message };
}
