import { AbortedError, Client, type Transport } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { CallSignal, withRealSignal } from '~/client/call-signal.js';
import { failure, token } from '../support/client.js';
import { version } from '../support/server.js';

const answer = {
  status: 200,
  reason: 'OK',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(version)),
};

function clientWith(transport: Transport): Client {
  return new Client({ url: 'https://pve1', token, transport });
}

describe('the signal of a call', () => {
  it("is the platform's own for a transport of the caller's", async () => {
    const seen: AbortSignal[] = [];
    const client = clientWith(async ({ signal }) => {
      seen.push(signal);
      // The platform takes none but its own.
      AbortSignal.any([signal]);
      return answer;
    });
    await client.version();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toBeInstanceOf(AbortSignal);
  });

  it('reaches such a transport with its reason', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const client = clientWith(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          controller.abort(reason);
        }),
    );
    const error = await failure(client.version({}, { signal: controller.signal }), AbortedError);
    expect(error).toMatchObject({ sent: 'unknown', cause: reason });
  });

  it('keeps what else a transport has', async () => {
    const calls: string[] = [];
    const own: Transport = async () => answer;
    own.close = async () => {
      calls.push('close');
    };
    own.upgrade = async ({ signal }) => {
      calls.push(signal instanceof AbortSignal ? 'upgrade' : 'another signal');
      return answer;
    };
    const carried = withRealSignal(own);
    await carried.upgrade?.({ signal: new CallSignal().signal } as Parameters<Transport>[0]);
    await carried.close?.();
    expect(calls).toEqual(['upgrade', 'close']);
    expect(withRealSignal(async () => answer).upgrade).toBeUndefined();
  });

  it('fires once, for those who still listen, and never again', () => {
    const call = new CallSignal();
    const heard: string[] = [];
    const left = () => heard.push('left');
    call.addEventListener('abort', () => heard.push('stayed'));
    call.addEventListener('abort', left);
    call.removeEventListener('abort', left);
    call.abort('first');
    call.abort('second');
    call.addEventListener('abort', () => heard.push('late'));
    expect(heard).toEqual(['stayed']);
    expect(call).toMatchObject({ aborted: true, reason: 'first' });
  });

  it('that has fired already is a real one that has', async () => {
    const call = new CallSignal();
    call.abort('over');
    const carried = withRealSignal(async ({ signal }) => {
      expect(signal).toMatchObject({ aborted: true, reason: 'over' });
      return answer;
    });
    await carried({ signal: call.signal } as Parameters<Transport>[0]);
    expect.assertions(1);
  });
});
