import { createHash, randomBytes } from 'node:crypto';
import { Client, ConnectionError, type OutcomeUnknownError, PermissionError } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenName } from '~/simulator/demo-accounts.js';
import { BadUpload, boundaryOf, MultipartReader } from '~/simulator/upload.js';
import { recording } from '../conform/harness.js';
import { errorOf, failure } from '../support/client.js';
import { exchange } from './client.js';
import { type Answer, Harness, N } from './harness.js';

const boundary = '----pve-uploadboundary';
const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const bytes = 'x'.repeat(300_000);

interface Part {
  name: string;
  value: string;
  filename?: string;
}

function bodyOf(parts: readonly Part[]): string {
  const texts = parts.map(({ name, value, filename }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/x-iso`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${texts.join('')}--${boundary}--\r\n`;
}

const fieldsOf = (fields: Record<string, string>): Part[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));
const fileOf = (filename: string, value = bytes): Part => ({ name: 'filename', value, filename });

function send(
  h: Harness,
  body: string,
  { as = 'agent' as TokenName, storage = 'local', type = multipart } = {},
) {
  const headers = { authorization: `PVEAPIToken=${h.tokens[as]}`, ...type };
  return h.raw(headers, 'POST', `/api2/json${N}/storage/${storage}/upload`, body);
}

const upload = (h: Harness, fields: Record<string, string>, filename: string, options = {}) =>
  send(h, bodyOf([...fieldsOf(fields), fileOf(filename)]), options);

/** A text without what differs from host to host and from run to run. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replaceAll(/UPID:[\w-]+:[0-9A-F:]{26}:imgcopy::\w+@pve!\w+:/g, 'UPID')
      .replaceAll(/pveupload-[0-9a-f]{32}/g, 'pveupload-X')
      .replaceAll(/got '[0-9a-f]{64}'/g, "got 'X'")
      .replaceAll('demo-felhom', 'pve1')
      .replaceAll('local-btrfs', 'btr')
      .replaceAll('automation', 'selftest'),
  );
}

/** An answer as a recording has it. */
function asRecorded({ status, reason, headers, body }: Answer): unknown {
  const varying = ['Cache-Control', 'Date', 'Expires', 'Pragma', 'Server', 'Content-Length'];
  return plain({
    status,
    reason,
    body: body === undefined ? null : JSON.parse(body),
    headers: headers.filter(([name]) => !varying.includes(name)),
  });
}

function recorded(name: string): unknown {
  const { status, reason, body, headers } = recording(name).response;
  const kept = (headers as [string, string][]).filter(([header]) => header !== 'Content-Length');
  return plain({ status, reason, body, headers: kept });
}

describe('an upload is answered as a host answered it', () => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const iso = { content: 'iso' };
  const sum = (checksum: string) => ({ ...iso, 'checksum-algorithm': 'sha256', checksum });

  it.each<[string, Record<string, string>, string]>([
    ['upload_iso', iso, 'up1.iso'],
    ['upload_iso_checksum_ok', sum(sha256), 'up2.iso'],
    ['upload_iso_checksum_bad', sum('0'.repeat(64)), 'up3.iso'],
    ['upload_exists_again', iso, 'up1.iso'],
    ['upload_vztmpl', { content: 'vztmpl' }, 'my tpl (1).tar.gz'],
  ])('%s, with its task', async (name, fields, filename) => {
    const h = new Harness();
    if (name === 'upload_exists_again') await h.finish((await upload(h, fields, filename)).data);
    const answer = await upload(h, fields, filename);
    expect(asRecorded(answer)).toEqual(recorded(name));
    const { exitstatus, log } = await h.finish(answer.data);
    const task = recording(`${name}__task_status`).response.body as { data: { exitstatus: string } };
    const lines = recording(`${name}__task_log`).response.body as { data: { t: string; n: number }[] };
    expect(plain(exitstatus)).toEqual(plain(task.data.exitstatus));
    expect(plain(log)).toEqual(plain(lines.data.toSorted((a, b) => a.n - b.n).map(({ t }) => t)));
  });

  it.each<[string, Record<string, string>, string, object]>([
    ['upload_bad_ext', iso, 'x.txt', {}],
    ['upload_bad_content', { content: 'backup' }, 'x.iso', {}],
    ['upload_storage_not_supporting', iso, 'x.iso', { storage: 'local-btrfs' }],
    ['upload_ro', iso, 'x.iso', { as: 'readonly' }],
  ])('%s', async (name, fields, filename, options) => {
    expect(asRecorded(await upload(new Harness(), fields, filename, options))).toEqual(recorded(name));
  });

  it('upload_file_first_then_content', async () => {
    const h = new Harness();
    const answer = await send(h, bodyOf([fileOf('x.iso', 'data'), ...fieldsOf(iso)]));
    expect(asRecorded(answer)).toEqual(recorded('upload_file_first_then_content'));
  });
});

