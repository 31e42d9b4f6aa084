import type { Client } from '../../../client/client.js';
import type { Privileged } from '../../../privileged/privileged.js';
import type { ActionContext } from '../actions/action.js';
import type { Bound } from '../actions/registry.js';
import type { Command } from '../protocol/command.js';

/** What commands work with. */
export interface Place {
  readonly client: Client;
  readonly privileged: Privileged;
  /** The name of the host's own node. */
  readonly node: string;
}

/** Why a command is told to end. */
export type EndReason = 'halted' | 'cancelled' | 'stopped';

/** A command that has been accepted and has not ended. */
export interface Job {
  readonly id: string;
  /** Of its bytes. */
  readonly digest: string;
  readonly command: Command;
  readonly bound: Bound;
  /** base64; undefined where a secret is in them. */
  readonly bytes: string | undefined;
  /** What it works on alone. */
  readonly locks: readonly string[];
  /** `busy` while it is looked at whether it may start. */
  state: 'waiting' | 'busy' | 'running';
  /** What it waits for, for people. */
  waitsFor: string;
  /** Not to be looked at before. Milliseconds since 1970. */
  notBefore: number;
  startedAt: number | undefined;
  /** Aborted with an {@link EndReason}. */
  readonly end: AbortController;
  /** Resolves when the agent ends and leaves it to the next start to find out what became of it. */
  readonly left: Promise<void>;
  readonly leave: () => void;
}

/** Makes a job of a command. */
export function jobOf(facts: Pick<Job, 'id' | 'digest' | 'command' | 'bound' | 'bytes'>): Job {
  const { command, bound } = facts;
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  return {
    ...facts,
    locks: bound.action.locks(bound.params),
    state: 'waiting',
    waitsFor: 'its turn',
    notBefore: (command.notBefore ?? 0) * 1_000,
    startedAt: undefined,
    end: new AbortController(),
    left,
    leave,
  };
}

/** What an action that only looks is given: nothing is written down of it. */
export function lookingContext(place: Place, id: string, signal: AbortSignal): ActionContext {
  return { ...place, id, signal, started: async () => {}, remember: async () => {} };
}
