import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a built file imports: packages and `node:` modules by name, files of ours by their path in `dist`. */
export interface Imports {
  files: string[];
  packages: string[];
}

// esbuild writes one import or export a line, so a pattern is enough; dynamic ones count like static ones.
const specifiers =
  /(?:^|[\s;}])(?:import|export)\b[^'"`;]*?from\s*["']([^"']+)["']|(?:^|[\s;])import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

export function importsOf(root: string, file: string): Imports {
  const source = readFileSync(join(root, file), 'utf8');
  const found = [...source.matchAll(specifiers)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return {
    files: found
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, join(root, dirname(file), name))),
    packages: found.filter((name) => !name.startsWith('.')),
  };
}

/** Every file that loading `entry` can load, with its imports. */
export function graphOf(root: string, entry: string): Map<string, Imports> {
  const graph = new Map<string, Imports>();
  const todo = [entry];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (graph.has(file)) continue;
    const imports = importsOf(root, file);
    graph.set(file, imports);
    todo.push(...imports.files);
  }
  return graph;
}
