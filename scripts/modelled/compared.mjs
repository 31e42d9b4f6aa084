// Which routes the recorded answers of real hosts are of.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} folder Of recordings, `*.jsonl`.
 * @param {(method: string, path: string) => string | undefined} find The route of a request.
 * @returns {Set<string>}
 */
export function comparedRoutes(folder, find) {
  const records = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).request);
  return new Set(records.map((request) => routeOf(request, find)).filter((route) => route !== undefined));
}

function routeOf({ method, path, raw }, find) {
  const [, verb = method, target = path] = /^([A-Z]+) (\S+) HTTP/.exec(raw ?? '') ?? [];
  const uri = /^\/api2\/json(\/[^?]*)/.exec(target ?? '')?.[1];
  return uri === undefined ? undefined : find(verb, decoded(uri));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
