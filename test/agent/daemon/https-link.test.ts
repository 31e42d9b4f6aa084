import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { inspect } from 'node:util';
import { type Certificate, type CertificateOptions, createCertificate } from '@felhom/proxmox/simulator';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { HubError } from '~/agent/daemon/errors.js';
import { HttpsLink } from '~/agent/daemon/https-link.js';
import { hubUrl } from '~/agent/daemon/hub-url.js';
import { bodyTypes, isSignedBy, signatureHeader } from '~/agent/daemon/protocol/body-signature.js';
import { payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';
import { type Heartbeat, heartbeat } from '~/agent/daemon/protocol/heartbeat.js';
import { beatOf, enrolledAt, never, pair, someIdentity, startHub } from './support/hub.js';

afterEach(() => vi.unstubAllEnvs());

interface Asked {
  body: Buffer;
  headers: Record<string, string | string[] | undefined>;
  url: string | undefined;
  connection: number;
}
interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** In place of an answer. */
  does?: (socket: Socket) => void;
}

/** A hub that answers as the test wishes. */
async function hubThat(
  answer: (asked: Asked, number: number) => Given,
  options: { certificate?: CertificateOptions; host?: string } = {},
) {
  const certificate: Certificate = createCertificate(options.certificate);
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  const server = createTlsServer(certificate, (incoming, response) => {
    const pieces: Buffer[] = [];
    sockets.add(incoming.socket);
    incoming.on('data', (piece) => pieces.push(piece));
    incoming.on('end', () => {
      const { headers, url } = incoming;
      const one = { body: Buffer.concat(pieces), headers, url, connection: sockets.size };
      asked.push(one);
      const { status = 200, headers: more = {}, body, does } = answer(one, asked.length);
      if (does !== undefined) does(incoming.socket);
      else
        response
          .writeHead(status, more)
          .end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body ?? {}));
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const url = `https://${options.host ?? '127.0.0.1'}:${port}/`;
  return { url, certificate, asked };
}

async function listen(server: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
}

type Hub = Awaited<ReturnType<typeof hubThat>>;
const pinned = ({ certificate }: Pick<Hub, 'certificate'>) => ({
  kind: 'pins' as const,
  pins: [certificate.fingerprint],
});

function linkTo(hub: Hub, own = someIdentity(hub.url, pinned(hub)), timeouts = {}) {
  const link = new HttpsLink(own, timeouts);
  onTestFinished(() => link.close());
  return { link, own, beat: beatOf(own) };
}

/** What an honest hub answers to a heartbeat. */
function honest(
  { hubKey }: { hubKey: ReturnType<typeof pair> },
  { agent, epoch, sequence, bootId }: Heartbeat,
  more: { statement?: object; answer?: object } = {},
) {
  const statement = { agent, epoch, sequence, bootId, time: 1_800_000_000_500, ...more.statement };
  const signed = seal(payloadTypes.hub, Buffer.from(JSON.stringify(statement)), [hubKey]);
  return { signed, acks: [], commands: [], ...more.answer };
}

const failure = (action: Promise<unknown>) =>
  action.then(
    () => new Error('it worked'),
    (error) => error,
  );

/** An identity, and a hub that answers its heartbeats. */
async function scene(
  answer: (own: ReturnType<typeof someIdentity>, beat: Heartbeat) => Given,
  timeouts = {},
) {
  let own: ReturnType<typeof someIdentity> | undefined;
  const hub = await hubThat(({ body }) =>
    own === undefined ? {} : answer(own, heartbeat.parse(JSON.parse(body.toString()))),
  );
  own = someIdentity(hub.url, pinned(hub));
  return { hub, ...linkTo(hub, own, timeouts) };
}

describe('a heartbeat', () => {
  it('goes over HTTPS with the signature of the agent, and its answer comes back', async () => {
    const ack = { id: 'a', digest: 'd'.repeat(64) };
    const { hub, link, own, beat } = await scene((own, beat) => ({
      body: honest(own, beat, { answer: { acks: [ack], interval: 7 }, statement: { cancel: ['x'] } }),
    }));
    const { answer, statement } = await link.beat(beat, never);
    expect(answer).toMatchObject({ acks: [ack], interval: 7, commands: [], approvals: [] });
    expect(statement).toEqual({
      ...{ agent: 'pve1', epoch: 3, sequence: 0, bootId: beat.bootId, time: 1_800_000_000_500 },
      ...{ halt: false, readOnly: false, cancel: ['x'] },
    });
    const [asked] = hub.asked;
    expect([asked?.url, asked?.headers['content-type'], asked?.headers['user-agent']]).toEqual([
      '/v1/heartbeat',
      'application/json',
      'felhom-agent/0.1.0',
    ]);
    const header = String(asked?.headers[signatureHeader]);
    const { publicKey } = own.key;
    const body = asked?.body ?? Buffer.alloc(0);
    expect(isSignedBy(header, bodyTypes.heartbeat, body, publicKey)).toBe(true);
    // For this purpose, these bytes and this key only.
    expect(isSignedBy(header, bodyTypes.enroll, body, publicKey)).toBe(false);
    expect(isSignedBy(header, bodyTypes.heartbeat, Buffer.from(`${body} `), publicKey)).toBe(false);
    expect(isSignedBy(header, bodyTypes.heartbeat, body, pair().publicKey)).toBe(false);
    expect(isSignedBy(header.replace(/=+$/, ''), bodyTypes.heartbeat, body, publicKey)).toBe(false);
    expect(JSON.parse(body.toString())).toEqual(beat);
  });

  it('keeps to one connection, also for many at once', async () => {
    const { hub, link, beat } = await scene((own, beat) => ({ body: honest(own, beat) }));
    await Promise.all([1, 2, 3, 4].map((sequence) => link.beat({ ...beat, sequence }, never)));
    expect(hub.asked.map(({ connection }) => connection)).toEqual([1, 1, 1, 1]);
  });

  it('of 500 results and up to 1 MiB is taken by the reference hub; a longer one is not even sent', async () => {
    const running = await startHub();
    const own = await enrolledAt(running);
    const link = new HttpsLink(own);
    onTestFinished(() => link.close());
    const results = Array.from({ length: 500 }, (_, index) => ({
      id: `c-${index}`,
      command: 'a'.repeat(64),
      result: { outcome: 'succeeded' as const, value: 'x'.repeat(1800) },
      digest: index.toString(16).padStart(64, '0'),
      endedAt: 1,
    }));
    const beat = beatOf(own, { results });
    const size = Buffer.byteLength(JSON.stringify(beat));
    const [first] = results;
    if (first === undefined) throw new Error('there are none');
    first.result.value += 'y'.repeat(1024 * 1024 - size);
    expect(Buffer.byteLength(JSON.stringify(beat))).toBe(1024 * 1024);
    const { answer } = await link.beat(beat, never);
    expect(answer.acks).toEqual(results.map(({ id, digest }) => ({ id, digest })));
    first.result.value += 'y';
    expect(await failure(link.beat(beat, never))).toMatchObject({ code: 'PVE_PARAMS' });
  });
});

describe('the hub proves who it is, or nothing is sent', () => {
  const answers = () => hubThat(() => ({ body: {} }));

  it.each<[string, (hub: Hub) => Parameters<typeof someIdentity>[1], string]>([
    ['another pin', () => ({ kind: 'pins', pins: [createCertificate().fingerprint] }), 'pin'],
    ['another CA', () => ({ kind: 'ca', ca: [createCertificate().cert] }), 'certificate'],
    ["the system's CAs", () => ({ kind: 'system' }), 'certificate'],
  ])('%s', async (_what, trust, kind) => {
    const hub = await answers();
    const { link, beat } = linkTo(hub, someIdentity(hub.url, trust(hub)));
    const error = await failure(link.beat(beat, never));
    expect(error).toMatchObject({ kind, sent: 'no', hint: expect.stringContaining('fingerprint') });
    expect(`${error.message} ${error.hint}`).not.toMatch(/pve|proxmox/i);
    expect(hub.asked).toEqual([]);
  });

  it('no variable turns that off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const hub = await answers();
    const { link, beat } = linkTo(hub, someIdentity(hub.url, { kind: 'system' }));
    expect(await failure(link.beat(beat, never))).toMatchObject({ kind: 'certificate', sent: 'no' });
  });

  it.each<[string, CertificateOptions]>([
    ['an expired certificate', { notBefore: new Date(1e12), notAfter: new Date(1.1e12) }],
    ['a certificate for another name', { altNames: ['hub.example.com'] }],
    ['a certificate that is not valid yet', { notBefore: new Date(Date.now() + 864e5) }],
  ])('%s of the right CA', async (_what, certificate) => {
    const hub = await hubThat(() => ({ body: {} }), { certificate });
    const { link, beat } = linkTo(hub, someIdentity(hub.url, { kind: 'ca', ca: [hub.certificate.cert] }));
    expect(await failure(link.beat(beat, never))).toMatchObject({ kind: 'certificate', sent: 'no' });
    expect(hub.asked).toEqual([]);
  });

  it('a CA that signed it is enough, and so is its pin', async () => {
    let own: ReturnType<typeof someIdentity> | undefined;
    const hub = await hubThat(({ body }) => (own ? { body: honest(own, JSON.parse(body.toString())) } : {}));
    own = someIdentity(hub.url, { kind: 'ca', ca: [hub.certificate.cert] });
    const { link, beat } = linkTo(hub, own);
    expect((await link.beat(beat, never)).statement.sequence).toBe(0);
  });

  it.each([
    ['http://hub', 'http://'],
    ['ftp://hub', 'not a URL'],
    ['hub', 'not a URL'],
    ['https://a:b@hub', 'user or password'],
    ['https://hub?x=1', '`?`'],
    ['https://hub\\x', 'blank'],
    ['https://hub:0', 'port 0'],
  ])('%s is no URL of a hub', (url, why) => {
    expect(() => hubUrl(url)).toThrow(why);
  });

  it('a URL may have a path', async () => {
    expect(hubUrl('https://hub/felhom').href).toBe('https://hub/felhom/');
    expect(hubUrl('https://HUB').href).toBe('https://hub/');
    const hub = await hubThat(() => ({ status: 404 }));
    const { link, beat } = linkTo(hub, someIdentity(`${hub.url}felhom/`, pinned(hub)));
    await failure(link.beat(beat, never));
    expect(hub.asked.map(({ url }) => url)).toEqual(['/felhom/v1/heartbeat']);
  });
});

describe('an answer that does not count', () => {
  type Make = (own: ReturnType<typeof someIdentity>, beat: Heartbeat) => unknown;
  it.each<[string, HubError['why'], Make]>([
    ['signed by another key', 'signature', (_, beat) => honest({ hubKey: pair() }, beat)],
    [
      'with a flipped bit in its statement',
      'signature',
      (own, beat) => {
        const { signed, ...rest } = honest(own, beat);
        const payload = Buffer.from(signed.payload, 'base64');
        payload.writeUInt8(payload.readUInt8(payload.length - 2) ^ 1, payload.length - 2);
        return { ...rest, signed: { ...signed, payload: payload.toString('base64') } };
      },
    ],
    [
      'whose statement is signed as something else',
      'signature',
      (own, beat) => {
        const { signed, ...rest } = honest(own, beat);
        return {
          ...rest,
          signed: seal(payloadTypes.command, Buffer.from(signed.payload, 'base64'), [own.hubKey]),
        };
      },
    ],
    ['for another agent', 'stale', (own, beat) => honest(own, { ...beat, agent: 'pve2' })],
    ['for an earlier enrolment', 'stale', (own, beat) => honest(own, { ...beat, epoch: 2 })],
    ['for an earlier heartbeat', 'stale', (own, beat) => honest(own, { ...beat, sequence: 6 })],
    ['for a later heartbeat', 'stale', (own, beat) => honest(own, { ...beat, sequence: 8 })],
    [
      'for another start of the host',
      'stale',
      (own, beat) => honest(own, { ...beat, bootId: '33333333-3333-4333-8333-333333333333' }),
    ],
    ['without a statement', 'shape', (own, beat) => ({ ...honest(own, beat), signed: undefined })],
    [
      'whose statement has no time',
      'shape',
      (own, beat) => honest(own, beat, { statement: { time: undefined } }),
    ],
    [
      'with 21 commands',
      'shape',
      (own, beat) =>
        honest(own, beat, {
          answer: { commands: Array.from({ length: 21 }, () => honest(own, beat).signed) },
        }),
    ],
    [
      'with 501 acks',
      'shape',
      (own, beat) =>
        honest(own, beat, {
          answer: { acks: Array.from({ length: 501 }, () => ({ id: 'a', digest: 'a'.repeat(64) })) },
        }),
    ],
    [
      'with an unknown key in an envelope',
      'shape',
      (own, beat) =>
        honest(own, beat, { answer: { commands: [{ ...honest(own, beat).signed, [`x\u001b[2J`]: 1 }] } }),
    ],
    ['that is a list', 'shape', () => []],
    ['that is null', 'shape', () => 'null'],
    ['that is empty', 'shape', () => ''],
    ['that is a page', 'shape', () => '<html>hello</html>'],
    ['that is no UTF-8', 'shape', () => Buffer.from('7b22ff227d', 'hex')],
    ['that is deep', 'shape', () => '['.repeat(100_000)],
    [
      'that is longer than 4 MiB',
      'shape',
      (own, beat) => ({ ...honest(own, beat), x: 'x'.repeat(4 * 1024 * 1024) }),
    ],
  ])('%s', async (_what, why, make) => {
    const { link, beat } = await scene((own, beat) => ({ body: make(own, beat) }));
    const error = await failure(link.beat({ ...beat, sequence: 7 }, never));
    expect(error).toBeInstanceOf(HubError);
    expect([error.code, error.why]).toEqual(['PVE_HUB', why]);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  });

  it('is the one to the heartbeat before, come late', async () => {
    const kept: object[] = [];
    const { link, beat } = await scene((own, beat) => {
      kept.push(honest(own, beat));
      return { body: kept[0] };
    });
    await link.beat(beat, never);
    expect(await failure(link.beat({ ...beat, sequence: 1 }, never))).toMatchObject({ why: 'stale' });
  });

  it('what a newer hub says beyond is left out, and all else counts', async () => {
    const ack = { id: 'a', digest: 'd'.repeat(64) };
    const { link, beat } = await scene((own, beat) => ({
      body: honest(own, beat, { statement: { region: 1 }, answer: { later: {}, acks: [{ ...ack, at: 1 }] } }),
    }));
    const { answer, statement } = await link.beat(beat, never);
    expect(answer.acks).toEqual([ack]);
    expect([Object.keys(answer), Object.keys(statement)].flat()).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/later|region/)]),
    );
  });
});

