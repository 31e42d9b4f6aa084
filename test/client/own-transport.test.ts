import {
  AbortedError,
  ConnectionError,
  OutcomeUnknownError,
  ParamsError,
  type Transport,
  type TransportResponse,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { canary, failure, makeClient, token } from '../support/client.js';

const guest = { node: 'pve1', vmid: 101 };
const good: TransportResponse = {
  status: 200,
  reason: '',
  headers: {},
  body: new TextEncoder().encode('{}'),
};

function clientWith(transport: unknown) {
  return makeClient({ url: 'https://pve1', token, transport: transport as Transport, retries: 0 });
}

describe('a transport of the caller', () => {
  it.each<[string, () => unknown]>([
    ['gives nothing', async () => undefined],
    ['gives null', async () => null],
    ['gives a status that is no whole number', async () => ({ ...good, status: 200.5 })],
    ['gives a status that is a text', async () => ({ ...good, status: '200' })],
    ['gives a body that is a text', async () => ({ ...good, body: '{}' })],
    ['gives no headers', async () => ({ ...good, headers: undefined })],
    ['rejects with an error of its own', () => Promise.reject(new Error('the tunnel fell in'))],
    ['rejects with a text', () => Promise.reject('the tunnel fell in')],
    [
      'throws at once',
      () => {
        throw new TypeError('the tunnel fell in');
      },
    ],
  ])('that %s leaves a write in doubt, and fails a read', async (_what, transport) => {
    const client = clientWith(transport);
    const facts = { kind: 'other', sent: 'unknown', hint: expect.stringContaining('`transport`') };
    expect(await failure(client.version(), ConnectionError)).toMatchObject(facts);
    const write = await failure(client.lxc.start(guest), OutcomeUnknownError);
    expect(write.cause).toMatchObject(facts);
  });

  it('that is aborted fails as an abort, whatever it throws', async () => {
    const controller = new AbortController();
    const client = clientWith(() => {
      controller.abort(new Error('enough'));
      return Promise.reject(new DOMException('aborted', 'AbortError'));
    });
    const error = await failure(client.version({}, { signal: controller.signal }), AbortedError);
    expect(error).toMatchObject({ sent: 'unknown', cause: new Error('enough') });
  });

  it('that quotes the credentials is not quoted', async () => {
    const client = clientWith(() => Promise.reject(new Error(`refused: PVEAPIToken=${token}`)));
    const error = await failure(client.version(), ConnectionError);
    expect(error.message).toContain('refused: ');
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain(canary);
  });
});

describe('a call that cannot be made', () => {
  const client = () => clientWith(() => Promise.reject(new Error('it was sent')));

  it.each([null, 'text', [1]])('is refused for its parameters: %j', async (params) => {
    await failure(client().request('GET /version', params as never), ParamsError);
    await failure(client().call('GET /version', params as never), ParamsError);
  });

  it.each([
    ['timeout', '500'],
    ['timeout', 0],
    ['timeout', Number.NaN],
    ['signal', {}],
    ['signal', null],
    ['signal', 'stop'],
  ])('is refused for its options: %s %j', async (path, value) => {
    const options = { [path]: value } as never;
    expect((await failure(client().version({}, options), ParamsError)).issues).toMatchObject([{ path }]);
    await failure(client().call('GET /version', {}, options), ParamsError);
  });
});
