import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { issuesOf } from '../core/validate.js';
import { configVariable, type Environment } from './config-env.js';
import { ConfigError } from './config-error.js';
import { type Key, type Origin, type Sourced, secretKeys, valuesShape } from './config-values.js';
import { readConfigFile, secretModeProblem, writableByAllProblem } from './private-file.js';

/**
 * Where a configuration is looked for: the first file that exists is the one. Not in the current folder: whoever
 * can write there could send the token of a variable to a host of their own.
 */
export function usualPlaces(env: Environment): string[] {
  const base = env['XDG_CONFIG_HOME'];
  // The XDG specification has relative paths ignored.
  const user = base?.startsWith('/') === true ? base : join(env['HOME'] ?? homedir(), '.config');
  return [join(user, 'felhom-agent', 'config.json'), '/etc/felhom-agent/config.json'];
}

/** The file to read: the named one, or the first of the usual places that exists. */
export function findConfigFile(
  named: string | undefined,
  env: Environment,
  folder: string,
): string | undefined {
  const variable = env[configVariable];
  const file = named ?? (variable === '' ? undefined : variable);
  return file === undefined ? usualPlaces(env).find((place) => existsSync(place)) : resolve(folder, file);
}

/**
 * Reads a configuration file: JSON, every key known.
 * @throws ConfigError that names the file and the key, never a value.
 */
export function readValuesFile(file: string): Sourced {
  const { text, mode } = readConfigFile(file, file);
  const parsed = valuesShape.safeParse(parseJson(text, file));
  if (!parsed.success) {
    throw new ConfigError(
      issuesOf(parsed.error).map(({ path, message }) => ({
        path: path === '' ? file : `${file}: ${path}`,
        message: path === '' ? 'a JSON object is expected' : explainKey(path, message),
      })),
    );
  }
  const values = parsed.data;
  const holdsSecret = secretKeys.some((key) => values[key] !== undefined);
  const problem = holdsSecret ? secretModeProblem(mode) : writableByAllProblem(mode);
  if (problem !== undefined) throw new ConfigError([{ path: file, message: problem }]);
  const keys = Object.keys(values) as Key[];
  const folder = dirname(file);
  return {
    values,
    origins: new Map(keys.map((key): [Key, Origin] => [key, { place: `${file}: ${key}`, folder }])),
  };
}

function explainKey(path: string, message: string): string {
  if (message !== 'unknown key') return message;
  const known = Object.keys(valuesShape.shape);
  const near = known.find((key) => normal(key) === normal(path));
  return near === undefined
    ? `unknown key; known are: ${known.join(', ')}`
    : `unknown key; is \`${near}\` meant?`;
}

/** `token_file`, `TOKENFILE` and `token-file` are all near `tokenFile`. */
function normal(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, '');
}

// The parser's own message quotes the text, and the text may hold a token: only the place is taken from it.
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const where = /\((line \d+ column \d+)\)/.exec(error instanceof Error ? error.message : '')?.[1];
    const what = text.trim() === '' ? 'empty: a JSON object is expected' : 'not JSON';
    throw new ConfigError([{ path: file, message: where === undefined ? what : `${what} (${where})` }]);
  }
}
