import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Halted, readHalt } from './halt.js';
import { isStateLocked } from './state-lock.js';

/** What the daemon says of itself, for `felhom-agent status`. Moments are milliseconds since 1970. */
export const daemonStatus = z.strictObject({
  /** When this was written. */
  at: z.number(),
  pid: z.int(),
  version: z.string(),
  agent: z.string(),
  epoch: z.int(),
  hub: z.string(),
  startedAt: z.number(),
  state: z.enum(['ok', 'degraded', 'halted']),
  degraded: z.array(z.string()),
  lastBeat: z.strictObject({
    answeredAt: z.number().optional(),
    failures: z.int(),
    error: z.string().optional(),
  }),
  running: z.array(z.strictObject({ id: z.string(), action: z.string(), startedAt: z.number() })),
  /** Accepted and not started: for what each waits. */
  waiting: z.array(z.strictObject({ id: z.string(), action: z.string(), for: z.string() })),
  /** What was refused last, newest first. */
  refused: z.array(
    z.strictObject({
      at: z.number(),
      id: z.string().optional(),
      action: z.string().optional(),
      reason: z.string(),
    }),
  ),
  /** Results that the hub has not acknowledged. */
  unacknowledged: z.int(),
  journal: z.strictObject({ bytes: z.int(), limit: z.int() }),
});
export type DaemonStatus = z.infer<typeof daemonStatus>;

/** How many refusals it tells of. */
export const shownRefusals = 20;

/** What an agent is like, by what can be seen of it from outside. */
export interface AgentReport {
  /** `stopped`: no agent runs. `halted` counts more than `degraded`. */
  readonly state: 'ok' | 'degraded' | 'halted' | 'stopped';
  /** A process has the state folder. */
  readonly running: boolean;
  readonly halted: Halted | undefined;
  /** What it wrote last. Of an agent that does not run, what it was then. */
  readonly status: DaemonStatus | undefined;
  /** What is wrong, one line each. */
  readonly problems: readonly string[];
}

/** Milliseconds after which an agent that wrote nothing counts as stuck. It writes with every heartbeat, for which a hub may give it 15 minutes. */
const silence = 20 * 60_000;
/** No status is longer. */
const longest = 4 << 20;

const statusFile = (folder: string): string => join(folder, 'status.json');

/** Puts what the daemon says of itself in the place of what it said before. It need not survive a power cut, so it is not synced. */
export async function writeStatus(folder: string, status: DaemonStatus): Promise<void> {
  const draft = `${statusFile(folder)}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(draft, `${JSON.stringify(status)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, statusFile(folder));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** What the daemon wrote last; a text that says why there is nothing to be had of it. */
export async function readStatus(folder: string): Promise<DaemonStatus | string> {
  let text: string;
  try {
    text = await readPlain(statusFile(folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'the agent has written no status yet' : `its status cannot be read (${code})`;
  }
  try {
    const parsed = daemonStatus.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below.
  }
  return 'its status is of another release, or broken';
}

/** Looks at an agent from outside. @throws StateError where there is no such folder, or this user may not look into it */
export async function reportOf(folder: string, now: number): Promise<AgentReport> {
  const running = await isStateLocked(folder);
  const [halted, read] = [await readHalt(folder), await readStatus(folder)];
  const status = typeof read === 'string' ? undefined : read;
  const problems = [
    ...(typeof read === 'string' ? [read] : []),
    ...(running ? (status?.degraded ?? []) : []),
  ];
  const age = status === undefined ? 0 : now - status.at;
  if (running && age > silence)
    problems.push(`the agent has said nothing for ${Math.floor(age / 60_000)} minutes`);
  const state = !running ? 'stopped' : halted !== undefined ? 'halted' : stateOf(status, problems);
  return { state, running, halted, status, problems };
}

function stateOf(status: DaemonStatus | undefined, problems: readonly string[]): AgentReport['state'] {
  // Resumed a moment ago, and it has not said so yet.
  const said = status?.state === 'halted' ? 'ok' : (status?.state ?? 'degraded');
  return problems.length > 0 ? 'degraded' : said;
}

/** A file of the folder of another user: no link, no pipe, and not without end. */
async function readPlain(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > longest) return '';
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
