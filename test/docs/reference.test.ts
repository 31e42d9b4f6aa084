import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import * as table from '~/generated/routes.js';
import { listOperations } from '../../scripts/conform/operations.mjs';
import { declaredRoutes } from '../../scripts/declared-routes.mjs';
import { renderReference } from '../../scripts/reference/render.mjs';

const folder = new URL('../../docs/reference/', import.meta.url);
const operations = listOperations(tables);
const files = renderReference({ declared: declaredRoutes(), table, operations });

/** What a page says of a route. */
function section(page: string, route: string): string {
  const [, text = ''] = files[page]?.split(`\n## ${route}\n`) ?? [];
  return text.split('\n## ')[0] ?? '';
}

describe('the reference of routes', () => {
  it('is what the program makes', () => {
    const stale = Object.keys(files).filter((name) => {
      const there = readdirSync(folder).includes(name);
      return !there || readFileSync(new URL(name, folder), 'utf8') !== files[name];
    });
    expect(stale, 'write these again with `npm run reference`').toEqual([]);
    expect(readdirSync(folder).sort(), 'write it again with `npm run reference`').toEqual(
      Object.keys(files).sort(),
    );
  });

  it('has every route once, and every operation at its route', () => {
    const all = Object.values(files).join('');
    const headings = [...all.matchAll(/^## ([A-Z]+ \/.*)$/gm)].map(([, route]) => route);
    expect(headings.sort()).toEqual(table.routeNames().sort());
    for (const { names, op } of operations) {
      const place = Object.keys(files).find((page) => section(page, op.route) !== '') ?? '';
      expect(section(place, op.route)).toContain(`\`client.${names.join('.')}\``);
    }
  });

  it('says what is to be known of a route', () => {
    const create = section('nodes-lxc.md', 'POST /nodes/{node}/lxc');
    expect(create).toContain('`client.lxc.create` · `client.restore.create`');
    expect(create).toContain('| `vmid` | number | Required. 100 to 999999999. |');
    expect(create).toContain('| `net[n]` | string or [LxcNet](property-strings.md#lxcnet) |  |');
    expect(create).toContain('| `entrypoint` | string | Since 9.1.');
    expect(create).toContain('| `hookscript` | string | Only root@pam, with a ticket. |');
    expect(create).toContain('Answers `` string ``');
    // A second fact may be a named operation.
    const rules = section('cluster-ha.md', 'GET /cluster/ha/rules');
    expect(rules).toMatch(/^\nSince 9\.1(?: · .*)?\n\nNeeds Sys\.Audit on `\/`\.\n/);
    expect(section('access.md', 'PUT /access/password')).toContain('; not with an API token.');
    expect(section('nodes.md', 'POST /nodes/{node}/execute')).toContain(
      'Only root@pam, with a ticket. Until 7.4: needs Sys.Audit on `/nodes/{node}`.',
    );
    expect(files['property-strings.md']).toContain('## LxcNet\n');
  });

  it('leads nowhere in vain, and is small', () => {
    for (const [name, text] of Object.entries(files)) {
      for (const [, page = '', heading] of text.matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)) {
        expect(Object.keys(files), `${name}: ${page}`).toContain(page);
        if (heading === undefined) continue;
        const headings = [...(files[page] ?? '').matchAll(/^## (\w+)$/gm)].map(([, one]) =>
          one?.toLowerCase(),
        );
        expect(headings, `${name}: ${heading}`).toContain(heading);
      }
    }
    expect(Object.values(files).join('').length).toBeLessThan(400_000);
  });
});
