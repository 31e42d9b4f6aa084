import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parsePermissionLine, releases, routeInfo, routeNames } from '~/generated/routes.js';
import { generate, load } from '../../scripts/generate-api/index.mjs';

const generated = (name: string) =>
  readFileSync(new URL(`../../src/generated/${name}`, import.meta.url), 'utf8');

describe('the table of routes', () => {
  it('has exactly the routes that have types', () => {
    const typed = [...generated('api.ts').matchAll(/^ {2}'([A-Z]+ \/[^']*)': \{$/gm)].map(
      ([, route]) => route,
    );
    expect(typed.length).toBeGreaterThan(600);
    expect(routeNames()).toEqual(typed);
  });

  it('gives a permission that can be taken apart for each of them', () => {
    for (const route of routeNames()) {
      const info = routeInfo(route);
      for (const period of [info, ...(info?.earlier ?? [])]) {
        expect(parsePermissionLine(period?.permission ?? ''), route).toBeDefined();
      }
    }
  });

  it('says who may call a route', () => {
    expect(routeInfo('GET /nodes/{node}/lxc/{vmid}/config')).toEqual({
      route: 'GET /nodes/{node}/lxc/{vmid}/config',
      permission: 'VM.Audit on /vms/{vmid}',
      rootOnly: false,
      allowtoken: true,
      protected: false,
      earlier: [],
      params: {},
      rootOnlyParams: {},
    });
    expect(routeInfo('PUT /nodes/{node}/disks/wipedisk')?.rootOnly).toBe(true);
    expect(routeInfo('PUT /access/password')?.allowtoken).toBe(false);
    expect(routeInfo('GET /nowhere')).toBeUndefined();
  });

  it('says what was different earlier', () => {
    const execute = routeInfo('POST /nodes/{node}/execute');
    expect(execute?.rootOnly).toBe(true);
    expect(execute?.earlier).toEqual([
      {
        until: '7.4',
        permission: 'Sys.Audit on /nodes/{node}',
        rootOnly: false,
        allowtoken: true,
        protected: true,
      },
    ]);
    const tfa = routeInfo('GET /access/tfa');
    expect(tfa?.allowtoken).toBe(true);
    expect(tfa?.earlier[0]).toMatchObject({ until: '7.4', allowtoken: false });
  });

  it('says since and until when routes and parameters exist', () => {
    expect(releases).toEqual(['7.4', '8.4', '9.1', '9.2']);
    expect(routeInfo('GET /cluster/ha/rules')).toMatchObject({ since: '9.1' });
    const config = routeInfo('PUT /nodes/{node}/lxc/{vmid}/config');
    expect(config?.since).toBeUndefined();
    expect(config?.params).toMatchObject({ 'dev[n]': { since: '8.4' }, entrypoint: { since: '9.1' } });
    expect(config?.params).not.toHaveProperty('hostname');
  });

  it('says which parameters are for root@pam', () => {
    expect(routeInfo('POST /nodes/{node}/lxc')?.rootOnlyParams).toMatchObject({
      'dev[n]': '',
      hookscript: '',
      'mp[n]': 'bind mounts and devices',
    });
    expect(routeInfo('POST /nodes/{node}/vzdump')?.rootOnlyParams).toEqual({
      dumpdir: '',
      'job-id': '',
      script: '',
      tmpdir: '',
    });
  });

  it('is small', () => {
    const text = ['routes.ts', 'route-data.ts', 'permission.ts'].map(generated).join('');
    expect(gzipSync(text).length).toBeLessThan(30_000);
    expect(gzipSync(generated('wire-data.ts')).length).toBeLessThan(4_000);
    expect(generated('api.ts').length).toBeLessThan(700_000);
  });

  // Where the descriptions are at hand, nothing in src/generated may be older than they or the program.
  it('is what the program makes', async () => {
    const folder = process.env['FELHOM_PVE_SCHEMA'];
    if (folder === undefined) return;
    const versions = await load(folder);
    const made = generate(versions);
    expect(made.warnings).toEqual([]);
    expect(new Set(versions.flatMap(({ methods }) => [...methods.keys()])).size).toBe(routeNames().length);
    for (const [name, text] of Object.entries(made.files)) expect(generated(name) === text, name).toBe(true);
  });
});
