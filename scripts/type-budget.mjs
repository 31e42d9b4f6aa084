// node scripts/type-budget.mjs [--install] [FOLDER …]
//
// Measures what the types of the API cost a user's compiler: the type instantiations of 200 typed calls beyond those of
// an empty file. Instantiations are the same on every machine, which seconds are not. Prints a line for each
// TypeScript, and exits 1 if one of them is over the budget.
//
// Measured are this project's TypeScript and those in FOLDER/node_modules; `--install` puts 5.9 and 7.0 into a
// temporary folder first.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const api = join(root, 'src/generated/api.ts');
const calls = 200;
const budget = 5000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { install: { type: 'boolean', default: false } },
});
const work = mkdtempSync(join(tmpdir(), 'type-budget-'));

try {
  const folders = [root, ...positionals, ...(values.install ? ['5.9', '7.0'].map(install) : [])];
  writeFileSync(join(work, 'package.json'), '{ "type": "module" }');
  // As a declaration file, the form in which a user's compiler gets it; what it passes on from elsewhere is not its cost.
  writeFileSync(
    join(work, 'api.d.ts'),
    readFileSync(api, 'utf8')
      .replaceAll(/^export type .* from .*$/gm, '')
      .replace('../core/property-string.js', './property-string.js'),
  );
  // Its parameters name the objects that property strings become.
  const strings = readFileSync(join(root, 'src/core/property-string.ts'), 'utf8');
  writeFileSync(join(work, 'property-string.d.ts'), ts.transpileDeclaration(strings, {}).outputText);
  const full = project('full', callsFile());
  const empty = project('empty', 'export {};\n');
  for (const folder of folders) {
    const cost = instantiations(folder, full) - instantiations(folder, empty);
    const verdict = cost < budget ? 'within' : 'OVER';
    console.log(
      `TypeScript ${versionIn(folder)}: ${calls} calls cost ${cost} instantiations, ${verdict} ${budget}`,
    );
    if (cost >= budget) process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function install(version) {
  const folder = join(work, `typescript-${version}`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, `typescript@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'node_modules/typescript/package.json'), 'utf8')).version;
}

/** A project of one file, compiled as strictly as a user may. */
function project(name, text) {
  const file = join(work, `${name}.ts`);
  writeFileSync(file, text);
  const config = join(work, `${name}.json`);
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    moduleDetection: 'force',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }));
  return config;
}

/** How many instantiations a project takes; it must compile. */
function instantiations(folder, config) {
  const bin = join(folder, 'node_modules/typescript/bin/tsc');
  if (!existsSync(bin)) throw new Error(`no TypeScript in ${folder}`);
  const { stdout, status } = spawnSync(process.execPath, [bin, '-p', config, '--extendedDiagnostics'], {
    encoding: 'utf8',
  });
  const found = /^Instantiations:\s+(\d+)/m.exec(stdout);
  if (status !== 0 || found === null)
    throw new Error(`the measured file does not compile:\n${stdout.slice(0, 2000)}`);
  return Number(found[1]);
}

/** The measured file: calls of routes from all over the API, and each answer used. */
function callsFile() {
  const routes = readRoutes();
  const chosen = Array.from(
    { length: calls },
    (_, index) => routes[Math.floor((index * routes.length) / calls)],
  );
  return [
    "import type { Api, ApiReturns, CallArgs } from './api.js';",
    'declare function call<R extends keyof Api>(route: R, ...args: CallArgs<R>): Promise<ApiReturns<R>>;',
    ...chosen.map(({ route, params }, index) => {
      const args = [route, ...(params === '{}' ? [] : [params])].join(', ');
      return `export const answer${index} = await call(${args});`;
    }),
    '',
  ].join('\n');
}

/** All routes, each with the least parameters that it takes, as source text. */
function readRoutes() {
  const program = ts.createProgram([api], { strict: true, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const declared = program
    .getSourceFile(api)
    .statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Api');
  return checker.getPropertiesOfType(checker.getTypeAtLocation(declared)).map((symbol) => {
    const params = checker.getTypeOfSymbol(checker.getTypeOfSymbol(symbol).getProperty('params'));
    const needed = checker
      .getPropertiesOfType(params)
      .filter((property) => !(property.flags & ts.SymbolFlags.Optional))
      .map((property) => `${JSON.stringify(property.name)}: ${sample(checker.getTypeOfSymbol(property))}`);
    return {
      route: JSON.stringify(symbol.name),
      params: needed.length === 0 ? '{}' : `{ ${needed.join(', ')} }`,
    };
  });
}

/** A value of a type, as source text. */
function sample(type) {
  if (type.isUnion())
    return sample(type.types.find((member) => member.flags & ts.TypeFlags.String) ?? type.types[0]);
  if (type.isStringLiteral() || type.isNumberLiteral()) return JSON.stringify(type.value);
  if (type.flags & ts.TypeFlags.TemplateLiteral) return JSON.stringify(`${type.texts[0]}0`);
  if (type.flags & ts.TypeFlags.String) return '"text"';
  if (type.flags & ts.TypeFlags.Number) return '100';
  if (type.flags & ts.TypeFlags.BooleanLike) return 'true';
  return '[]';
}