describe('an uploaded file', () => {
  it('is in the storage, with its size, once its task has ended, and can be removed', async () => {
    const h = new Harness();
    const answer = await upload(h, { content: 'iso' }, 'up1.iso');
    const isos = async () =>
      (await h.call('agent', 'GET', `${N}/storage/local/content`, { content: 'iso' })).data;
    expect((await isos()).length).toBe(1);
    await h.finish(answer.data);
    expect(await isos()).toContainEqual(
      expect.objectContaining({ volid: 'local:iso/up1.iso', size: 300_000, format: 'iso' }),
    );
    await h.run('full', 'DELETE', `${N}/storage/local/content/${encodeURIComponent('local:iso/up1.iso')}`);
    expect((await isos()).length).toBe(1);
  });

  it('is not there if its checksum is another', async () => {
    const h = new Harness();
    const wrong = { content: 'iso', 'checksum-algorithm': 'md5', checksum: '0'.repeat(32) };
    await h.finish((await upload(h, wrong, 'bad.iso')).data);
    const { data } = await h.call('agent', 'GET', `${N}/storage/local/content`);
    expect(JSON.stringify(data)).not.toContain('bad.iso');
  });
});

describe('an upload is refused', () => {
  it.each<[string, Record<string, string>, string, object, object]>([
    [
      'with a checksum alone',
      { content: 'iso', checksum: 'x' },
      'x.iso',
      {},
      { status: 400, errors: { 'checksum-algorithm': "missing property required by 'checksum'" } },
    ],
    [
      'to a storage that is away',
      { content: 'iso' },
      'x.iso',
      { as: 'full', storage: 'nas' },
      { status: 500, message: "storage 'nas' is not online\n" },
    ],
    [
      'of an image with a wrong name',
      { content: 'import' },
      'x.iso',
      {},
      { status: 400, errors: { filename: 'invalid filename or wrong extension' } },
    ],
    [
      'of an image to a storage without them',
      { content: 'import' },
      'x.qcow2',
      {},
      { status: 500, message: "storage 'local' does not support 'import' content\n" },
    ],
    [
      'of a name that is too long',
      { content: 'iso' },
      `${'x'.repeat(252)}.iso`,
      {},
      { status: 400, errors: { filename: 'value may only be 255 characters long' } },
    ],
  ])('%s', async (_what, fields, filename, options, expected) => {
    expect(await upload(new Harness(), fields, filename, options)).toMatchObject(expected);
  });

  it('without a body, and as a form', async () => {
    const h = new Harness();
    const missing = 'property is missing and it is not optional';
    const empty = await send(h, '');
    expect(empty).toMatchObject({ status: 400, errors: { content: missing, filename: missing } });
    const form = { type: { 'content-type': 'application/x-www-form-urlencoded' } };
    const { engine } = h;
    const answer = await engine.handle({
      method: 'POST',
      path: `/api2/json${N}/storage/local/upload`,
      headers: { authorization: `PVEAPIToken=${h.tokens.full}`, ...form.type },
      body: 'content=iso&filename=x.iso',
    });
    expect(answer.mishap).toEqual({ kind: 'drop' });
  });

  it('by parameters without a file', async () => {
    const h = new Harness();
    const headers = { authorization: `PVEAPIToken=${h.tokens.full}` };
    const path = `/api2/json${N}/storage/local/upload`;
    const answer = await h.raw(headers, 'POST', path, '', 'content=iso&filename=x.iso');
    expect(answer).toMatchObject({ status: 500, message: 'missing temporary file name\n' });
  });

  it('whose file has another field name, or no end', async () => {
    const h = new Harness();
    const other = await send(
      h,
      bodyOf([...fieldsOf({ content: 'iso' }), { ...fileOf('x.iso'), name: 'file' }]),
    );
    expect(other).toMatchObject({
      status: 500,
      reason: expect.stringMatching(/^wrong field name 'file' for file upload/),
    });
    const cut = await send(h, bodyOf([...fieldsOf({ content: 'iso' }), fileOf('x.iso')]).slice(0, -40));
    expect(cut).toMatchObject({ status: 500, reason: expect.stringMatching(/^upload failed at /) });
  });

  it('needs no token against forged requests, unlike any other change', async () => {
    const h = new Harness();
    const { data } = await h.login('root@pam', h.passwords.root);
    const headers = { cookie: `PVEAuthCookie=${encodeURIComponent(data.ticket)}`, ...multipart };
    const body = bodyOf([...fieldsOf({ content: 'iso' }), fileOf('x.iso')]);
    const answer = await h.raw(headers, 'POST', `/api2/json${N}/storage/local/upload`, body);
    expect(answer.status).toBe(200);
  });
});

