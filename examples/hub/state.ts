// What the hub knows, and how each event changes it. Plain data: it is read back from the events at every start.
import type { CommandReport, Envelope, Machine } from '@felhom/proxmox/agent';

/** A token that was handed out: its digest is known here, its text is not. */
export interface Token {
  agent: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Whose it became: the public key and the enrolment. */
  used?: { publicKey: string; epoch: number };
}

export interface Agent {
  name: string;
  /** Counts its enrolments. */
  epoch: number;
  publicKey: string;
  /** Of the public key. */
  keyid: string;
  machine: Machine;
  /** Boot ids of its host since the enrolment, in the order in which they came. */
  boots: string[];
  /** Another host says that it is this agent. Ends with the next enrolment. */
  cloned: boolean;
  /** It is told to take no work any more, until it says that it does not. */
  halt: boolean;
}

export interface Command {
  id: string;
  agent: string;
  epoch: number;
  action: string;
  /** Of its bytes. */
  digest: string;
  envelope: Envelope;
  /** Seconds since 1970. */
  exp: number;
  cancelled: boolean;
  /** Why the agent keeps nothing of it. */
  rejected?: string;
  report?: CommandReport;
}

export type Event =
  | { t: 'token'; digest: string; agent: string; expiresAt: number }
  | {
      t: 'enrolled';
      token: string;
      agent: string;
      epoch: number;
      publicKey: string;
      keyid: string;
      machine: Machine;
    }
  | { t: 'boot'; agent: string; bootId: string }
  | { t: 'cloned'; agent: string }
  | { t: 'halt'; agent: string; on: boolean }
  | { t: 'command'; command: Command }
  | { t: 'cancelled'; id: string }
  | { t: 'rejected'; id: string; reason: string }
  | { t: 'report'; agent: string; report: CommandReport };

export interface State {
  tokens: Record<string, Token>;
  agents: Record<string, Agent>;
  commands: Record<string, Command>;
  /** Reports of commands that this hub does not know, by agent and id: somebody may look for them. */
  strays: Record<string, CommandReport>;
}

// Without a prototype: no name that comes from outside means anything to it.
const table = <T>(): Record<string, T> => Object.create(null);

export const emptyState = (): State => ({
  tokens: table<Token>(),
  agents: table<Agent>(),
  commands: table<Command>(),
  strays: table<CommandReport>(),
});

export function change(state: State, event: Event): void {
  const agent = 'agent' in event ? state.agents[event.agent] : undefined;
  if (event.t === 'token') {
    const { digest, agent, expiresAt } = event;
    state.tokens[digest] = { agent, expiresAt };
  } else if (event.t === 'enrolled') {
    const { agent: name, token, epoch, publicKey, keyid, machine } = event;
    const used = state.tokens[token];
    if (used !== undefined) used.used = { publicKey, epoch };
    state.agents[name] = { name, epoch, publicKey, keyid, machine, boots: [], cloned: false, halt: false };
  } else if (event.t === 'command') {
    state.commands[event.command.id] = event.command;
  } else if (event.t === 'cancelled' || event.t === 'rejected') {
    const command = state.commands[event.id];
    if (command === undefined) return;
    if (event.t === 'cancelled') command.cancelled = true;
    else command.rejected = event.reason;
  } else if (event.t === 'report') {
    const command = state.commands[event.report.id];
    if (isOf(command, event.agent, event.report)) command.report = event.report;
    else state.strays[`${event.agent} ${event.report.id}`] = event.report;
  } else if (agent === undefined) {
    return;
  } else if (event.t === 'boot') {
    agent.boots.push(event.bootId);
  } else if (event.t === 'cloned') {
    agent.cloned = true;
  } else {
    agent.halt = event.on;
  }
}

/** True where a report is of this command: of its agent, its id and its very bytes. */
export function isOf(command: Command | undefined, agent: string, report: CommandReport): command is Command {
  return command?.agent === agent && command.digest === report.command;
}

/** How far a command has come, in a word or two. `live` is what is known of its agent until the hub ends. */
export function progressOf(
  { agents }: State,
  { agent, epoch, exp, rejected, report, cancelled }: Command,
  live: { received: boolean; asked: boolean; now: number },
): string {
  if (report !== undefined) return report.result.outcome;
  if (rejected !== undefined) return `rejected: ${rejected}`;
  if (cancelled) return 'to be cancelled';
  if (live.asked) return 'waits for an approval';
  if (live.received) return 'received';
  return exp * 1000 <= live.now || agents[agent]?.epoch !== epoch ? 'expired' : 'queued';
}
