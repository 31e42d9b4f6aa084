import { routeNamed } from '../call-as.js';
import type { Engine } from '../engine.js';
import type { Field, Fields } from '../schema.js';
import type { World } from '../world.js';
import type { GuestSystems } from './guest-systems.js';
import type { Exit, Invocation } from './invocation.js';
import type { Machine } from './machine.js';

/** What the tools of a root host share. */
export interface Host {
  readonly engine: Engine;
  /** The node that it is of. */
  readonly world: World;
  readonly machine: Machine;
  readonly guests: GuestSystems;
}

/** One run of a command, with its words sorted. */
export interface CommandRun {
  readonly host: Host;
  /** The host's node. */
  readonly world: World;
  readonly invocation: Invocation;
  /** The options and named words, as they go to the API. */
  readonly params: Record<string, string | readonly string[]>;
  /** The words after the named ones, where the command takes any. */
  readonly extra: readonly string[];
  /** How its result is to be shown. */
  readonly format: Format;
}

/** The options that are about the output. */
export interface Format {
  readonly type: string;
  readonly border: boolean;
  readonly header: boolean;
  readonly quiet: boolean;
}

/** One command of a program that PVE made, after its table in pve-container, pve-access-control or pve-storage. */
export interface Command {
  /** Its line of the usage, after the name of the program: `create <vmid> <ostemplate> [OPTIONS]`. */
  readonly usage: string;
  /** Other names of it, which the usage does not list. */
  readonly aliases?: readonly string[];
  /** The route of the API that it calls. One without route and `run` is not modelled, and says so. */
  readonly route?: string;
  /** Parameters that are always the same. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Options that the route does not have, or all of them where there is no route. */
  readonly fields?: Fields;
  /** Options whose value may be left out. */
  readonly bare?: readonly string[];
  /** Looks after the parameters before the call. What it gives is done once the call has worked. */
  readonly prepare?: (run: CommandRun) => (() => void) | undefined | Promise<() => void>;
  /** Prints what the API gave. */
  readonly show?: (result: unknown, run: CommandRun) => void;
  /** In place of a call. */
  readonly run?: (run: CommandRun) => Exit | Promise<Exit>;
  /** Ends with 0 even where its worker failed: those have no mapping of the exit code in PVE's table. */
  readonly lenient?: boolean;
}

/** A program with commands. The groups of its usage are apart by an empty line. */
export interface Program {
  readonly name: string;
  readonly groups: readonly (readonly Command[])[];
}

const formatFields: Fields = {
  'output-format': { type: 'string' },
  'human-readable': { type: 'boolean' },
  noborder: { type: 'boolean' },
  noheader: { type: 'boolean' },
  quiet: { type: 'boolean' },
};

/** Names of the positional words; what is in brackets may be missing. */
export function wordsOf({ usage }: Command): { name: string; required: boolean }[] {
  const tokens = usage.split(' ');
  return tokens.flatMap((token, index) => {
    const [, open, name] = /^(\[?)<(.+?)>\]?$/.exec(token) ?? [];
    const isValue = tokens[index - 1]?.startsWith('--') === true;
    return name === undefined || isValue || name === 'extra-args' ? [] : [{ name, required: open === '' }];
  });
}

/** The options of a command: all parameters but those that are words of their own or fixed. */
export function optionsOf(command: Command, world: World): Fields {
  const route = command.route === undefined ? undefined : routeNamed(world, command.route);
  const taken = new Set([
    ...wordsOf(command).map(({ name }) => name),
    ...Object.keys(command.fixed ?? {}),
    'node',
  ]);
  const own = Object.entries({ ...route?.params, ...command.fields }).filter(([name]) => !taken.has(name));
  return { ...Object.fromEntries(own), ...(hasFormat(command) ? formatFields : {}) };
}

export function hasFormat({ usage }: Command): boolean {
  return usage.includes('[FORMAT_OPTIONS]');
}

export function takesExtra({ usage }: Command): boolean {
  return usage.includes('<extra-args>');
}

/** The names of a command, as words. */
export function namesOf({ usage, aliases = [] }: Command): string[][] {
  const own = usage.split(' ').filter((token) => token !== '');
  const end = own.findIndex((token) => /^[[<-]/.test(token));
  return [end === -1 ? own : own.slice(0, end), ...aliases.map((alias) => alias.split(' '))];
}

export function isFlag(fields: Fields, name: string): boolean {
  return fieldNamed(fields, name)?.type === 'boolean';
}

function fieldNamed(fields: Fields, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export function isFormatOption(name: string): boolean {
  return Object.hasOwn(formatFields, name);
}
