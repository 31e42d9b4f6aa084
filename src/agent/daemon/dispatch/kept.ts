import type { bindAction } from '../actions/registry.js';
import type { CommandEntry } from '../command-records.js';
import type { CommandStore } from '../command-store.js';
import { type Command, command, jsonOf } from '../protocol/command.js';

/** A command as the store has it. */
export interface Kept {
  readonly entry: CommandEntry;
  readonly command: Command;
  /** Its action, or why this agent has none for it. */
  readonly bound: ReturnType<typeof bindAction>;
}

/** Reads a command that is in the store; undefined where its bytes are not kept. */
export function readKept(store: CommandStore, id: string, bind: typeof bindAction): Kept | undefined {
  const entry = store.get(id);
  const bytes = store.bytesOf(id);
  const read = bytes === undefined ? undefined : command.safeParse(jsonOf(bytes));
  if (entry === undefined || !read?.success) return undefined;
  const { action, version, params } = read.data;
  return { entry, command: read.data, bound: bind(action, version, params) };
}
