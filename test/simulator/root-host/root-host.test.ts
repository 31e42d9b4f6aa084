import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, expect, it } from 'vitest';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'fh-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

it('keeps to itself, in a folder that goes when it is closed', async () => {
  const host = new SimulatedHost();
  const root = await host.rootHost({ dir: place });
  expect(mode(root.dir)).toBe(0o700);
  expect(mode(join(root.dir, 'socket'))).toBe(0o600);
  expect(readdirSync(root.bin).sort()).toEqual([
    'blkid',
    'lsblk',
    'pct',
    'pvesh',
    'pvesm',
    'pveum',
    'sensors',
    'smartctl',
  ]);
  for (const tool of readdirSync(root.bin)) expect(mode(join(root.bin, tool))).toBe(0o700);
  await root.close();
  expect(readdirSync(place)).toEqual([]);
  await root.close();
});

it('goes with the host that it belongs to', async () => {
  const host = new SimulatedHost();
  const roots = [await host.rootHost({ dir: place }), await host.rootHost({ dir: place })];
  expect(new Set(roots.map(({ dir }) => dir)).size).toBe(2);
  await host.close();
  expect(readdirSync(place)).toEqual([]);
});

it('its programs run by name, with a PATH of their own folder alone', async () => {
  const host = new SimulatedHost();
  const root = await host.rootHost({ dir: place });
  const { stdout } = await promisify(execFile)('pct', ['status', '100'], {
    env: { PATH: root.bin },
    cwd: '/',
  });
  expect(stdout).toBe('status: running\n');
  expect(root.commands).toEqual([{ tool: 'pct', argv: ['status', '100'], exit: 0 }]);
  await host.close();
});

it('removes what a process that was killed has left, and nothing else', async () => {
  const [dead, fresh, other] = ['felhom-root-host-dead', 'felhom-root-host-new', 'somebody'].map((name) => {
    mkdirSync(join(place, name));
    return join(place, name);
  }) as [string, string, string];
  writeFileSync(join(other, 'file'), '');
  // A socket on which nobody listens any more.
  const child =
    "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
  await promisify(execFile)(process.execPath, ['-e', child, join(dead, 'socket')]).catch(() => {});
  expect(existsSync(join(dead, 'socket'))).toBe(true);
  const living = join(place, 'felhom-root-host-alive');
  mkdirSync(living);
  const server = createServer().listen(join(living, 'socket'));
  const host = new SimulatedHost();
  await host.rootHost({ dir: place });
  expect([dead, fresh, other, living].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  server.close();
  await host.close();
});

it('is of one node of a cluster', async () => {
  const host = new SimulatedHost({ nodes: ['a', 'b'], speed: 1000 });
  const [first, second] = [
    await host.rootHost({ dir: place }),
    await host.rootHost({ dir: place, node: 'b' }),
  ];
  const run = async (root: typeof first, ...argv: string[]): Promise<string> =>
    (await promisify(execFile)(root.path('pct'), argv, { env: {} })).stdout;
  expect(await run(second, 'list')).not.toContain(' web ');
  expect(await run(first, 'list')).toContain(' web ');
  await run(
    second,
    'create',
    '300',
    'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
    '--rootfs',
    'local:1',
  );
  expect(await run(second, 'list')).toMatch(/^300 +stopped/m);
  expect(await run(first, 'list')).not.toContain('300');
  await expect(run(first, 'create', '300', 'local:vztmpl/x.tar.zst')).rejects.toThrow(
    "CT 300 already exists on node 'b'",
  );
  second.machine.plug();
  expect(first.machine.disk('/dev/sdb')).toBeUndefined();
  await expect(host.rootHost({ node: 'c' })).rejects.toThrow("there is no node 'c': a, b");
  await host.close();
});

it('says what is wrong with a place that is too deep for a socket, and leaves nothing there', async () => {
  const deep = join(place, 'x'.repeat(90));
  mkdirSync(deep);
  await expect(new SimulatedHost().rootHost({ dir: deep })).rejects.toThrow(
    /too long for a socket: give a shorter 'dir'/,
  );
  expect(readdirSync(deep)).toEqual([]);
});

it('a process that ends without closing it leaves nothing', async () => {
  const host = new SimulatedHost();
  const root = await host.rootHost({ dir: place });
  // What the event does when this process ends; the others are those of the test runner.
  const [listener] = process.listeners('exit').slice(-1);
  listener?.call(process, 0);
  expect(existsSync(root.dir)).toBe(false);
  await host.close();
});
