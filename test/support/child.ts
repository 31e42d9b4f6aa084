import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The package's entry for a process of its own. */
export async function buildEntry(): Promise<{ href: string; remove(): Promise<void> }> {
  const { href, remove } = await buildFolders(['core', 'client', 'generated'], ['index.ts']);
  return { href: `${href}/index.js`, remove };
}

/**
 * Where a process of its own can import from: the installed package under test, else these folders and files of the
 * sources, translated afresh, so that no stale build is tested.
 */
export async function buildFolders(
  folders: readonly string[],
  files: readonly string[] = [],
): Promise<{ href: string; remove(): Promise<void> }> {
  const dist = process.env['FELHOM_TEST_DIST'];
  if (dist !== undefined) return { href: pathToFileURL(dist).href, remove: async () => {} };
  // Inside node_modules, where imports of the dependencies are found.
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const target = await mkdtemp(join(cache, 'felhom-client-'));
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  for (const folder of folders) {
    for (const name of await readdir(join(root, 'src', folder), { recursive: true })) {
      if (name.endsWith('.ts')) await translate(join(folder, name), target);
    }
  }
  for (const file of files) await translate(file, target);
  return { href: pathToFileURL(target).href, remove: () => rm(target, { recursive: true }) };
}

async function translate(name: string, folder: string): Promise<void> {
  const source = await readFile(join(root, 'src', name), 'utf8');
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions: options });
  const target = join(folder, name.replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, outputText);
}

/** Runs a module in a process of its own and gives what it prints, as JSON. Fails if it does not end by itself. */
export async function runModule(source: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', source],
    { env: { ...process.env, ...env }, timeout: 15_000 },
  );
  return JSON.parse(stdout);
}