describe('a hub that does not answer as it should', () => {
  it.each<[number, Given, object]>([
    [500, {}, { why: 'status', status: 500, retryAfter: undefined }],
    [
      503,
      { headers: { 'retry-after': '30' }, body: { error: 'busy' } },
      { why: 'status', status: 503, retryAfter: 30 },
    ],
    [
      429,
      { headers: { 'retry-after': 'Sun, 22 Nov 2026 00:00:00 GMT' } },
      { why: 'status', retryAfter: undefined },
    ],
    [429, { headers: { 'retry-after': '-1' } }, { why: 'status', retryAfter: undefined }],
    [
      403,
      { body: { error: 'unknown-agent' } },
      { why: 'unknown-agent', hint: expect.stringContaining('--again') },
    ],
    [204, {}, { why: 'status', status: 204 }],
  ])('status %i', async (status, given, expected) => {
    const { link, beat } = await scene(() => ({ status, ...given }));
    expect(await failure(link.beat(beat, never))).toMatchObject(expected);
  });

  it.each([301, 302, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const other = await hubThat(() => ({}));
    const { link, beat } = await scene(() => ({ status, headers: { location: `${other.url}v1/heartbeat` } }));
    expect(await failure(link.beat(beat, never))).toMatchObject({
      why: 'status',
      status,
      hint: expect.stringContaining('Redirects are not followed'),
    });
    expect(other.asked).toEqual([]);
  });

  it('nothing of what it says gets into the error, but the words of the protocol', async () => {
    const { link, beat } = await scene(() => ({
      status: 400,
      body: { error: 'malformed', message: 'CANARY\u001b[2J' },
    }));
    const error = await failure(link.beat(beat, never));
    expect(error.message).toBe('the hub answered 400 (malformed)');
    expect(inspect(error, { depth: 9 })).not.toContain('CANARY');
    const other = await scene(() => ({ status: 400, body: { error: 'CANARY' } }));
    expect(inspect(await failure(other.link.beat(other.beat, never)), { depth: 9 })).not.toContain('CANARY');
  });

  it.each<[string, (socket: Socket) => void]>([
    ['before the answer', (socket) => socket.destroy()],
    [
      'in the middle of the answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"signed":'),
    ],
  ])(
    'one that ends %s: nobody knows whether it took the heartbeat, and the next one works',
    async (_what, does) => {
      let number = 0;
      const { link, beat } = await scene((own, beat) => {
        number += 1;
        return number === 1 ? { does } : { body: honest(own, beat) };
      });
      const error = await failure(link.beat(beat, never));
      expect(error).toMatchObject({ code: 'PVE_CONNECTION', sent: 'unknown' });
      expect(number).toBe(1);
      expect((await link.beat(beat, never)).statement.sequence).toBe(0);
    },
  );

  it.each<[string, object, (socket: Socket) => void]>([
    ['says nothing', { headers: 30 }, () => {}],
    [
      'stops half way',
      { body: 30 },
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{'),
    ],
    [
      'takes for ever, a byte at a time',
      { all: 200 },
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n');
        const timer = setInterval(() => socket.write(' '), 10);
        socket.once('close', () => clearInterval(timer)).once('error', () => clearInterval(timer));
      },
    ],
  ])('one that %s is given up', async (_what, timeouts, does) => {
    const { link, beat } = await scene(() => ({ does }), timeouts);
    expect(await failure(link.beat(beat, never))).toMatchObject({ kind: 'timeout', sent: 'unknown' });
  });

  it('is left where the caller ends it, before and while', async () => {
    const controller = new AbortController();
    const { hub, link, beat } = await scene(() => {
      controller.abort();
      return { does: () => {} };
    });
    expect(await failure(link.beat(beat, AbortSignal.abort()))).toMatchObject({
      kind: 'aborted',
      sent: 'no',
    });
    expect(hub.asked).toEqual([]);
    expect(await failure(link.beat(beat, controller.signal))).toMatchObject({
      kind: 'aborted',
      sent: 'unknown',
    });
  });

  it('speaks no TLS, or is not there', async () => {
    const server = createServer((_, response) => response.end('{}'));
    await listen(server);
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}/`;
    const pin = createCertificate();
    const { link, beat } = linkTo({ url, certificate: pin, asked: [] });
    expect(await failure(link.beat(beat, never))).toMatchObject({ kind: 'tls', sent: 'no' });
    const none = linkTo({ url: 'https://127.0.0.1:1/', certificate: pin, asked: [] });
    expect(await failure(none.link.beat(none.beat, never))).toMatchObject({ kind: 'refused', sent: 'no' });
  });
});