describe('the files of a backup', () => {
  const list = (values: Record<string, string>, as: TokenName = 'full') =>
    new Harness().call(as, 'GET', `${N}/storage/local/file-restore/list`, { filepath: '/', ...values });
  const backup = 'vzdump-lxc-101-2026_11_20-10_00_00.tar.zst';

  it('of an unknown name are refused as a host refused them', async () => {
    expect((await list({ volume: 'x' })).message).toBe(
      (recording('file_restore_list').response.body as { message: string }).message,
    );
  });

  it('cannot be seen on a storage that is no backup server', async () => {
    const only = { status: 400, errors: { storage: 'Only PBS storages supported for file-restore.' } };
    for (const volume of [backup, `backup/${backup}`, `local:backup/${backup}`])
      expect(await list({ volume })).toMatchObject(only);
    const other = await list({ volume: `nas:backup/${backup}` });
    expect(other).toMatchObject({ status: 400, errors: { volume: 'storage ID mismatch (nas != local).' } });
    expect((await list({ volume: backup }, 'readonly')).status).toBe(403);
  });
});

describe('a multipart body', () => {
  const data = `a\r\n--${boundary}x\r\n-\r\n`;
  const text = bodyOf([...fieldsOf({ content: 'iso' }), fileOf('x.iso', data)]);

  it('is the same in whatever pieces it comes, once its headers are there', () => {
    const body = Buffer.from(text, 'latin1');
    const head = body.indexOf('x-iso\r\n\r\n') + 9;
    const end = fc.integer({ min: head, max: body.length });
    fc.assert(
      fc.property(fc.uniqueArray(end, { maxLength: 30 }), (cuts) => {
        const reader = new MultipartReader(boundary);
        let at = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), body.length]) {
          reader.write(body.subarray(at, cut));
          at = cut;
        }
        expect(reader.end()).toMatchObject({
          params: { content: 'iso', filename: 'x.iso' },
          file: { size: data.length },
        });
      }),
    );
  });

  it('whose headers come in two pieces is misread, as pveproxy does', () => {
    const cut = text.indexOf('Content-Type');
    const reader = new MultipartReader(boundary);
    reader.write(Buffer.from(text.slice(0, cut)));
    reader.write(Buffer.from(text.slice(cut)));
    expect(reader.end().file.size).toBeGreaterThan(data.length);
  });

  it('never makes the reader fail in an unforeseen way', () => {
    const word = fc.constantFrom(
      `--${boundary}`,
      '--',
      '\r\n',
      '\n',
      'Content-Disposition: form-data; ',
      'name="content"',
      'name="filename"; filename="x"',
      'x',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const reader = new MultipartReader(boundary);
        try {
          for (const piece of words) reader.write(Buffer.from(piece));
          reader.end();
        } catch (error) {
          expect(error).toBeInstanceOf(BadUpload);
        }
      }),
    );
  });

  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=x ; boundary = abc ', 'abc'],
    ['multipart/form-data; boundary="abc"', '"abc"'],
    ['multipart/mixed; boundary=abc', undefined],
    ['multipart/form-data', undefined],
  ])('has the boundary of its type: %s', (type, expected) => expect(boundaryOf(type)).toBe(expected));
});

