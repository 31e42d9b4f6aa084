import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createCertificate } from '@felhom/proxmox/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { HubError, IdentityError, StateLockedError } from '~/agent/daemon/errors.js';
import { identityFile, newKeyFile, openIdentity, readIdentity } from '~/agent/daemon/identity.js';
import { bodyTypes, isSignedBy, signatureHeader } from '~/agent/daemon/protocol/body-signature.js';
import { enrolRequest, tokenDigest } from '~/agent/daemon/protocol/enrolment.js';
import { keyIdOf, payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';
import { keyOf, textOf } from '~/agent/daemon/protocol/public-key.js';
import { lockState } from '~/agent/daemon/state-lock.js';
import { run } from '~/cli/run.js';
import { enrolOptions, machineOf, newFolder, pair, startHub, tokenFileOf } from './support/hub.js';

const failure = (action: Promise<unknown>) =>
  action.then(
    () => new Error('it worked'),
    (error) => error,
  );

type Answer = { status?: number; body: unknown } | 'hang up';

/** A hub that answers an enrolment as the test wishes. */
async function hubThat(answer: (body: Buffer, signature: string) => Answer) {
  const certificate = createCertificate();
  let asked = 0;
  const server = createServer(certificate, (incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece) => pieces.push(piece));
    incoming.on('end', () => {
      asked += 1;
      const given = answer(Buffer.concat(pieces), String(incoming.headers[signatureHeader]));
      if (given === 'hang up') incoming.socket.destroy();
      else response.writeHead(given.status ?? 200).end(JSON.stringify(given.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, fingerprint: certificate.fingerprint, asked: () => asked };
}

/** What an honest hub with this key answers. */
function honest(hubKey: ReturnType<typeof pair>, body: Buffer, more: object = {}) {
  const { token, publicKey } = enrolRequest.parse(JSON.parse(body.toString()));
  const keys = [textOf(hubKey.publicKey)];
  const enrolled = { agent: 'pve1', epoch: 1, keys, token: tokenDigest(token), publicKey, ...more };
  return { signed: seal(payloadTypes.enrolled, Buffer.from(JSON.stringify(enrolled)), [hubKey]) };
}

const tokenBy = ({ publicKey }: ReturnType<typeof pair>) =>
  `felhom1.${keyIdOf(publicKey)}.${'s3cr3t-'.repeat(6)}x`;

function optionsFor({ url, fingerprint }: { url: string; fingerprint: string }, token: string) {
  return {
    hub: url,
    tokenFile: tokenFileOf(token),
    fingerprints: [fingerprint],
    folder: join(newFolder(), 'state'),
    version: '0.1.0',
    machine: machineOf(),
  };
}

describe('an enrolment', () => {
  it('makes the host an agent of the hub that made the token', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    const made = await enroll({ ...options, node: 'pve9' });
    expect(made).toMatchObject({
      agent: 'pve1',
      epoch: 1,
      hub: { url: running.url, trust: { kind: 'pins', pins: [running.fingerprint] } },
      machine: { host: 'pve1', node: 'pve9' },
    });
    const own = await openIdentity(options.folder);
    expect(own.identity).toEqual(made);
    expect(own.hubKeys.map(keyIdOf)).toEqual([running.keyid]);
    expect(running.hub.list().agents).toMatchObject([{ name: 'pve1', epoch: 1, node: 'pve9' }]);
    expect(readdirSync(options.folder).sort()).toEqual(['agent.key', 'identity.json', 'lock.1']);
  });

  it('shows that the key is the own one, and sends nothing of it but the public half', async () => {
    const hubKey = pair();
    let sent: { body: Buffer; signature: string } | undefined;
    const hub = await hubThat((body, signature) => {
      sent = { body, signature };
      return { body: honest(hubKey, body) };
    });
    const options = optionsFor(hub, tokenBy(hubKey));
    await enroll(options);
    const { publicKey } = enrolRequest.parse(JSON.parse(sent?.body.toString() ?? ''));
    const key = keyOf(publicKey);
    expect(key && isSignedBy(sent?.signature, bodyTypes.enroll, sent?.body ?? Buffer.alloc(0), key)).toBe(
      true,
    );
    const pem = readFileSync(join(options.folder, 'agent.key'), 'utf8').split('\n')[1] ?? '';
    expect(sent?.body.toString()).not.toContain(pem.slice(-43));
  });

  it('happens once: a second use of the token, with another key, is refused, and the state stays as it was', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    await enroll(options);
    const folder = join(newFolder(), 'state');
    const error = await failure(enroll({ ...options, folder }));
    expect(error).toBeInstanceOf(HubError);
    expect([error.code, error.why, error.status]).toEqual(['PVE_HUB', 'token', 403]);
    expect(await readIdentity(folder)).toBeUndefined();
    // A key that the hub does not want is not kept either.
    expect(readdirSync(folder)).toEqual(['lock.1']);
  });

  it('raced 50 times with one token, is won by one', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    const folders = Array.from({ length: 50 }, () => join(newFolder(), 'state'));
    const results = await Promise.all(folders.map((folder) => failure(enroll({ ...options, folder }))));
    expect(results.filter((error) => error.why === 'token')).toHaveLength(49);
    const won = (await Promise.all(folders.map(readIdentity))).filter((own) => own !== undefined);
    expect(won.map(({ identity }) => identity.epoch)).toEqual([1]);
    expect(won[0]?.identity.keyid).toBe(Object.values(running.state().agents).map(({ keyid }) => keyid)[0]);
  }, 60_000);

  it('raced 50 times in one folder, is won by one, and the others do not disturb it', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    const results = await Promise.all(Array.from({ length: 50 }, () => failure(enroll(options))));
    const others = results.filter(
      (error) =>
        error instanceof StateLockedError || (error instanceof IdentityError && error.why === 'enrolled'),
    );
    expect([results.length, others.length]).toEqual([50, 49]);
    expect((await openIdentity(options.folder)).identity.epoch).toBe(1);
  }, 60_000);

  it('whose answer is lost succeeds with the next try, with the same key and the same token', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    const hubKey = pair();
    let tries = 0;
    const seen = new Set<string>();
    const lossy = await hubThat((body) => {
      tries += 1;
      seen.add(enrolRequest.parse(JSON.parse(body.toString())).publicKey);
      return tries < 3 ? 'hang up' : { body: honest(hubKey, body) };
    });
    const at = optionsFor(lossy, tokenBy(hubKey));
    for (const _ of [1, 2])
      expect(await failure(enroll(at))).toMatchObject({ code: 'PVE_CONNECTION', sent: 'unknown' });
    expect(await readIdentity(at.folder)).toBeUndefined();
    await enroll(at);
    expect([tries, seen.size]).toEqual([3, 1]);
    // And the reference hub gives the same key the same answer.
    const first = await enroll(options);
    const { folder } = options;
    const key = readFileSync(join(folder, 'agent.key'));
    const again = join(newFolder(), 'state');
    (await lockState(again)).release();
    writeFileSync(newKeyFile(again), key, { mode: 0o600 });
    expect(await enroll({ ...options, folder: again })).toEqual(first);
    expect(running.hub.list().agents).toHaveLength(1);
  });

  it('is refused for an agent that has one, but with `again`: a new key and a new epoch', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    const first = await enroll(options);
    const next = { ...options, tokenFile: tokenFileOf(await running.hub.token('pve1')) };
    const error = await failure(enroll(next));
    expect([error.code, error.why, error.hint]).toEqual([
      'PVE_IDENTITY',
      'enrolled',
      expect.stringContaining('--again'),
    ]);
    // The token that is used up does not do.
    expect((await failure(enroll({ ...options, again: true }))).why).toBe('token');
    expect((await openIdentity(options.folder)).identity).toEqual(first);
    const second = await enroll({ ...next, again: true });
    expect(second.epoch).toBe(2);
    expect(second.keyid).not.toBe(first.keyid);
    expect(keyIdOf((await openIdentity(options.folder)).key.publicKey)).toBe(second.keyid);
  });

  it('with `again` mends an identity that cannot be used any more', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    await enroll(options);
    writeFileSync(identityFile(options.folder), '{', { mode: 0o600 });
    const tokenFile = tokenFileOf(await running.hub.token('pve1'));
    expect((await failure(enroll({ ...options, tokenFile }))).why).toBe('damaged');
    expect((await enroll({ ...options, tokenFile, again: true })).epoch).toBe(2);
    expect((await openIdentity(options.folder)).identity.epoch).toBe(2);
  });

  it('is refused while an agent runs in the folder, and after the token has expired', async () => {
    let now = Date.now();
    const running = await startHub({ now: () => now });
    const options = await enrolOptions(running);
    const lock = await lockState(options.folder);
    expect(await failure(enroll(options))).toBeInstanceOf(StateLockedError);
    await lock.release();
    now += 25 * 3_600_000;
    expect((await failure(enroll(options))).why).toBe('token');
  });
});

