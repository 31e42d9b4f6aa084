import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { type CommandMaker, fileCommand, processCommand } from '~/privileged/command.js';
import { encodeFrame, FrameReader } from '~/privileged/helper/frames.js';
import { Helper, type HelperOptions } from '~/privileged/helper/helper.js';
import { HelperRunner } from '~/privileged/helper/helper-runner.js';
import { giveProof } from '~/privileged/helper/peer.js';
import { frameLimit, protocol } from '~/privileged/helper/protocol.js';
import { siteOf } from '~/privileged/site.js';

/** Tests that change user ids or start the program itself. */
export const isRoot = process.getuid?.() === 0;
export const ownUser = process.getuid?.() ?? 0;

/** A folder that every user may enter, removed at the end of the test. */
export async function folder(): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), 'felhom-helper-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  await chmod(path, 0o755);
  return path;
}

/** A program that does what a shell script says. */
export async function script(path: string, body: string): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

// What helpers of these tests know: a shell, as far as tests go, and a change of files.
export const site = siteOf({ programs: { pct: '/bin/sh' } });

export const shell = processCommand({
  name: 'test.shell',
  program: 'pct',
  params: z.strictObject({ script: z.string(), password: z.string().optional() }),
  changes: true,
  timeout: 60_000,
  secrets: ['password'],
  stdin: ({ password }) => password,
  argv: ({ script }) => ['-c', script],
});
export const strict = processCommand({
  name: 'test.strict',
  program: 'pct',
  params: z.strictObject({ vmid: z.int().min(100).max(999), name: z.string().regex(/^[a-z]{1,8}$/) }),
  changes: false,
  timeout: 60_000,
  argv: ({ vmid, name }) => ['-c', 'printf "%s|" "$@"', 'sh', String(vmid), name],
});
export const missing = processCommand({
  name: 'test.missing',
  program: 'smartctl',
  params: z.strictObject({}),
  changes: false,
  timeout: 60_000,
  argv: () => [],
});
export const files = fileCommand({
  name: 'test.files',
  params: z.strictObject({ fail: z.enum(['refused', 'system']).optional() }),
  timeout: 60_000,
  files: () => ['/etc/fstab'],
  perform: async ({ fail }) => {
    const { RefusedError } = await import('~/privileged/errors.js');
    if (fail === 'refused') throw new RefusedError('usb.mount', 'busy', 'it is busy', { hint: 'Wait.' });
    if (fail === 'system') await readFile('/nonexistent/file');
    return { written: ['a', 1, null] };
  },
});
const makers = new Map<string, CommandMaker<never>>(
  [shell, strict, missing, files].map((maker) => [maker.commandName, maker as CommandMaker<never>]),
);
export const sh = (text: string) => shell({ script: text }, site);

/** A helper in this process at a socket of its own, a client of it, and what it logs. */
export async function helper(options: Partial<HelperOptions> = {}) {
  const socket = join(await folder(), 'priv.sock');
  const lines: string[] = [];
  const running = new Helper({
    version: '1.2.3',
    users: [ownUser],
    commands: makers,
    site: { programs: { pct: '/bin/sh', smartctl: '/nonexistent/smartctl' } },
    log: (line) => lines.push(line),
    ...options,
  });
  await running.listen(socket, undefined);
  const runner = new HelperRunner({ socket });
  onTestFinished(async () => {
    runner.close();
    await running.close(0);
  });
  return { running, socket, runner, lines };
}

/** A client that says what it likes. */
export class RawClient {
  readonly socket: Socket;
  readonly #reader = new FrameReader(frameLimit);
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => this.#reader.push(bytes));
    socket.on('close', () => {
      this.#ended = true;
    });
  }

  static async connect(path: string): Promise<RawClient> {
    const socket = connect({ path });
    onTestFinished(() => {
      socket.destroy();
    });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RawClient(socket);
  }

  /** One that has been welcomed. */
  static async welcome(path: string): Promise<RawClient> {
    const client = await RawClient.connect(path);
    const hello = await client.read();
    await giveProof(path, String(hello?.['nonce']));
    client.send({ type: 'hello', protocol });
    await client.read();
    return client;
  }

  send(message: unknown): void {
    this.socket.write(encodeFrame(message, 2 ** 31));
  }

  /** The next message; undefined at the end. */
  async read(): Promise<Record<string, unknown> | undefined> {
    for (;;) {
      const message = this.#reader.next();
      if (message !== undefined) return message as Record<string, unknown>;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        const end = () => {
          this.socket.off('data', end).off('close', end);
          resolve();
        };
        this.socket.on('data', end).on('close', end);
      });
    }
  }

  /** All messages to the end. */
  async rest(): Promise<Record<string, unknown>[]> {
    const all = [];
    for (let next = await this.read(); next !== undefined; next = await this.read()) all.push(next);
    return all;
  }
}

/** Waits until something is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

/** Ids of the processes whose command line holds these words, one after the other. */
export async function processesWith(...words: readonly string[]): Promise<number[]> {
  const text = words.join('\0');
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    ids.map(async (id) => {
      const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return line.includes(text) && id !== process.pid ? [id] : [];
    }),
  );
  return found.flat();
}
