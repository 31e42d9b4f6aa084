import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { type ClientOptions, type Credentials, readOptions } from '../client/options.js';
import { type Issue, ParamsError } from '../core/errors.js';
import { masked, showToken } from '../core/redact.js';
import { parseToken } from '../core/token.js';
import { type Environment, readEnvironment, variables } from './config-env.js';
import { ConfigError } from './config-error.js';
import { findConfigFile, readValuesFile, usualPlaces } from './config-file.js';
import { type fileKeys, groups, type Key, type Origin, type Sourced } from './config-values.js';
import { readConfigFile, secretModeProblem } from './private-file.js';

/** Where to look. */
export interface ConfigSources {
  /** The configuration file, in place of the usual places. */
  file?: string | undefined;
  /** Default: the variables of this process. */
  env?: Environment;
  /** What relative paths start from. Default: the current folder. */
  folder?: string;
}

/** A configuration that was read and checked. Printing it shows no secret. */
export class AgentConfig {
  /** `https://HOST:8006/`. */
  readonly url: string;
  /** The credential without its secret: `user@realm!id=********`. */
  readonly credential: string;
  /** How the server proves who it is: `pinned certificate`, `CA of FILE`, `certificate authorities of this machine`. */
  readonly trust: string;
  /** The file that was read, if one was. */
  readonly file: string | undefined;
  readonly #options: ClientOptions;

  /** @internal */
  constructor(options: ClientOptions, facts: { trust: string; file: string | undefined }) {
    this.url = readOptions(options).base.href;
    this.credential =
      options.token === undefined
        ? `${options.user} (password ${masked})`
        : showToken(parseToken(options.token));
    this.trust = facts.trust;
    this.file = facts.file;
    this.#options = options;
  }

  /** What `new Client()` takes. **Holds the secret.** */
  clientOptions(): ClientOptions {
    return { ...this.#options };
  }

  /** @internal */
  [inspect.custom](): string {
    return `AgentConfig { url: '${this.url}', credential: '${this.credential}' }`;
  }
}

/**
 * Reads the configuration of the agent: a JSON file, and `FELHOM_AGENT_*` variables, which win. Who sets one of
 * the ways to say something (a token, a token file, a user) replaces the others that the file has.
 *
 * @throws ConfigError that names everything that is wrong, with its place and without values.
 */
export function readConfig(sources: ConfigSources = {}): AgentConfig {
  const { env = process.env, folder = process.cwd() } = sources;
  const file = findConfigFile(sources.file, env, folder);
  const merged = merge(
    file === undefined ? { values: {}, origins: new Map() } : readValuesFile(file),
    readEnvironment(env, folder),
  );
  checkGroups(merged);
  const { values } = merged;
  if (values.url === undefined) {
    const places = file === undefined ? ` (there is no ${usualPlaces(env).join(' and no ')})` : '';
    throw new ConfigError(
      [
        {
          path: 'url',
          message: `missing: which host? Set ${variables.url}, or \`url\` in a configuration file${places}`,
        },
      ],
      {
        hint: 'Try `felhom-agent --selftest --simulate` for a look without a host.',
      },
    );
  }
  const { timeout, fingerprint } = values;
  const ca = values.caFile === undefined ? undefined : contentOf('caFile', merged);
  const options: ClientOptions = {
    url: values.url,
    ...credentialsOf(merged),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(ca === undefined ? {} : { ca }),
    ...(timeout === undefined ? {} : { timeouts: { call: Math.round(timeout * 1_000) } }),
  };
  try {
    return new AgentConfig(options, { trust: trustOf(merged), file });
  } catch (error) {
    throw error instanceof ParamsError
      ? new ConfigError(error.issues.map((issue) => placed(issue, merged)))
      : error;
  }
}

function merge(file: Sourced, env: Sourced): Sourced {
  const replaced = groups.filter((group) => group.some((key) => env.origins.has(key))).flat();
  const kept = Object.entries(file.values).filter(([key]) => !replaced.includes(key as Key));
  const origins = [...file.origins].filter(([key]) => !replaced.includes(key));
  return {
    values: { ...Object.fromEntries(kept), ...env.values },
    origins: new Map([...origins, ...env.origins]),
  };
}

/** Pairs that contradict each other, and keys that mean nothing alone. */
function checkGroups({ origins }: Sourced): void {
  const rivals: [Key, Key][] = [
    ['token', 'tokenFile'],
    ['token', 'user'],
    ['tokenFile', 'user'],
    ['password', 'passwordFile'],
    ['fingerprint', 'caFile'],
  ];
  const issues: Issue[] = [];
  for (const [one, other] of rivals) {
    const [first, second] = [origins.get(one), origins.get(other)];
    if (first !== undefined && second !== undefined)
      issues.push({ path: second.place, message: `together with ${first.place}: give one of the two` });
  }
  for (const key of ['password', 'passwordFile', 'totp'] as const) {
    const place = origins.get(key)?.place;
    if (place !== undefined && !origins.has('user'))
      issues.push({ path: place, message: 'without a user: it says whose it is' });
  }
  if (issues.length > 0) throw new ConfigError(issues);
}

function credentialsOf(merged: Sourced): Credentials {
  const { values, origins } = merged;
  const token = values.token ?? (values.tokenFile === undefined ? undefined : contentOf('tokenFile', merged));
  if (token !== undefined) return { token };
  const { user, totp } = values;
  const password =
    values.password ?? (values.passwordFile === undefined ? undefined : contentOf('passwordFile', merged));
  if (user !== undefined && password !== undefined)
    return { user, password, ...(totp === undefined ? {} : { totp }) };
  const message =
    user === undefined
      ? `missing: who calls? Set ${variables.token}, ${variables.tokenFile}, or \`token\` or \`tokenFile\` in a configuration file`
      : `without a password: set ${variables.password} or ${variables.passwordFile}`;
  throw new ConfigError([
    { path: user === undefined ? 'token' : (origins.get('user')?.place ?? 'user'), message },
  ]);
}

/** The content of a file that a key names. One line break at its end is not part of a secret. */
function contentOf(key: (typeof fileKeys)[number], { values, origins }: Sourced): string {
  const { place, folder } = origins.get(key) ?? { place: key, folder: '.' };
  const file = resolve(folder, values[key] ?? '');
  const { text, mode } = readConfigFile(file, `${place} (${file})`);
  if (key === 'caFile') return text;
  const problem = secretModeProblem(mode);
  if (problem !== undefined) throw new ConfigError([{ path: `${place} (${file})`, message: problem }]);
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new ConfigError([{ path: `${place} (${file})`, message: 'empty' }]);
  return secret;
}

/** The client names its options; a user of the agent knows files and variables. */
function placed({ path, message }: Issue, { origins }: Sourced): Issue {
  const candidates: Readonly<Record<string, readonly Key[]>> = {
    token: ['token', 'tokenFile'],
    ca: ['caFile'],
    timeouts: ['timeout'],
  };
  const [option = ''] = path.split('.');
  const found = (candidates[option] ?? [option as Key]).map((key) => origins.get(key)).find(isOrigin);
  return { path: found?.place ?? path, message };
}

function isOrigin(origin: Origin | undefined): origin is Origin {
  return origin !== undefined;
}

function trustOf({ values }: Sourced): string {
  if (values.fingerprint !== undefined) return 'pinned certificate';
  return values.caFile === undefined ? 'certificate authorities of this machine' : `CA of ${values.caFile}`;
}