describe('a hub that is not the one of the token', () => {
  const hubKey = pair();
  it.each<[string, string, (body: Buffer) => unknown]>([
    ['signs with a key of its own', 'signature', (body) => honest(pair(), body)],
    [
      'signs with a key of its own, and names the right one beside it',
      'signature',
      (body) => {
        const own = pair();
        return honest(own, body, { keys: [textOf(own.publicKey), textOf(hubKey.publicKey)] });
      },
    ],
    ['answers for another token', 'stale', (body) => honest(hubKey, body, { token: 'a'.repeat(64) })],
    [
      'answers for another key',
      'stale',
      (body) => honest(hubKey, body, { publicKey: textOf(pair().publicKey) }),
    ],
    ['gives an agent no name can be', 'signature', (body) => honest(hubKey, body, { agent: '../x' })],
    ['gives no epoch', 'signature', (body) => honest(hubKey, body, { epoch: 0 })],
    [
      'signs a payload of another type',
      'signature',
      (body) => {
        const { signed } = honest(hubKey, body);
        return { signed: seal(payloadTypes.hub, Buffer.from(signed.payload, 'base64'), [hubKey]) };
      },
    ],
    ['signs nothing', 'shape', () => ({})],
  ])('%s, and is not believed', async (_what, why, answer) => {
    const hub = await hubThat((body) => ({ body: answer(body) }));
    const options = optionsFor(hub, tokenBy(hubKey));
    const error = await failure(enroll(options));
    expect([error.code, error.why]).toEqual(['PVE_HUB', why]);
    expect(await readIdentity(options.folder)).toBeUndefined();
  });

  it('gets nothing where its certificate is another', async () => {
    const hub = await hubThat((body) => ({ body: honest(hubKey, body) }));
    const options = optionsFor(hub, tokenBy(hubKey));
    const wrong = { ...options, fingerprints: ['ab'.repeat(32)] };
    expect(await failure(enroll(wrong))).toMatchObject({ kind: 'pin', sent: 'no' });
    const { fingerprints: _, ...system } = options;
    expect(await failure(enroll(system))).toMatchObject({ kind: 'certificate', sent: 'no' });
    expect(await failure(enroll({ ...system, ca: createCertificate().cert }))).toMatchObject({
      kind: 'certificate',
    });
    expect(await failure(enroll({ ...options, hub: hub.url.replace('https', 'http') }))).toMatchObject({
      code: 'PVE_PARAMS',
    });
    expect(hub.asked()).toBe(0);
  });

  it('may say more than this agent knows', async () => {
    const hub = await hubThat((body) => ({ body: { ...honest(hubKey, body, { region: 'x' }), more: 1 } }));
    expect((await enroll(optionsFor(hub, tokenBy(hubKey)))).agent).toBe('pve1');
  });
});

