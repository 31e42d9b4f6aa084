import { finished } from 'node:stream/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Client } from '../client/client.js';
import type { ConsoleStream } from '../client/console-stream.js';
import { PermissionError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import { EscapeKey } from './escape-key.js';
import { type Wanted, withContainer } from './find-container.js';
import type { Target } from './snapshot-trip.js';

/** A terminal that somebody sits at. */
export interface Terminal {
  input: ReadStream;
  output: WriteStream;
}

/** Puts the terminal of a container onto the user's, until one side ends it. Gives which one. */
export async function attachConsole(
  client: Client,
  wanted: Wanted,
  terminal: Terminal,
  options: { signal: AbortSignal; onOpen(target: Target, name: string): void },
): Promise<'left' | 'host'> {
  const { signal, onOpen } = options;
  const found = await withContainer(client, wanted, { signal }, (target) =>
    open(client, target, terminal, signal),
  );
  if ('problem' in found) throw new Error(`${found.problem}. ${found.advice}`);
  const { stream, target, name } = found;
  onOpen(target, name);
  return await join(stream, terminal);
}

async function open(
  client: Client,
  target: Target,
  { output }: Terminal,
  signal: AbortSignal,
): Promise<{ stream: ConsoleStream; target: Target; name: string }> {
  const name = await nameOfRunning(client, target, { signal });
  const { columns: cols, rows } = output;
  const size = cols > 0 && rows > 0 ? { size: { cols, rows } } : {};
  return { stream: await client.lxc.console(target, { signal, ...size }), target, name };
}

// PVE opens the console of a stopped container, too, and it ends at once.
async function nameOfRunning(client: Client, target: Target, options: CallOptions): Promise<string> {
  try {
    const { status, name = '' } = await client.lxc.status(target, options);
    if (status !== 'running') throw new Error(`container ${target.vmid} is ${status}: start it first`);
    return name;
  } catch (error) {
    // VM.Console is enough for the console itself.
    if (error instanceof PermissionError) return '';
    throw error;
  }
}

/** Connects the two terminals until the stream is over. */
async function join(stream: ConsoleStream, { input, output }: Terminal): Promise<'left' | 'host'> {
  const keys = new EscapeKey();
  const typed = (bytes: Uint8Array): void => {
    const { send, leave } = keys.feed(bytes);
    if (send.length > 0 && !stream.write(send)) input.pause();
    if (leave) stream.end();
  };
  const drained = (): void => void input.resume();
  const resized = (): void => {
    if (output.columns > 0 && output.rows > 0) stream.resize(output.columns, output.rows);
  };
  const gone = (): void => void stream.end();
  stream.on('drain', drained);
  stream.pipe(output, { end: false });
  output.on('resize', resized);
  input.on('data', typed).once('end', gone).resume();
  try {
    await finished(stream);
    const { by } = await stream.ended;
    return by === 'client' ? 'left' : 'host';
  } finally {
    output.off('resize', resized);
    input.off('data', typed).off('end', gone).pause();
  }
}
