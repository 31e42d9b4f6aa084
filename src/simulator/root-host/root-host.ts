import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine.js';
import { container, type World } from '../world.js';
import { runBlkid } from './blkid.js';
import type { Host } from './command.js';
import { type GuestFile, type GuestProgram, GuestSystems } from './guest-systems.js';
import { type Exit, type Invocation, serveStub } from './invocation.js';
import { sweep } from './leftovers.js';
import { runLsblk } from './lsblk.js';
import { type Machine, machineOf } from './machine.js';
import { pct } from './pct.js';
import { runPvesh } from './pvesh.js';
import { pvesm } from './pvesm.js';
import { pveum } from './pveum.js';
import { runCommand } from './run-command.js';
import { runSensors } from './sensors.js';
import { runSmartctl } from './smartctl.js';
import { stubScript } from './stub-script.js';

/** The tools that a root host has. */
export const tools = ['blkid', 'lsblk', 'pct', 'pvesh', 'pvesm', 'pveum', 'sensors', 'smartctl'] as const;
export type Tool = (typeof tools)[number];

/** How a root host is to be. */
export interface RootHostOptions {
  /** The node that it is of; the first one by default. */
  readonly node?: string;
  /** The folder to make its own folder in; the system's for temporary files by default. */
  readonly dir?: string;
}

/** A command that is being run. */
export interface RunningCommand {
  readonly tool: string;
  /** Its words, with passwords as `***`. */
  readonly argv: readonly string[];
}

/** A command that was run. */
export interface CommandEntry extends RunningCommand {
  readonly exit: Exit;
}

const prefix = 'felhom-root-host-';
/** What a socket's address may be long, on Linux, with the byte that ends it. */
const maxAddress = 107;
const maxShebang = 255;

/**
 * The command line of a simulated host: programs in a private folder that stand in for `pct`, `pveum`, `lsblk`,
 * `smartctl`, `sensors` and some more, and work on the state that the API has. They need no environment and no PATH. It lives as
 * long as this process; `close` removes it.
 */
export class RootHost implements AsyncDisposable {
  /** Its folder, which nobody else can look into. */
  readonly dir: string;
  /** Where the programs are: for a PATH. */
  readonly bin: string;
  /** Disks and sensors. */
  readonly machine: Machine;
  /** Every command so far, in the order in which they ended. */
  readonly commands: CommandEntry[] = [];
  readonly #guests = new GuestSystems();
  readonly #world: World;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #running = new Map<Socket, RunningCommand>();
  readonly #atExit: () => void;

  private constructor(engine: Engine, world: World, dir: string) {
    this.dir = dir;
    this.bin = join(dir, 'bin');
    this.#world = world;
    this.machine = machineOf(world);
    const host: Host = { engine, world, machine: this.machine, guests: this.#guests };
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#running.delete(socket);
      });
      serveStub(socket, async (invocation) => {
        const command = { tool: invocation.tool, argv: withoutSecrets(invocation.argv) };
        this.#running.set(socket, command);
        const exit = await runTool(host, invocation);
        this.#running.delete(socket);
        this.commands.push({ ...command, exit });
        return exit;
      });
    });
    this.#atExit = () => rmSync(dir, { recursive: true, force: true });
  }

  /** @internal Makes the folder and the programs, and starts to listen. */
  static async open(
    engine: Engine,
    world: World,
    options: { readonly dir?: string } = {},
  ): Promise<RootHost> {
    const place = resolve(options.dir ?? tmpdir());
    await sweep(place, prefix);
    // Only the owner can look into what this makes.
    const dir = await mkdtemp(join(place, prefix));
    const host = new RootHost(engine, world, dir);
    try {
      await host.#furnish();
    } catch (error) {
      await host.close();
      throw error;
    }
    process.once('exit', host.#atExit);
    return host;
  }

  /** Commands that have not ended yet: those that wait for a worker do while a manual clock stands still. */
  get running(): readonly RunningCommand[] {
    return [...this.#running.values()];
  }

  /** The path of a program: `path('pct')`. */
  path(tool: Tool): string {
    return join(this.bin, tool);
  }

  /** Programs inside the containers, for `pct exec`, by their names. There are a few; a test may add its own. */
  get programs(): Map<string, GuestProgram> {
    return this.#guests.programs;
  }

  /** The files inside a container, by their paths. They go with the container. */
  files(vmid: number): Map<string, GuestFile> {
    return this.#guests.filesOf(container(this.#world, vmid));
  }

  /** Ends the commands that still run, and removes the folder. */
  async close(): Promise<void> {
    process.removeListener('exit', this.#atExit);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((done) => {
      this.#server.close(() => done());
    });
    await rm(this.dir, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #furnish(): Promise<void> {
    const address = join(this.dir, 'socket');
    if (Buffer.byteLength(address) > maxAddress)
      throw new RangeError(`${address} is too long for a socket: give a shorter 'dir'`);
    if (/\s/.test(process.execPath) || process.execPath.length > maxShebang)
      throw new RangeError(
        `${process.execPath} cannot stand in the first line of a script: it has a blank, or is too long`,
      );
    await mkdir(this.bin, { mode: 0o700 });
    // The programs are CommonJS, whatever the folders above say.
    await writeFile(join(this.dir, 'package.json'), '{ "type": "commonjs" }\n', { mode: 0o600 });
    for (const tool of tools) await writeFile(this.path(tool), stubScript(process.execPath), { mode: 0o700 });
    await new Promise<void>((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(address, done);
    });
    await chmod(address, 0o600);
    // A test that forgets to close it can still end.
    this.#server.unref();
  }
}

async function runTool(host: Host, invocation: Invocation): Promise<Exit> {
  if (invocation.tool === 'blkid') return runBlkid(host, invocation);
  if (invocation.tool === 'pvesh') return await runPvesh(host, invocation);
  if (invocation.tool === 'lsblk') return runLsblk(host, invocation);
  if (invocation.tool === 'sensors') return runSensors(host, invocation);
  if (invocation.tool === 'smartctl') return runSmartctl(host, invocation);
  const program = [pct, pvesm, pveum].find(({ name }) => name === invocation.tool);
  if (program !== undefined) return await runCommand(program, host, invocation);
  invocation.err(`${invocation.tool}: there is no such program on this host\n`);
  return 127;
}

/** A password may stand in a word of its own, or behind an equals sign. */
function withoutSecrets(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const before = argv[index - 1] ?? '';
    if (isSecret(before) && !before.includes('=')) return '***';
    return isSecret(word) && word.includes('=') ? `${word.slice(0, word.indexOf('='))}=***` : word;
  });
}

/** Also shortened: `--pass`. */
function isSecret(word: string): boolean {
  const name = /^--?([^=]+)/.exec(word)?.[1]?.toLowerCase();
  return name !== undefined && name.length > 1 && 'password'.startsWith(name);
}
