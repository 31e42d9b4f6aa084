// node scripts/generate-api/compare-recordings.mjs [RECORDINGS] [API.ts]
//
// Holds recorded answers of real hosts against the types that src/generated/api.ts declares for them, and lists what
// does not fit: the entries that wire-overrides.json lacks. Exits 1 if there are any. `--extra` also lists keys that no
// release documents; they break nothing.
//
// RECORDINGS is a folder of *.jsonl files, a line each: { name, request: { method, path }, response: { status, body } }.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that recorded answers have and their types do not: `{ mismatches, extra, answers, routes }`. */
export function compareRecordings(folder, apiFile = join(root, 'src/generated/api.ts')) {
  const api = readApi(apiFile);
  const findings = { mismatches: new Map(), extra: new Map() };
  const seen = new Set();
  let answers = 0;
  for (const { name, method, path, data } of successes(folder)) {
    const route = api.match(method, path);
    if (route === undefined) {
      note(findings.mismatches, `${method} ${path}`, 'no such route', name);
      continue;
    }
    seen.add(route);
    answers += 1;
    for (const { kind, text } of differences(api.checker, data, api.returns.get(route), '')) {
      note(findings[kind], route, text, name);
    }
  }
  const list = (map) => [...map.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  return { mismatches: list(findings.mismatches), extra: list(findings.extra), answers, routes: seen.size };
}

function note(map, route, text, name) {
  const key = `${route} ${text}`;
  map.set(key, { text: key, recordings: [...(map.get(key)?.recordings ?? []), name] });
}

function* successes(folder) {
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const { name, request, response } = JSON.parse(line);
      const [path = ''] = (request.path ?? '').split('?');
      // Other formats wrap the answer, and files have none.
      if (response?.status !== 200 || !path.startsWith('/api2/json/')) continue;
      const { body } = response;
      if (typeof body !== 'object' || body === null || !('data' in body)) continue;
      // Slashes too many are as good as one. The index at the very top is no route of the API's description.
      const plain = path
        .slice('/api2/json'.length)
        .replaceAll(/\/+/g, '/')
        .replace(/(?<=.)\/$/, '');
      if (plain !== '/') yield { name, method: request.method, path: plain, data: body.data };
    }
  }
}

/** The declared answers, and what finds the route of a path. */
export function readApi(file) {
  const program = ts.createProgram([file], { strict: true, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Api',
  );
  if (declaration === undefined) throw new Error(`${file} has no interface Api`);
  const returns = new Map(
    checker.getPropertiesOfType(checker.getTypeAtLocation(declaration)).map((route) => {
      const answer = checker.getTypeOfSymbol(route).getProperty('returns');
      return [route.name, checker.getTypeOfSymbol(answer)];
    }),
  );
  return { checker, returns, match: matcher([...returns.keys()]) };
}

function matcher(routes) {
  const patterns = routes.map((route) => {
    const [method, path] = route.split(' ');
    const source = path
      .split('/')
      // Only a volume's id holds slashes.
      .map((part) =>
        part === '{volume}' ? '.+' : part.startsWith('{') ? '[^/]+' : part.replaceAll('.', '\\.'),
      )
      .join('/');
    return { route, method, braces: path.split('{').length, pattern: new RegExp(`^${source}$`) };
  });
  // A plain name goes before a brace that would take it as well.
  patterns.sort((a, b) => a.braces - b.braces);
  return (method, path) => patterns.find((one) => one.method === method && one.pattern.test(path))?.route;
}

/** Where `value` is not of `type`. Of a union the member that comes closest speaks. */
function differences(checker, value, type, at) {
  if (type.flags & ts.TypeFlags.Unknown) return [];
  if (type.isUnion()) {
    const tries = type.types.map((member) => differences(checker, value, member, at));
    return (
      tries.find((found) => found.every(({ kind }) => kind === 'extra')) ??
      closest(tries, value, type, at, checker)
    );
  }
  // `string & {}`
  if (type.isIntersection()) return differences(checker, value, type.types[0], at);
  if (Array.isArray(value)) return arrayDifferences(checker, value, type, at);
  if (typeof value === 'object' && value !== null) return objectDifferences(checker, value, type, at);
  return fits(value, type) ? [] : [mismatch(value, type, at, checker)];
}

function closest(tries, value, type, at, checker) {
  const inside = tries.find((found) => found.every(({ depth }) => depth > at.length));
  return inside ?? [mismatch(value, type, at, checker)];
}

function fits(value, type) {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value === value;
  if (value === null) return (type.flags & ts.TypeFlags.Null) !== 0;
  if (typeof value === 'string') return (type.flags & ts.TypeFlags.String) !== 0;
  if (typeof value === 'number') return (type.flags & ts.TypeFlags.Number) !== 0;
  return false;
}

function arrayDifferences(checker, value, type, at) {
  if (!checker.isArrayType(type)) return [mismatch(value, type, at, checker)];
  const [item] = checker.getTypeArguments(type);
  return value.flatMap((one) => differences(checker, one, item, `${at}[]`));
}

function objectDifferences(checker, value, type, at) {
  if (!(type.flags & ts.TypeFlags.Object) || checker.isArrayType(type))
    return [mismatch(value, type, at, checker)];
  const step = (key) => (at === '' ? key : `${at}.${key}`);
  const missing = checker
    .getPropertiesOfType(type)
    .filter((property) => !(property.flags & ts.SymbolFlags.Optional) && !Object.hasOwn(value, property.name))
    .map((property) => ({
      kind: 'mismatches',
      text: `${step(property.name)}: missing`,
      depth: at.length + 1,
    }));
  const wrong = Object.entries(value).flatMap(([key, one]) => {
    const declared = declaredType(checker, type, key);
    if (declared !== undefined) return differences(checker, one, declared, step(key));
    return [{ kind: 'extra', text: `${step(key)}: ${formOf(one)}, not documented`, depth: at.length + 1 }];
  });
  return [...missing, ...wrong];
}

function declaredType(checker, type, key) {
  const property = type.getProperty(key);
  if (property !== undefined) return checker.getNonOptionalType(checker.getTypeOfSymbol(property));
  const named = checker.getIndexInfosOfType(type).filter(({ keyType }) => takes(keyType, key));
  return named[0]?.type;
}

/** Whether an index signature is for this key: any string, or a template such as `net${number}`. */
function takes(keyType, key) {
  if (!(keyType.flags & ts.TypeFlags.TemplateLiteral)) return true;
  const [before = '', after = ''] = keyType.texts;
  return new RegExp(`^${before}\\d+${after}$`).test(key);
}

function mismatch(value, type, at, checker) {
  const text = `${at === '' ? '(answer)' : at}: ${formOf(value)}, declared ${checker.typeToString(type)}`;
  return { kind: 'mismatches', text, depth: at.length };
}

function formOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { extra: { type: 'boolean', default: false } },
  });
  const [folder = join(root, 'test/fixtures/recorded'), file] = positionals;
  const { mismatches, extra, answers, routes } = compareRecordings(folder, file);
  for (const { text, recordings } of [...mismatches, ...(values.extra ? extra : [])]) {
    console.log(
      `${text} (${recordings[0]}${recordings.length > 1 ? ` and ${recordings.length - 1} more` : ''})`,
    );
  }
  console.log(
    `${answers} answers of ${routes} routes: ${mismatches.length} mismatches, ${extra.length} undocumented keys`,
  );
  process.exitCode = mismatches.length > 0 ? 1 : 0;
}
