import { Client, type ClientOptions } from '@felhom/proxmox';
import { onTestFinished } from 'vitest';
import { FastClock } from './clock.js';
import { certificate, type ScriptedServer } from './server.js';

/** The secret of the token in tests: it must never be seen anywhere but in an Authorization header. */
export const canary = 'c4na7y00-1111-2222-3333-444455556666';
export const identity = 'robot@pve!tests';
export const token = `${identity}=${canary}`;

/** A client of a scripted server, by token and pin, whose pauses take no time. It ends with the test. */
export function clientOf(server: ScriptedServer, options: Partial<ClientOptions> = {}): Client {
  const { fingerprint } = certificate();
  const clock = new FastClock();
  return makeClient({ url: server.url, token, fingerprint, clock, ...options } as ClientOptions);
}

/** A client of a scripted server that logs in with user and password. */
export function userClientOf(server: ScriptedServer, options: Partial<ClientOptions> = {}): Client {
  const credentials = { token: undefined, user: 'root@pam', password: 'tr0ub4dor&3' };
  return clientOf(server, { ...credentials, ...options } as Partial<ClientOptions>);
}

/** A client that ends with the test. */
export function makeClient(options: ClientOptions): Client {
  const client = new Client(options);
  onTestFinished(() => client.close());
  return client;
}

/** The error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** The error that a promise rejects with, which must be of this class. */
export async function failure<E extends Error>(
  promise: Promise<unknown>,
  kind: abstract new (...args: never[]) => E,
): Promise<E> {
  const error = await errorOf(promise);
  if (error instanceof kind) return error;
  throw new Error(`not a ${kind.name}: ${String(error)}`, { cause: error });
}
