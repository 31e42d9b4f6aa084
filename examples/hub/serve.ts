// Starts a hub on a folder: its key, its certificate, what it knows, and its two doors.
import { join } from 'node:path';
import { keyIdOf } from '@felhom/proxmox/agent';
import { certificateIn, keyPairIn, privateFolder } from './files.ts';
import { Hub } from './hub.ts';
import { openDoor, openOperatorDoor } from './server.ts';
import type { State } from './state.ts';
import { Store } from './store.ts';

export interface ServeOptions {
  folder: string;
  host?: string;
  port?: number;
  /** Seconds between two heartbeats of an agent. */
  interval?: number;
  /** Files, in PEM form; a certificate of its own if left out. */
  tls?: { cert: string; key: string } | undefined;
  now?: () => number;
}

export interface RunningHub {
  hub: Hub;
  folder: string;
  /** All that it knows. */
  state(): State;
  url: string;
  /** Of its certificate. */
  fingerprint: string;
  /** Of the key that it signs with. */
  keyid: string;
  close(): Promise<void>;
}

export const operatorSocket = (folder: string): string => join(folder, 'operator.sock');

export async function serve(options: ServeOptions): Promise<RunningHub> {
  const { host = '127.0.0.1', port = 0 } = options;
  const folder = privateFolder(options.folder);
  const key = keyPairIn(join(folder, 'hub.key'));
  const { fingerprint, ...tls } = certificateIn(folder, options.tls);
  const store = await Store.open(join(folder, 'hub.jsonl'));
  const hub = new Hub(store, key, options);
  const door = await openDoor(hub, { ...tls, host, port });
  const operators = await openOperatorDoor(hub, operatorSocket(folder));
  const close = async () => {
    await Promise.all([door.close(), operators.close()]);
    await store.close();
  };
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    hub,
    folder,
    state: () => store.state,
    url: `https://${name}:${door.port}/`,
    fingerprint,
    keyid: keyIdOf(key.publicKey),
    close,
  };
}
