import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import { listOperations } from '../../scripts/conform/operations.mjs';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What a page lists beside the rows of its table. */
const beside: Readonly<Record<string, readonly string[]>> = {
  nodes: [],
  cluster: ['cluster.reserve', 'cluster.backup.run'],
};

/** The operations that the first table of a page names: a group in backticks is in front of the names of its row. */
function listed(page: string, resource: string): string[] {
  const [, table = ''] = page.split('\n## What is there\n');
  const rows = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| (\S.*?) +\| (`.*`) +\|$/gm)];
  return rows.flatMap(([, group = '', names = '']) => {
    const prefix = group.startsWith('`') ? `${resource}.${group.slice(1, -1)}` : resource;
    let inner = '';
    return [...names.matchAll(/·|`([\w.]+)`/g)].flatMap(([, name]) => {
      if (name === undefined) return [];
      const [head, tail] = name.split('.');
      if (tail !== undefined) inner = `${head}.`;
      return [`${prefix}.${inner}${tail ?? head}`];
    });
  });
}

describe.each(['nodes', 'cluster'])('docs/%s.md', (resource) => {
  const page = read(`docs/${resource}.md`);

  it('shows an example that is run', () => {
    const [, name = '', code] = /<!-- examples\/(\S+) -->\n\n```ts\n([\s\S]*?)```/.exec(page) ?? [];
    expect(read(`examples/${name}`).split('\n').slice(1).join('\n')).toBe(code);
  });

  it('lists every operation that there is', () => {
    const operations = listOperations(tables)
      .map(({ names }) => names.join('.'))
      .filter((name) => name.startsWith(`${resource}.`))
      // The firewalls of all levels have a page of their own.
      .filter((name) => !name.startsWith(`${resource}.firewall.`));
    expect(listed(page, resource).sort()).toEqual([...operations, ...(beside[resource] ?? [])].sort());
  });
});