describe('the token', () => {
  it.each([0o644, 0o660, 0o606])('is refused in a file that others may read or write (%o)', async (mode) => {
    const running = await startHub();
    const options = await enrolOptions(running);
    chmodSync(options.tokenFile, mode);
    const error = await failure(enroll(options));
    expect([error.code, error.message]).toEqual(['PVE_CONFIG', expect.stringContaining('chmod 600')]);
  });

  it('is in no error, whatever happens, and in no file of the state', async () => {
    const hubKey = pair();
    const token = tokenBy(hubKey);
    const secret = token.split('.')[2] ?? '';
    const answers: ((body: Buffer) => Answer)[] = [
      (body) => ({ status: 500, body: { error: body.toString() } }),
      (body) => ({ status: 403, body: { error: 'bad-token', message: body.toString() } }),
      (body) => ({ body: body.toString() }),
      (body) => ({ body: { signed: JSON.parse(body.toString()) } }),
      (body) => ({ body: honest(hubKey, body, { agent: token }) }),
      () => 'hang up',
    ];
    for (const answer of answers) {
      const options = optionsFor(await hubThat(answer), token);
      const error = await failure(enroll(options));
      expect(error.message).not.toBe('it worked');
      expect(
        `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error.toJSON())} ${error.stack}`,
      ).not.toContain(secret);
    }
    const malformed = optionsFor({ url: 'https://127.0.0.1:1', fingerprint: 'ab'.repeat(32) }, `${token}!`);
    const error = await failure(enroll(malformed));
    expect([error.code, inspect(error).includes(secret)]).toEqual(['PVE_CONFIG', false]);
    const running = await startHub();
    const options = await enrolOptions(running);
    await enroll(options);
    const mine = readFileSync(options.tokenFile, 'utf8').trim().split('.')[2] ?? 'none';
    for (const name of ['identity.json', 'agent.key'])
      expect(readFileSync(join(options.folder, name), 'utf8')).not.toContain(mine);
    expect(readFileSync(join(running.folder, 'hub.jsonl'), 'utf8')).not.toContain(mine);
  });
});

