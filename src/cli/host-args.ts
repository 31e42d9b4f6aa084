import type { FsType, HostRunner, SmartWish, UsbMountParams } from '../agent/host.js';
import { parseOptions, text, type Values } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** How the host is worked on, whatever is done there. */
export interface HostOptions {
  readonly runner: HostRunner | undefined;
  readonly socket: string | undefined;
  readonly json: boolean;
}

/** What `host` was asked for. */
export type HostCommand = { kind: 'help' } | ({ kind: 'host' } & HostOptions & { task: HostTask });

export type HostTask =
  | { what: 'smart'; wish: SmartWish }
  | { what: 'sensors' }
  | { what: 'info' }
  | { what: 'doctor' }
  | UsbTask;

/** What `host usb` was asked for. */
export type UsbTask =
  | { what: 'usb-list'; all: boolean }
  | { what: 'usb-status'; of: UsbPlace }
  | { what: 'usb-mount'; wish: UsbMountParams; dryRun: boolean }
  | { what: 'usb-unmount'; wish: UsbPlace & { forget: boolean }; dryRun: boolean };

/** By its UUID, or by the folder that it is mounted on. */
export type UsbPlace = { uuid: string } | { mountpoint: string };

const options = {
  type: { type: 'string' },
  wake: { type: 'boolean' },
  all: { type: 'boolean' },
  fs: { type: 'string' },
  persist: { type: 'boolean' },
  'read-only': { type: 'boolean' },
  forget: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  runner: { type: 'string' },
  socket: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const common = ['runner', 'socket', 'json', 'help'];
const runners = ['direct', 'sudo', 'helper'] as const satisfies readonly HostRunner[];

type Given = Values<typeof options>;
type Refuse = (allowed: readonly string[], command: string) => void;

/** Reads what stands behind `host`. @throws UsageError */
export function parseHost(args: readonly string[]): HostCommand {
  const { values, words, given } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  const refuse: Refuse = (allowed, command) => {
    const other = given.find(({ name }) => !common.includes(name) && !allowed.includes(name));
    if (other !== undefined) throw new UsageError(`${other.rawName} does not go with ${command}`);
  };
  const task = readTask(words, values, refuse);
  return { kind: 'host', ...readRunner(values), json: values.json === true, task };
}

function readRunner(values: Given): { runner: HostRunner | undefined; socket: string | undefined } {
  const socket = text(values.socket);
  const runner = runners.find((name) => name === text(values.runner));
  if (values.runner !== undefined && runner === undefined)
    throw new UsageError(`--runner: one of ${runners.join(', ')} is expected`);
  if (socket === undefined) return { runner, socket };
  if (runner !== undefined && runner !== 'helper')
    throw new UsageError('--socket is that of the root helper: it goes with --runner helper only');
  return { runner: 'helper', socket };
}

function readTask([word, ...rest]: readonly string[], values: Given, refuse: Refuse): HostTask {
  if (word === 'smart') {
    refuse(['type', 'wake'], '`host smart`');
    const [device] = rest;
    if (rest.length > 1) throw new UsageError('`host smart` takes one device, or none for all');
    const type = text(values.type);
    if (type !== undefined && device === undefined)
      throw new UsageError('--type needs a device: felhom-agent host smart DEVICE --type TYPE');
    return { what: 'smart', wish: { device, type, wake: values.wake === true } };
  }
  if (word === 'sensors' || word === 'info' || word === 'doctor') {
    refuse([], `\`host ${word}\``);
    if (rest.length > 0) throw new UsageError(`\`host ${word}\` takes options only`);
    return { what: word };
  }
  if (word === 'usb') return readUsb(rest, values, refuse);
  throw new UsageError('`host` takes one of smart, sensors, usb, info, doctor');
}

function readUsb([word, ...rest]: readonly string[], values: Given, refuse: Refuse): UsbTask {
  const [first, second] = rest;
  const dryRun = values['dry-run'] === true;
  if (word === 'list') {
    refuse(['all'], '`host usb list`');
    if (rest.length > 0) throw new UsageError('`host usb list` takes options only');
    return { what: 'usb-list', all: values.all === true };
  }
  if (word === 'status') {
    refuse([], '`host usb status`');
    if (first === undefined || rest.length > 1)
      throw new UsageError('`host usb status` takes one UUID, or one folder');
    return { what: 'usb-status', of: placeOf(first) };
  }
  if (word === 'mount') {
    refuse(['fs', 'persist', 'read-only', 'dry-run'], '`host usb mount`');
    if (first === undefined || second === undefined || rest.length > 2)
      throw new UsageError(
        '`host usb mount` takes a UUID and a folder: felhom-agent host usb list shows UUIDs',
      );
    const wish = {
      uuid: first,
      mountpoint: second,
      // Which ones there are is checked with the rest.
      fsType: text(values.fs) as FsType | undefined,
      options: values['read-only'] === true ? { readOnly: true } : undefined,
      persist: values.persist === true,
    };
    return { what: 'usb-mount', wish, dryRun };
  }
  if (word === 'unmount') {
    refuse(['forget', 'dry-run'], '`host usb unmount`');
    if (first === undefined || rest.length > 1)
      throw new UsageError('`host usb unmount` takes one UUID, or one folder');
    return { what: 'usb-unmount', wish: { ...placeOf(first), forget: values.forget === true }, dryRun };
  }
  throw new UsageError('`host usb` takes one of list, status, mount, unmount');
}

function placeOf(word: string): UsbPlace {
  return word.startsWith('/') ? { mountpoint: word } : { uuid: word };
}
