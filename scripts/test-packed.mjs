// Packs the package, installs the tarball in an empty project as a user would, and tries it there: every subpath, the
// binary, and, with --suite, the whole test suite against the installed files. `--node PATH` (repeatable) runs with
// other Node binaries than this one; `--typescript VERSION` (repeatable) compiles a strict consumer with that one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    suite: { type: 'boolean', default: false },
    node: { type: 'string', multiple: true },
    typescript: { type: 'string', multiple: true, default: [] },
  },
});
const nodes = values.node ?? [process.execPath];
// Ends by itself only if everything that was opened is closed again.
const consumer = `import { Client, parseUpid } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import { selftest } from '@felhom/proxmox/agent';
const sim = await Simulator.start();
const client = new Client({ url: sim.url, token: sim.tokens.full, fingerprint: sim.fingerprint });
const { version } = await client.version();
await client.close();
await sim.close();
if (typeof version !== 'string' || typeof parseUpid !== 'function' || typeof selftest !== 'function') process.exit(1);
`;
const typedConsumer = `import { Client, isPveError, PermissionError, type TaskResult } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import { selftest } from '@felhom/proxmox/agent';
import type { ApiReturns, Route } from '@felhom/proxmox/api';
import { leastPrivilege, routeInfo } from '@felhom/proxmox/routes';
const client = new Client({ url: 'https://pve1:8006', token: 'a@pve!t1=x' });
const route: Route = 'GET /version';
export async function use(): Promise<number | undefined> {
  const result: TaskResult = await client.tasks.wait(await client.lxc.start({ node: 'pve1', vmid: 101 }));
  const guests = await client.lxc.list({ node: 'pve1' });
  const name: string | undefined = guests[0]?.name;
  await client.request(route);
  const search: ApiReturns<'GET /nodes/{node}/dns'>['search'] = (await client.call('GET /nodes/{node}/dns', { node: 'pve1' })).search;
  // @ts-expect-error what only root@pam may set is no part of the client
  await client.lxc.create({ node: 'pve1', vmid: 101, ostemplate: 'local:vztmpl/x', features: { keyctl: true } });
  // @ts-expect-error a vmid is required
  await client.lxc.start({ node: 'pve1' });
  const verdict = await client.can('GET /nodes/{node}/lxc/{vmid}/config', { node: 'pve1', vmid: 101 });
  if (verdict.allowed === false && verdict.reason === 'privileges') return leastPrivilege(['GET /version']).grants.length;
  void [name, search, routeInfo(route)?.permission, selftest, Simulator.start, isPveError(result) && result instanceof PermissionError];
  return guests[0]?.mem;
}
`;
const project = mkdtempSync(join(tmpdir(), 'felhom-packed-'));

function run(command, args, options = {}) {
  return execFileSync(command, args, { cwd: project, encoding: 'utf8', ...options });
}

try {
  const [{ filename, size, entryCount }] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', project], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  console.log(`packed ${filename}: ${Math.round(size / 1024)} KiB, ${entryCount} files`);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  run('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', join(project, filename)], {
    stdio: 'ignore',
  });
  writeFileSync(join(project, 'consumer.mjs'), consumer);
  writeFileSync(
    join(project, 'require.cjs'),
    "if (typeof require('@felhom/proxmox').Client !== 'function') process.exit(1);\n",
  );
  const installed = join(project, 'node_modules', '@felhom', 'proxmox');
  for (const version of values.typescript) compile(version);
  for (const node of nodes) {
    const version = run(node, ['--version']).trim();
    run(node, ['consumer.mjs'], { stdio: 'inherit' });
    run(node, ['--no-warnings', 'require.cjs'], { stdio: 'inherit' });
    const said = run(node, [join(installed, 'dist/cli/main.js'), '--version']).trim();
    console.log(`node ${version}: imports, require and felhom-agent ${said} work from the tarball`);
    if (!values.suite) continue;
    run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, FELHOM_TEST_DIST: join(installed, 'dist') },
    });
    console.log(`node ${version}: the suite passes on the tarball`);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}

// Without skipLibCheck: the declarations of the package itself must compile too.
function compile(version) {
  run('npm', ['install', '--no-audit', '--no-fund', '--no-save', `typescript@${version}`, '@types/node@20'], {
    stdio: 'ignore',
  });
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2022', 'esnext.disposable'],
        types: ['node'],
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['consumer.ts'],
    }),
  );
  writeFileSync(join(project, 'consumer.ts'), typedConsumer);
  run(process.execPath, [join(project, 'node_modules/typescript/bin/tsc'), '-p', project], {
    stdio: 'inherit',
  });
  console.log(`typescript ${version}: a strict consumer compiles`);
}