describe('felhom-agent enroll', () => {
  const streams = () => {
    const text = { out: '', err: '' };
    const to = (name: 'out' | 'err') => ({
      isTTY: false,
      write: (piece: string) => {
        text[name] += piece;
        return true;
      },
    });
    return { text, stdout: to('out'), stderr: to('err') };
  };

  async function felhomAgent(args: string[], env = {}) {
    const { text, stdout, stderr } = streams();
    const signals = { on: () => {}, off: () => {} };
    const code = await run(args, {
      stdout: stdout as never,
      stderr: stderr as never,
      env,
      folder: '/',
      signals,
      machine: machineOf(),
      exit: () => {},
    });
    return { code, ...text };
  }

  it('enrolls, tells where, and does not do it twice', async () => {
    const running = await startHub();
    const { tokenFile, folder } = await enrolOptions(running, 'web-1');
    const args = [
      'enroll',
      '--hub',
      running.url,
      '--token-file',
      tokenFile,
      '--fingerprint',
      running.fingerprint,
    ];
    const first = await felhomAgent([...args, '--node', 'pve7'], { STATE_DIRECTORY: folder });
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toContain(`agent web-1 (enrolment 1) of ${running.url}, for the node pve7`);
    expect(first.out).toContain(folder);
    const second = await felhomAgent([...args, '--state', folder, '--json']);
    expect([second.code, JSON.parse(second.out)]).toMatchObject([
      1,
      { ok: false, error: { code: 'PVE_IDENTITY', why: 'enrolled' } },
    ]);
  });

  it('takes a CA from a file, and needs to be told how', async () => {
    const running = await startHub();
    const { tokenFile, folder } = await enrolOptions(running);
    const ca = join(newFolder(), 'ca.pem');
    writeFileSync(
      ca,
      readFileSync(join(running.folder, 'tls.pem'), 'utf8').replace(/^[\s\S]*?(?=-----BEGIN CERT)/, ''),
    );
    const base = ['enroll', '--hub', running.url, '--token-file', tokenFile, '--state', folder];
    expect((await felhomAgent(base)).code).toBe(3);
    const done = await felhomAgent([...base, '--ca', ca, '--json']);
    expect([done.code, JSON.parse(done.out)]).toMatchObject([
      0,
      { ok: true, agent: 'pve1', epoch: 1, folder },
    ]);
    expect((await openIdentity(folder)).identity.hub.trust.kind).toBe('ca');
    for (const wrong of [
      ['enroll'],
      [...base, '--ca', ca, '--fingerprint', 'x'],
      [...base, 'word'],
      ['enroll', '--token', 'x'],
    ])
      expect((await felhomAgent(wrong)).code).toBe(2);
  });
});
