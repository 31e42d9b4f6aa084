import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail } from '../errors.js';
import { field } from '../formats.js';
import { checkParams } from '../schema.js';
import type { Work } from '../tasks.js';
import { container, type Guest } from '../world.js';
import type { CommandRun } from './command.js';
import { type GuestFile, hostnameOf } from './guest-systems.js';
import type { Exit, Invocation } from './invocation.js';
import { reasonOf } from './pct-create.js';
import { followTask } from './run-command.js';

/** `pct exec`, `push` and `pull`: what reaches into a container. */

function guestOf({ world, params }: CommandRun): Guest {
  return container(world, checkParams({ vmid: field.vmid }, { vmid: params['vmid'] ?? '' }).int('vmid'));
}

/** Becomes `lxc-attach`, so it ends as the program inside does, also when that dies of a signal. */
export async function execInside(run: CommandRun): Promise<Exit> {
  const { host, world, invocation, extra, params } = run;
  const guest = guestOf(run);
  const [name] = extra;
  if (name === undefined) throw fail('missing command at /usr/share/perl5/PVE/CLI/pct.pm line 246.');
  if (guest.running === undefined) throw fail(`container '${guest.vmid}' not running!`);
  const program = host.guests.programs.get(name);
  const files = host.guests.filesOf(guest);
  if (program === undefined) {
    const isThere = files.has(name) || host.guests.hasFolder(guest, name);
    const reason = isThere ? 'Permission denied' : 'No such file or directory';
    const place = '../src/lxc/attach.c: lxc_attach_run_command: 1841';
    invocation.err(`lxc-attach: ${guest.vmid}: ${place} ${reason} - Failed to exec "${name}"\n`);
    return isThere ? 126 : 127;
  }
  const killed = new Promise<Exit>((resolveExit) => {
    // lxc-attach lets this one pass.
    invocation.onSignal = (signal) => signal !== 'SIGINT' && resolveExit({ signal });
  });
  const ended = Promise.resolve(
    program({
      vmid: guest.vmid,
      argv: extra.map((word) => (invocation.isUtf8 ? word : mangled(word))),
      env: environment(invocation, params['keep-env'] !== '0'),
      files,
      hostname: hostnameOf(world, guest.vmid),
      clock: world.clock,
      stdin: () => invocation.stdin(),
      out: (data) => invocation.out(data),
      err: (data) => invocation.err(data),
    }),
  );
  return await Promise.race([killed, ended]);
}

/** Without a locale of UTF-8, Perl makes a replacement character of every byte that is not ASCII. */
function mangled(word: string): string {
  return word.replace(/[^\0-\x7f]/gu, (sign) => '\ufffd'.repeat(Buffer.byteLength(sign)));
}

function environment({ env }: Invocation, keeps: boolean): Record<string, string> {
  return {
    PATH: '/sbin:/bin:/usr/sbin:/usr/bin',
    ...(keeps ? Object.fromEntries(Object.entries(env).filter(([key]) => key !== 'PATH')) : {}),
    container: 'lxc',
    TERM: 'linux',
  };
}

/** Copies a file of this machine into a container. What goes wrong in the worker does not show in the exit code. */
export async function pushFile(run: CommandRun): Promise<Exit> {
  const { host, invocation } = run;
  const guest = guestOf(run);
  if (guest.running === undefined) throw fail('can only push files to a running CT');
  const [source, target] = [wordOf(run, 'file'), absolute(wordOf(run, 'destination'))];
  return await work(run, guest, 'push_file', () => {
    const rights = rightsOf(run);
    const bytes = read(resolve(invocation.cwd, source), `failed to open ${source} for reading`);
    const files = host.guests.filesOf(guest);
    if (!host.guests.hasFolder(guest, dirname(target).replace(/^\/$/, '')))
      throw fail(`failed to create file: ${target}: No such file or directory`);
    // One that is there keeps its owner and mode, unless they are given.
    const before = files.get(target) ?? { mode: 0o644, uid: 0, gid: 0 };
    files.set(target, { ...before, ...rights, bytes });
  });
}

/** Copies a file of a container to this machine, as the user who runs the simulator. */
export async function pullFile(run: CommandRun): Promise<Exit> {
  const { host, invocation } = run;
  const guest = guestOf(run);
  if (guest.running === undefined)
    throw fail('can only pull files from a running VM at /usr/share/perl5/PVE/CLI/pct.pm line 664.');
  const [source, target] = [absolute(wordOf(run, 'path')), wordOf(run, 'destination')];
  return await work(run, guest, 'pull_file', () => {
    const file = host.guests.filesOf(guest).get(source);
    if (file === undefined) throw fail(`failed to open ${source}: No such file or directory`);
    const { mode } = { mode: 0o644, ...rightsOf(run) };
    try {
      writeFileSync(resolve(invocation.cwd, target), file.bytes, { mode });
    } catch (error) {
      throw fail(`failed to create file: ${target}: ${reasonOf(error)}`);
    }
  });
}

async function work(run: CommandRun, guest: Guest, type: string, deed: () => void): Promise<Exit> {
  const task = run.world.tasks.start('root@pam', type, guest.vmid, function* (): Work {
    yield 50;
    deed();
  });
  return await followTask(run, task, true);
}

function wordOf({ params }: CommandRun, name: string): string {
  return String(params[name] ?? '');
}

/** A relative path is taken from the root of the container. */
function absolute(path: string): string {
  return resolve('/', path);
}

function read(path: string, complaint: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    // A folder can be opened, and has no bytes.
    if (reasonOf(error) === 'Is a directory') return Buffer.alloc(0);
    throw fail(complaint);
  }
}

function rightsOf({ params }: CommandRun): Partial<GuestFile> {
  const perms = params['perms'];
  if (typeof perms === 'string' && !/^[0-7]+$/.test(perms)) throw fail(`invalid mode: '0${perms}'`);
  return {
    ...(typeof perms === 'string' ? { mode: Number.parseInt(perms, 8) } : {}),
    ...idOf(params['user'], 'uid'),
    ...idOf(params['group'], 'gid'),
  };
}

function idOf(value: unknown, kind: 'uid' | 'gid'): Partial<GuestFile> {
  if (typeof value !== 'string') return {};
  const id = /^\d+$/.test(value) ? Number(value) : known[value];
  if (id === undefined) throw fail(`failed to get ${kind} for: ${value}`);
  return { [kind]: id };
}

/** Names that a Debian system has. */
const known: Readonly<Record<string, number>> = { root: 0, daemon: 1, 'www-data': 33, nobody: 65_534 };
