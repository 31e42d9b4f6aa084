import { join } from 'node:path';
import * as z from 'zod';
import { policy } from './policy/schema.js';
import { readPrivate, writePrivate } from './state-files.js';

/** What the hub has said last, as far as it holds over a restart. */
const memory = z.strictObject({
  /** The last time that it signed. Milliseconds since 1970. */
  time: z.int().min(0),
  /** Its own rules, as it sent them. */
  policy: z.json().optional(),
  readOnly: z.boolean(),
});
type Memory = z.infer<typeof memory>;

/** Milliseconds by which the time on disk may be behind. Ids are remembered for much longer after they have expired. */
const lag = 600_000;

const fileOf = (folder: string): string => join(folder, 'hub.json');

/** Remembers what the hub has said, so that a restart is not freer than the agent was before it. */
export class HubMemory {
  readonly #folder: string;
  #kept: Memory;

  private constructor(folder: string, kept: Memory) {
    this.#folder = folder;
    this.#kept = kept;
  }

  /** What cannot be read is as if the hub had said nothing yet. @throws StateError */
  static async open(folder: string): Promise<{ memory: HubMemory; damaged: boolean }> {
    const text = await readPrivate(fileOf(folder));
    const read = text === undefined ? undefined : memory.safeParse(jsonOf(text));
    const kept = read?.success === true ? read.data : { time: 0, readOnly: false };
    return { memory: new HubMemory(folder, kept), damaged: read?.success === false };
  }

  get time(): number {
    return this.#kept.time;
  }

  get readOnly(): boolean {
    return this.#kept.readOnly;
  }

  /** The hub's rules: undefined where it has none, `unreadable` where this agent does not understand them. */
  get policy(): z.infer<typeof policy> | 'unreadable' | undefined {
    if (this.#kept.policy === undefined) return undefined;
    const read = policy.safeParse(this.#kept.policy);
    return read.success ? read.data : 'unreadable';
  }

  /** Takes note of what the hub says now, and resolves when what must be is on disk. @throws StateError */
  async note(said: Memory): Promise<void> {
    const { time, policy: rules, readOnly } = this.#kept;
    const same = JSON.stringify(rules) === JSON.stringify(said.policy) && readOnly === said.readOnly;
    const next = { ...said, time: Math.max(time, said.time) };
    if (same && next.time - time < lag) return;
    this.#kept = next;
    await writePrivate(fileOf(this.#folder), JSON.stringify(next));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
