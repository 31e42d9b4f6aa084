import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { callAs } from '~/simulator/call-as.js';
import { ManualClock } from '~/simulator/clock.js';
import { createEngine } from '~/simulator/create-engine.js';
import type { Engine } from '~/simulator/engine.js';
import { RootHost, type Tool } from '~/simulator/root-host/root-host.js';

/** How a command went. */
export interface Ran {
  code: number | undefined;
  signal: string | undefined;
  stdout: string;
  stderr: string;
}

/** A root host on a manual clock, and the API on the same state. */
export class RootHarness implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly engine: Engine;
  readonly root: RootHost;

  private constructor(engine: Engine, root: RootHost) {
    this.engine = engine;
    this.root = root;
  }

  static async open(): Promise<RootHarness> {
    const clock = new ManualClock();
    const { engine } = createEngine({ clock });
    return Object.assign(new RootHarness(engine, await RootHost.open(engine, engine.world)), { clock });
  }

  /** Runs the program itself, without an environment, and lets time pass until it has ended. */
  run(tool: Tool, ...argv: string[]): Promise<Ran> {
    return this.runWith({}, tool, ...argv);
  }

  runWith(
    options: { env?: Record<string, string>; cwd?: string; stdin?: string },
    tool: Tool,
    ...argv: string[]
  ): Promise<Ran> {
    const { stdin, env = {}, ...more } = options;
    return this.passing(
      new Promise((resolve) => {
        const child = execFile(this.root.path(tool), argv, { env, ...more }, (error, stdout, stderr) =>
          resolve({
            code: error === null ? 0 : typeof error.code === 'number' ? error.code : undefined,
            signal: error?.signal ?? undefined,
            stdout,
            stderr,
          }),
        );
        child.stdin?.on('error', () => {});
        child.stdin?.end(stdin ?? '');
      }),
    );
  }

  /** The same without a process: what a stub would say and hear. */
  ask(tool: string, argv: readonly string[], more: { env?: object; stdin?: string } = {}): Promise<Ran> {
    const ran: Ran = { code: undefined, signal: undefined, stdout: '', stderr: '' };
    return this.passing(
      new Promise((resolve, reject) => {
        const socket = connect(join(this.root.dir, 'socket'));
        const send = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`);
        let rest = '';
        send({ kind: 'run', tool, argv, cwd: '/', env: more.env ?? {} });
        socket.setEncoding('utf8');
        socket.on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const message of lines.map((line) => JSON.parse(line))) {
            const data = Buffer.from(message.data ?? '', 'base64').toString('utf8');
            if (message.kind === 'out') ran.stdout += data;
            else if (message.kind === 'err') ran.stderr += data;
            else if (message.kind === 'read') {
              send({ kind: 'stdin', data: Buffer.from(more.stdin ?? '').toString('base64') });
              send({ kind: 'stdin', data: null });
            } else Object.assign(ran, { code: message.code, signal: message.signal });
          }
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(ran));
      }),
    );
  }

  /** Lets time pass until something is over: a command waits for its worker. */
  async passing<T>(thing: Promise<T>): Promise<T> {
    const timer = setInterval(() => this.clock.advance(200), 2);
    try {
      return await thing;
    } finally {
      clearInterval(timer);
    }
  }

  /** The `data` of a call of the API by root@pam with a ticket, whose task is over when this is. */
  async api(route: string, params: Record<string, string | number> = {}): Promise<unknown> {
    const { world } = this.engine;
    const values = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
    const onNode = route.includes('{node}') ? { node: world.node.name } : {};
    const data = await callAs(this.engine, world, 'root@pam', route, { ...onNode, ...values });
    const task = typeof data === 'string' ? world.tasks.find(data) : undefined;
    if (task !== undefined) await this.passing(world.tasks.ended(task));
    return data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.root.close();
  }
}

export const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
export const lxc = '/nodes/{node}/lxc';
