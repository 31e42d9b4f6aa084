// What a heartbeat tells a hub that it does not know yet.
import type { Heartbeat, HeartbeatAnswer } from '@felhom/proxmox/agent';
import { type Agent, type Event, isOf, type State } from './state.ts';

/** What a heartbeat says that is news, and the results that are, or will be, on the disk. */
export function learn(
  state: State,

  agent: Agent,
  { bootId, results, rejected, halted }: Heartbeat,
): { events: Event[]; acks: HeartbeatAnswer['acks'] } {
  const events: Event[] = [];
  const { commands, strays } = state;
  // A start of the host that was over, and comes back: there are two hosts by now, or one that was put back to an old state.
  if (!agent.boots.includes(bootId)) events.push({ t: 'boot', agent: agent.name, bootId });
  else if (agent.boots.at(-1) !== bootId && !agent.cloned) events.push({ t: 'cloned', agent: agent.name });
  const acks: HeartbeatAnswer['acks'] = [];
  for (const report of results) {
    const command = commands[report.id];
    const known = isOf(command, agent.name, report) ? command.report : strays[`${agent.name} ${report.id}`];
    if (known === undefined) events.push({ t: 'report', agent: agent.name, report });
    // Another result than the one before is none: it is neither kept nor acknowledged, so that somebody notices.
    if (known === undefined || known.digest === report.digest)
      acks.push({ id: report.id, digest: report.digest });
  }
  for (const { digest, reason } of rejected) {
    const command = Object.values(commands).find((one) => one.agent === agent.name && one.digest === digest);
    if (command !== undefined && command.rejected === undefined)
      events.push({ t: 'rejected', id: command.id, reason });
  }
  if (halted && agent.halt) events.push({ t: 'halt', agent: agent.name, on: false });
  return { events, acks };
}

/** What bytes are as JSON in UTF-8; undefined where they are none. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
