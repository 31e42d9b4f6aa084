import type { Task } from './tasks.js';
import type { World } from './world.js';

/** A line of the system's journal. */
export interface JournalLine {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** What the journal would hold: the boot, and the beginning and end of every task. Oldest first. */
export function journalOf(world: World): JournalLine[] {
  const boot = Math.floor(world.node.boot / 1000);
  const lines = [
    line(world, boot, 'kernel', 'Linux version 6.14.11-4-pve'),
    ...[...world.system.services.values()]
      .filter(({ installed }) => installed)
      .map(({ name, description }) =>
        line(world, boot + 4, 'systemd[1]', `Started ${name}.service - ${description}.`),
      ),
    ...[...world.tasks.running, ...world.tasks.finished].flatMap((task) => taskLines(world, task)),
  ];
  return lines.sort((a, b) => a.time - b.time);
}

function taskLines(world: World, task: Task): JournalLine[] {
  const { upid, owner, starttime, endtime, exitstatus } = task;
  return [
    line(world, starttime, 'pvedaemon[1022]', `<${owner}> starting task ${upid}`),
    ...(endtime === undefined
      ? []
      : [line(world, endtime, 'pvedaemon[1022]', `<${owner}> end task ${upid} ${exitstatus}`)]),
  ];
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function line(world: World, time: number, program: string, message: string): JournalLine {
  const date = new Date(time * 1000);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const stamp = `${months[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 19)}`;
  return { time, text: `${stamp} ${world.node.name} ${program}: ${message}` };
}
