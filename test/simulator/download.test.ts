import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

const url = 'https://images.example.com/debian/netinst-14.iso';
const order = (more: Record<string, string> = {}) => ({ content: 'iso', filename: 'new.iso', url, ...more });
const at = `${N}/storage/local/download-url`;

describe('a download by its URL', () => {
  it('brings a file that a server has', async () => {
    const run = await h.run('full', 'POST', at, order());
    expect(run.upid).toContain(':download:new.iso:');
    expect(run.exitstatus).toBe('OK');
    expect(run.log[0]).toBe(`downloading ${url} to /var/lib/vz/template/iso/new.iso`);
    const { size } = (await h.call('full', 'GET', `${N}/query-url-metadata`, { url })).data;
    const isos = (await h.call('full', 'GET', `${N}/storage/local/content`, { content: 'iso' })).data;
    expect(isos).toContainEqual(expect.objectContaining({ volid: 'local:iso/new.iso', size }));
    expect((await h.run('full', 'POST', at, order())).exitstatus).toBe(
      "refusing to override existing file '/var/lib/vz/template/iso/new.iso'",
    );
  });

  it.each([
    ['http://127.0.0.1:9/x.iso', 'download failed: Connecting to 127.0.0.1:9... failed: Connection refused.'],
    ['http://nosuch.invalid/x.iso', 'download failed: wget: unable to resolve host address ‘nosuch.invalid’'],
    ['http://a.test/nothing', /^download failed: .* ERROR 404: Not Found\.$/],
  ])('fails in its task for %s', async (bad, exitstatus) => {
    const run = await h.run('full', 'POST', at, order({ url: bad }));
    expect(run.exitstatus).toMatch(exitstatus);
    expect(h.engine.world.storages.get('local')?.volumes.has('iso/new.iso')).toBe(false);
  });

  it('goes by a checksum', async () => {
    const right = createHash('sha256').update(`the simulated file ${url}\n`).digest('hex');
    const wrong = '0'.repeat(64);
    const sum = (checksum: string) => order({ checksum, 'checksum-algorithm': 'sha256' });
    expect((await h.run('full', 'POST', at, sum(wrong))).exitstatus).toBe(
      `checksum mismatch: got '${right}' != expect '${wrong}'`,
    );
    expect((await h.run('full', 'POST', at, sum(right))).exitstatus).toBe('OK');
  });

  it('is refused before its task where the storage or the name is wrong', async () => {
    const refused = async (path: string, values: Record<string, string>) =>
      await h.call('full', 'POST', path, values);
    expect((await refused(at, order({ filename: 'new.txt' }))).errors).toEqual({
      filename: 'wrong file extension',
    });
    expect((await refused(`${N}/storage/local-btrfs/download-url`, order())).reason).toBe(
      "storage 'local-btrfs' is not configured for content-type 'iso'",
    );
    expect(await h.call('agent', 'POST', at, order())).toMatchObject({
      status: 403,
      reason: 'Permission check failed',
    });
  });
});

it('says of a URL what is there, or why nothing is', async () => {
  const ask = async (target: string) =>
    await h.call('full', 'GET', `${N}/query-url-metadata`, { url: target });
  expect((await ask(url)).data).toMatchObject({
    filename: 'netinst-14.iso',
    mimetype: 'application/x-iso9660-image',
  });
  expect((await ask('http://127.0.0.1:9/x.iso')).reason).toBe(
    "invalid server response: '500 Can't connect to 127.0.0.1:9 (Connection refused)'",
  );
  expect((await ask('http://a.test/x')).reason).toBe("invalid server response: '404 Not Found'");
});

describe('the list of templates', () => {
  it('has some that can be fetched and used', async () => {
    const list = (await h.call('noacl', 'GET', `${N}/aplinfo`)).data;
    const found = list.find(({ os }: { os: string }) => os === 'debian-12');
    const run = await h.run('full', 'POST', `${N}/aplinfo`, { storage: 'local', template: found.template });
    expect(run.exitstatus).toBe('OK');
    const create = { vmid: 300, ostemplate: `local:vztmpl/${found.template}`, rootfs: 'local:4', memory: 64 };
    expect((await h.run('full', 'POST', `${N}/lxc`, create)).exitstatus).toBe('OK');
  });

  it('knows no other', async () => {
    const other = { storage: 'local', template: 'nope' };
    expect((await h.call('full', 'POST', `${N}/aplinfo`, other)).errors).toEqual({
      template: 'no such template',
    });
  });
});

it('pulls an image from a registry that is there', async () => {
  const pull = async (reference: string) =>
    await h.run('full', 'POST', `${N}/storage/local/oci-registry-pull`, { reference });
  const run = await pull('registry.example.com/app/web:1.2');
  expect(run.exitstatus).toBe('OK');
  expect(h.engine.world.storages.get('local')?.volumes.has('vztmpl/web_1.2.tar')).toBe(true);
  expect((await pull('docker.io/library/busybox:latest')).exitstatus).toMatch(
    /^command 'skopeo copy .* failed/,
  );
});
