import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a built file imports: packages and `node:` modules by name, files of ours by their path in `dist`. */
export interface Imports {
  files: string[];
  packages: string[];
  /** Those of both that are loaded only when the code comes to it. */
  later: string[];
}

// esbuild writes one import or export a line, so a pattern is enough; dynamic ones count like static ones. What follows in
// quotes has to look like the name of a module: texts of programs have these words, too.
const specifiers =
  /(?:^|[\s;}])(?:import|export)\b[^'"`;]*?from\s*["']([@\w.][@\w./:-]*)["']|(?:^|[\s;])import\s*["']([@\w.][@\w./:-]*)["']|\bimport\(\s*["']([@\w.][@\w./:-]*)["']\s*\)/g;

export function importsOf(root: string, file: string): Imports {
  const source = readFileSync(join(root, file), 'utf8');
  const matches = [...source.matchAll(specifiers)];
  const found = matches.map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const dynamic = matches.flatMap((match) => match[3] ?? []);
  const own = (names: string[]) =>
    names
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, join(root, dirname(file), name)));
  const foreign = (names: string[]) => names.filter((name) => !name.startsWith('.'));
  return {
    files: own(found),
    packages: foreign(found),
    later: [...own(dynamic), ...foreign(dynamic)],
  };
}

/** Every file that loading `entry` can load, with its imports; `atOnce`: only those that it loads right away. */
export function graphOf(root: string, entry: string, { atOnce = false } = {}): Map<string, Imports> {
  const graph = new Map<string, Imports>();
  const todo = [entry];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (graph.has(file)) continue;
    const imports = importsOf(root, file);
    graph.set(file, imports);
    todo.push(...imports.files.filter((name) => !atOnce || !imports.later.includes(name)));
  }
  return graph;
}
