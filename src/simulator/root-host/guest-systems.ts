import { pass, type SimulatorClock } from '../clock.js';
import type { Guest, World } from '../world.js';

/** A file inside a container. */
export interface GuestFile {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** One run of a program inside a container. */
export interface GuestRun {
  readonly vmid: number;
  /** The program's name first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Those of the container, by their path. */
  readonly files: Map<string, GuestFile>;
  readonly hostname: string;
  readonly clock: SimulatorClock;
  stdin(): AsyncIterable<Buffer>;
  out(data: string | Uint8Array): void;
  err(data: string | Uint8Array): void;
}

/** A program inside containers: gives its exit code. */
export type GuestProgram = (run: GuestRun) => number | Promise<number>;

/** What is inside the containers, as far as `pct exec`, `push` and `pull` get to see it. */
export class GuestSystems {
  /** Programs by the name that they are called with. A test may add its own. */
  readonly programs = new Map<string, GuestProgram>(builtin);
  // A container that was destroyed takes its files with it.
  readonly #files = new WeakMap<Guest, Map<string, GuestFile>>();

  /** The files of a container. It starts with few. */
  filesOf(guest: Guest): Map<string, GuestFile> {
    const known = this.#files.get(guest);
    if (known !== undefined) return known;
    const name = guest.config.get('hostname') ?? `CT${guest.vmid}`;
    const files = new Map<string, GuestFile>([['/etc/hostname', textFile(`${name}\n`)]]);
    this.#files.set(guest, files);
    return files;
  }

  /** Whether there is such a folder: the usual ones, and those that hold a file. */
  hasFolder(guest: Guest, path: string): boolean {
    if (usual.has(path)) return true;
    return [...this.filesOf(guest).keys()].some((file) => file.startsWith(`${path}/`));
  }
}

/** The hostname of a running container is that of its start, which the configuration still has. */
export function hostnameOf(world: World, vmid: number): string {
  return world.guests.get(vmid)?.config.get('hostname') ?? `CT${vmid}`;
}

function textFile(text: string): GuestFile {
  return { bytes: Buffer.from(text), mode: 0o644, uid: 0, gid: 0 };
}

const usual = new Set(
  ' /bin /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/local /var /var/lib /var/log /var/tmp'.split(
    ' ',
  ),
);

/** A program that prints a text and is content. */
const saying =
  (text: (run: GuestRun) => string): GuestProgram =>
  (run) => {
    run.out(text(run));
    return 0;
  };

const builtin: readonly (readonly [string, GuestProgram])[] = [
  ['true', () => 0],
  ['false', () => 1],
  ['echo', saying(({ argv }) => `${argv.slice(1).join(' ')}\n`)],
  ['env', saying(({ env }) => lines(Object.entries(env).map(([key, value]) => `${key}=${value}`)))],
  ['hostname', saying(({ hostname }) => `${hostname}\n`)],
  ['printf', printf],
  ['cat', cat],
  ['stat', stat],
  ['sleep', sleep],
];

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** `printf FORMAT WORD...` with `%s` and `\n`: the format is used again until the words are used up. */
function printf({ argv: [, format = '', ...words], out }: GuestRun): number {
  const text = format.replaceAll('\\n', '\n');
  const holes = text.split('%s').length - 1;
  const rounds = holes === 0 ? 1 : Math.max(1, Math.ceil(words.length / holes));
  const rest = [...words];
  for (let round = 0; round < rounds; round += 1) out(text.replaceAll('%s', () => rest.shift() ?? ''));
  return 0;
}

async function cat({ argv: [, ...names], files, stdin, out, err }: GuestRun): Promise<number> {
  if (names.length === 0) for await (const piece of stdin()) out(piece);
  let code = 0;
  for (const name of names) {
    const file = files.get(name);
    if (file !== undefined) out(file.bytes);
    else {
      err(`cat: can't open '${name}': No such file or directory\n`);
      code = 1;
    }
  }
  return code;
}

/** `stat -c FORMAT FILE` with `%a %u %g %s %n`. */
function stat({ argv: [, option, format = '', ...names], files, out, err }: GuestRun): number {
  if (option !== '-c') {
    err('stat: only stat -c is modelled by the simulator\n');
    return 1;
  }
  const missing = names.filter((name) => !files.has(name));
  for (const name of missing) err(`stat: can't stat '${name}': No such file or directory\n`);
  for (const name of names) {
    const file = files.get(name);
    if (file === undefined) continue;
    const { mode, uid, gid, bytes } = file;
    const values: Record<string, string | number> = {
      a: mode.toString(8),
      u: uid,
      g: gid,
      s: bytes.length,
      n: name,
    };
    out(`${format.replace(/%([augsn])/g, (_, key: string) => String(values[key]))}\n`);
  }
  return missing.length > 0 ? 1 : 0;
}

async function sleep({ argv: [, seconds = ''], clock, err }: GuestRun): Promise<number> {
  if (!/^\d+(?:\.\d+)?$/.test(seconds)) {
    err(`sleep: invalid number '${seconds}'\n`);
    return 1;
  }
  await pass(clock, Number(seconds) * 1000);
  return 0;
}