describe('over the wire', () => {
  async function start(as: TokenName = 'agent'): Promise<{ sim: Simulator; client: Client }> {
    const sim = await Simulator.start({ speed: 100, authDelay: 0 });
    const client = new Client({ url: sim.url, token: sim.tokens[as], fingerprint: sim.fingerprint });
    onTestFinished(async () => {
      await client.close();
      await sim.close();
    });
    return { sim, client };
  }
  const iso = { storage: 'local', content: 'iso', filename: 'x.iso' } as const;

  it('whatever the client uploads has the checksum that it said', async () => {
    const { sim, client } = await start();
    const sizes = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 400_000 }));
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const source = randomBytes(size);
        const params = { ...iso, node: sim.node, source, 'checksum-algorithm': 'sha256' } as const;
        const upid = await client.storage.upload(params);
        const { outcome } = await client.tasks.wait(upid, { initialInterval: 5, maxInterval: 5 });
        const { used } = await client.storage.volume({
          node: sim.node,
          storage: 'local',
          volume: 'local:iso/x.iso',
        });
        expect([outcome, used]).toEqual(['ok', Math.ceil(size / 512) * 512]);
      }),
      { numRuns: 15 },
    );
  });

  it('a refused upload that is small is a refusal, and a big one breaks off', async () => {
    const { sim, client } = await start('readonly');
    const small = { ...iso, node: sim.node, source: randomBytes(100_000) };
    await failure(client.storage.upload(small), PermissionError);
    const big = { ...iso, node: sim.node, source: new Blob([new Uint8Array(64 * 1024 * 1024)]) };
    const error = (await errorOf(client.storage.upload(big))) as ConnectionError | OutcomeUnknownError;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ kind: 'reset', sent: 'partial' });
  });

  it('a body in chunks is not taken', async () => {
    const { sim } = await start();
    const answer = await exchange(
      sim,
      `POST /api2/json/nodes/${sim.node}/storage/local/upload HTTP/1.1\r\nHost: x\r\nAuthorization: PVEAPIToken=${sim.tokens.agent}\r\nContent-Type: ${multipart['content-type']}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 501 chunked transfer encoding not supported\r\n/);
  });

  it('an upload that is aborted leaves nothing behind', async () => {
    const { sim, client } = await start();
    const controller = new AbortController();
    const params = { ...iso, node: sim.node, source: new Blob([new Uint8Array(32 * 1024 * 1024)]) };
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    await errorOf(client.storage.upload(params, options));
    const isos = await client.storage.content({ node: sim.node, storage: 'local', content: 'iso' });
    expect(isos.map(({ volid }) => volid)).toEqual(['local:iso/debian-13.1.0-amd64-netinst.iso']);
    expect(await client.tasks.list({ node: sim.node, typefilter: 'imgcopy', source: 'all' })).toEqual([]);
  });
});
